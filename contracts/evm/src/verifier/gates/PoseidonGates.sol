// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, EXT_ONE} from "../Ext2.sol";
import {PoseidonLayers} from "../PoseidonLayers.sol";
import {GateRow} from "./GateRow.sol";

/// @title plonky2's PoseidonGate and PoseidonMdsGate
/// @dev PoseidonGate's wires: 12 inputs, 12 outputs, swap, 4 deltas, then the S-box inputs: full rounds 1..3 (12 each),
/// 22 partial rounds, full rounds 4..7 (12 each). After each S-box input is checked, the gate goes on from the wire.
library PoseidonGates {
    uint256 private constant WIRE_SWAP = 24;
    uint256 private constant WIRE_DELTA = 25;
    uint256 private constant WIRE_FULL_0 = 29;
    uint256 private constant WIRE_PARTIAL = 65;
    uint256 private constant WIRE_FULL_1 = 87;

    function permutation(GateRow memory row) internal pure {
        uint256 tables = PoseidonLayers.load();
        uint256 state = _swappedInput(row);
        for (uint256 r = 0; r < PoseidonLayers.HALF_FULL_ROUNDS; ++r) {
            PoseidonLayers.fullConstants(state, tables, r);
            // The first round's S-box inputs are not wires.
            if (r != 0) _fromWires(row, state, WIRE_FULL_0 + 12 * (r - 1));
            PoseidonLayers.sboxAll(state);
            PoseidonLayers.mds(state);
        }
        _partialRounds(row, state, tables);
        for (uint256 r = 0; r < PoseidonLayers.HALF_FULL_ROUNDS; ++r) {
            PoseidonLayers.fullConstants(state, tables, PoseidonLayers.HALF_FULL_ROUNDS + r);
            _fromWires(row, state, WIRE_FULL_1 + 12 * r);
            PoseidonLayers.sboxAll(state);
            PoseidonLayers.mds(state);
        }
        _fromWires(row, state, 12);
    }

    /// @dev swap is boolean, delta_i = swap·(input_{i+4} − input_i); the state is the input, its first two quarters
    /// exchanged if swap is 1.
    function _swappedInput(GateRow memory row) private pure returns (uint256 state) {
        state = _allocate();
        Ext swap = row.wire(WIRE_SWAP);
        row.push(swap * (swap - EXT_ONE));
        for (uint256 i = 0; i < 4; ++i) {
            Ext left = row.wire(i);
            Ext right = row.wire(i + 4);
            Ext delta = row.wire(WIRE_DELTA + i);
            row.push(swap * (right - left) - delta);
            PoseidonLayers.set(state, i, left + delta);
            PoseidonLayers.set(state, i + 4, right - delta);
        }
        for (uint256 i = 8; i < 12; ++i) {
            PoseidonLayers.set(state, i, row.wire(i));
        }
    }

    /// @dev Constrains the 12 wires at `at` to the state, then takes the state from them.
    function _fromWires(GateRow memory row, uint256 state, uint256 at) private pure {
        for (uint256 i = 0; i < 12; ++i) {
            Ext wire = row.wire(at + i);
            row.push(PoseidonLayers.at(state, i) - wire);
            PoseidonLayers.set(state, i, wire);
        }
    }

    function _partialRounds(GateRow memory row, uint256 state, uint256 tables) private pure {
        PoseidonLayers.partialFirstConstants(state, tables);
        PoseidonLayers.partialInitial(state, tables);
        for (uint256 r = 0; r < PoseidonLayers.PARTIAL_ROUNDS; ++r) {
            Ext wire = row.wire(WIRE_PARTIAL + r);
            row.push(PoseidonLayers.at(state, 0) - wire);
            PoseidonLayers.set(
                state, 0, PoseidonLayers.sbox(wire) + PoseidonLayers.partialConstant(tables, r)
            );
            PoseidonLayers.partialLinear(state, tables, r);
        }
    }

    /// @dev Wires: 12 input pairs, 12 output pairs; output = MDS·input in each component of the algebra.
    function mds(GateRow memory row) internal pure {
        uint256 low = _allocate();
        uint256 high = _allocate();
        for (uint256 i = 0; i < 12; ++i) {
            (Ext x0, Ext x1) = row.pair(2 * i);
            PoseidonLayers.set(low, i, x0);
            PoseidonLayers.set(high, i, x1);
        }
        PoseidonLayers.mds(low);
        PoseidonLayers.mds(high);
        for (uint256 i = 0; i < 12; ++i) {
            (Ext y0, Ext y1) = row.pair(24 + 2 * i);
            row.push(y0 - PoseidonLayers.at(low, i), y1 - PoseidonLayers.at(high, i));
        }
    }

    function _allocate() private pure returns (uint256 state) {
        assembly ("memory-safe") {
            state := mload(64)
            mstore(64, add(state, 384))
        }
    }
}
