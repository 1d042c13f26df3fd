// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, LANE, P} from "../Ext2.sol";

/// @notice (a0 + a1·Y)(b0 + b1·Y) with Y² = 7 over the extension field; results reduced.
/// @dev Lanes of the operands below 2^100: the longest sum is below 2^207.
function algebraMul(Ext a0, Ext a1, Ext b0, Ext b1) pure returns (Ext r0, Ext r1) {
    assembly ("memory-safe") {
        // Both products of a pair of lanes: low = x0·y0 + 7·x1·y1, high = x0·y1 + x1·y0.
        function product(x, y) -> low, high {
            let x0 := and(x, LANE)
            let x1 := shr(128, x)
            let y0 := and(y, LANE)
            let y1 := shr(128, y)
            low := add(mul(x0, y0), mul(7, mul(x1, y1)))
            high := add(mul(x0, y1), mul(x1, y0))
        }
        let low, high := product(a0, b0)
        let low7, high7 := product(a1, b1)
        r0 := or(mod(add(low, mul(7, low7)), P), shl(128, mod(add(high, mul(7, high7)), P)))
        low, high := product(a0, b1)
        low7, high7 := product(a1, b0)
        r1 := or(mod(add(low, low7), P), shl(128, mod(add(high, high7), P)))
    }
}
