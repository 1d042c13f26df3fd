// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext} from "../Ext2.sol";
import {GateRow} from "./GateRow.sol";
import {algebraMul} from "./Algebra.sol";

/// @title plonky2's ArithmeticGate, ArithmeticExtensionGate and MulExtensionGate
library ArithmeticGates {
    /// @dev Operation i: wires 4i.. = m0, m1, addend, out; out = c0·m0·m1 + c1·addend.
    function base(GateRow memory row, uint256 operations) internal pure {
        Ext c0 = row.constantAt(0);
        Ext c1 = row.constantAt(1);
        for (uint256 i = 0; i < operations; ++i) {
            (Ext m0, Ext m1) = row.pair(4 * i);
            (Ext addend, Ext output) = row.pair(4 * i + 2);
            row.push(output - (c0 * (m0 * m1) + c1 * addend));
        }
    }

    /// @dev Operation i: pairs 8i, 8i+2, 8i+4, 8i+6 = m0, m1, addend, out.
    function extension(GateRow memory row, uint256 operations) internal pure {
        Ext c1 = row.constantAt(1);
        for (uint256 i = 0; i < operations; ++i) {
            (Ext p0, Ext p1) = _scaledProduct(row, 8 * i);
            (Ext a0, Ext a1) = row.pair(8 * i + 4);
            (Ext o0, Ext o1) = row.pair(8 * i + 6);
            row.push(o0 - (p0 + c1 * a0), o1 - (p1 + c1 * a1));
        }
    }

    /// @dev Operation i: pairs 6i, 6i+2, 6i+4 = m0, m1, out; out = c0·m0·m1.
    function multiplication(GateRow memory row, uint256 operations) internal pure {
        for (uint256 i = 0; i < operations; ++i) {
            (Ext p0, Ext p1) = _scaledProduct(row, 6 * i);
            (Ext o0, Ext o1) = row.pair(6 * i + 4);
            row.push(o0 - p0, o1 - p1);
        }
    }

    /// @dev c0 times the product of the pairs at `at` and `at + 2`.
    function _scaledProduct(GateRow memory row, uint256 at) private pure returns (Ext p0, Ext p1) {
        (Ext a0, Ext a1) = row.pair(at);
        (Ext b0, Ext b1) = row.pair(at + 2);
        (p0, p1) = algebraMul(a0, a1, b0, b1);
        Ext c0 = row.constantAt(0);
        p0 = c0 * p0;
        p1 = c0 * p1;
    }
}
