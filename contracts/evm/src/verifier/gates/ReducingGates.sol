// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext} from "../Ext2.sol";
import {GateRow} from "./GateRow.sol";
import {algebraMul} from "./Algebra.sol";

/// @title plonky2's ReducingGate and ReducingExtensionGate
/// @dev Wires: output (pair 0), alpha (pair 2), old accumulator (pair 4), coefficients from 6, accumulators; the last
/// accumulator is the output. acc_i = acc_{i−1}·alpha + coefficient_i.
library ReducingGates {
    function base(GateRow memory row, uint256 coefficients) internal pure {
        _reduce(row, coefficients, 1);
    }

    function extension(GateRow memory row, uint256 coefficients) internal pure {
        _reduce(row, coefficients, 2);
    }

    /// @param width Wires of one coefficient: 1 in the base field, 2 in the extension.
    function _reduce(GateRow memory row, uint256 coefficients, uint256 width) private pure {
        (Ext acc0, Ext acc1) = row.pair(4);
        uint256 accumulators = 6 + width * coefficients;
        for (uint256 i = 0; i < coefficients; ++i) {
            (acc0, acc1) = _timesAlpha(row, acc0, acc1);
            (Ext c0, Ext c1) = row.pair(6 + width * i);
            acc0 = acc0 + c0;
            if (width == 2) acc1 = acc1 + c1;
            (Ext next0, Ext next1) = row.pair(i == coefficients - 1 ? 0 : accumulators + 2 * i);
            row.push(acc0 - next0, acc1 - next1);
            (acc0, acc1) = (next0, next1);
        }
    }

    function _timesAlpha(GateRow memory row, Ext acc0, Ext acc1) private pure returns (Ext, Ext) {
        (Ext alpha0, Ext alpha1) = row.pair(2);
        return algebraMul(acc0, acc1, alpha0, alpha1);
    }
}
