// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, LANE, P} from "../Ext2.sol";

/// @notice (a0 + a1·Y)(b0 + b1·Y) with Y² = 7 over the extension field; results reduced.
function algebraMul(Ext a0, Ext a1, Ext b0, Ext b1) pure returns (Ext r0, Ext r1) {
    r0 = a0 * b0 + timesSeven(a1 * b1);
    r1 = a0 * b1 + a1 * b0;
}

/// @dev 7·a without reducing: three more bits in each lane.
function timesSeven(Ext a) pure returns (Ext r) {
    assembly ("memory-safe") {
        r := mul(7, a)
    }
}
