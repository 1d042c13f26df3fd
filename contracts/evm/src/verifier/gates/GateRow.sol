// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, LANE, P} from "../Ext2.sol";

/// @notice What one gate sees, and where its constraints go.
/// @param wires Pointer to the wires' openings, one packed word each.
/// @param constants Pointer to the gate's constants' openings (after the selectors), one word each.
/// @param out Pointer to the sum that the gate's next constraint is added to.
/// @param filter The gate's selector filter: every constraint is multiplied by it.
/// @param publicInputsHash Pointer to the four limbs of the public inputs' hash.
struct GateRow {
    uint256 wires;
    uint256 constants;
    uint256 out;
    Ext filter;
    uint256 publicInputsHash;
}

using GateRowLib for GateRow global;

/// @title Access to a `GateRow`
/// @dev `pair` reads two neighbouring wires: an element of the algebra F_ext[Y]/(Y² − 7), by which plonky2 evaluates a
/// gate on extension elements at a point of the extension field.
library GateRowLib {
    function wire(GateRow memory row, uint256 i) internal pure returns (Ext value) {
        assembly ("memory-safe") {
            value := mload(add(mload(row), shl(5, i)))
        }
    }

    function pair(GateRow memory row, uint256 i) internal pure returns (Ext low, Ext high) {
        assembly ("memory-safe") {
            let at := add(mload(row), shl(5, i))
            low := mload(at)
            high := mload(add(at, 32))
        }
    }

    function constantAt(GateRow memory row, uint256 i) internal pure returns (Ext value) {
        assembly ("memory-safe") {
            value := mload(add(mload(add(row, 32)), shl(5, i)))
        }
    }

    /// @dev Adds filter·constraint to the next sum.
    function push(GateRow memory row, Ext constraint) internal pure {
        assembly ("memory-safe") {
            let at := mload(add(row, 64))
            let filter := mload(add(row, 96))
            let f0 := and(filter, LANE)
            let f1 := shr(128, filter)
            let c0 := and(constraint, LANE)
            let c1 := shr(128, constraint)
            let low := mod(add(mul(f0, c0), mul(7, mul(f1, c1))), P)
            let high := mod(add(mul(f0, c1), mul(f1, c0)), P)
            mstore(at, add(mload(at), or(low, shl(128, high))))
            mstore(add(row, 64), add(at, 32))
        }
    }

    function push(GateRow memory row, Ext low, Ext high) internal pure {
        push(row, low);
        push(row, high);
    }
}
