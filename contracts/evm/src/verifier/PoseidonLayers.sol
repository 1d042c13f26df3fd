// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, LANE, P} from "./Ext2.sol";
import {POSEIDON_TABLES} from "./generated/PoseidonTables.sol";

/// @title The layers of Poseidon-12 over Goldilocks, on extension elements
/// @notice A state is a pointer to 12 packed words. The gates' constraints at a point of the extension field are made of
/// these layers; for the permutation of base elements see `PoseidonPermutation`.
/// @dev The partial rounds are in plonky2's fast form, because its gate's wires hold the values of that form. Tables:
/// packed 8-byte numbers, see `generated/PoseidonTables.sol` for their order. Lanes after a layer: `mds` below 2^73,
/// `constants` adds one reduced term, the partial layers at most 22.
library PoseidonLayers {
    uint256 internal constant HALF_FULL_ROUNDS = 4;
    uint256 internal constant PARTIAL_ROUNDS = 22;

    // Offsets of the tables, in bytes.
    uint256 internal constant PARTIAL_FIRST = 8 * 96;
    uint256 internal constant PARTIAL_CONSTANTS = PARTIAL_FIRST + 8 * 12;
    uint256 internal constant PARTIAL_VS = PARTIAL_CONSTANTS + 8 * 22;
    uint256 internal constant PARTIAL_W_HATS = PARTIAL_VS + 8 * 242;
    uint256 internal constant INITIAL_MATRIX = PARTIAL_W_HATS + 8 * 242;

    /// @return tables Pointer to the tables in memory.
    function load() internal pure returns (uint256 tables) {
        bytes memory copy = POSEIDON_TABLES;
        assembly ("memory-safe") {
            tables := add(copy, 32)
        }
    }

    function at(uint256 state, uint256 i) internal pure returns (Ext x) {
        assembly ("memory-safe") {
            x := mload(add(state, shl(5, i)))
        }
    }

    function set(uint256 state, uint256 i, Ext x) internal pure {
        assembly ("memory-safe") {
            mstore(add(state, shl(5, i)), x)
        }
    }

    /// @dev Adds the constants of full round `round` (0..7, the partial rounds not counted).
    function fullConstants(uint256 state, uint256 tables, uint256 round) internal pure {
        _addConstants(state, tables + 96 * round);
    }

    function partialFirstConstants(uint256 state, uint256 tables) internal pure {
        _addConstants(state, tables + PARTIAL_FIRST);
    }

    function _addConstants(uint256 state, uint256 table) private pure {
        assembly ("memory-safe") {
            for { let end := add(state, 384) } lt(state, end) { state := add(state, 32) } {
                mstore(state, add(mload(state), shr(192, mload(table))))
                table := add(table, 8)
            }
        }
    }

    /// @dev x^7.
    function sbox(Ext x) internal pure returns (Ext y) {
        assembly ("memory-safe") {
            let x0 := and(x, LANE)
            let x1 := shr(128, x)
            // x² = s, x³ = c, and x⁴ in place of x; then x³·x⁴.
            let s0 := mod(add(mul(x0, x0), mul(7, mul(x1, x1))), P)
            let s1 := mod(mul(2, mul(x0, x1)), P)
            let c0 := mod(add(mul(x0, s0), mul(7, mul(x1, s1))), P)
            let c1 := mod(add(mul(x0, s1), mul(x1, s0)), P)
            x0 := mod(add(mul(s0, s0), mul(7, mul(s1, s1))), P)
            x1 := mod(mul(2, mul(s0, s1)), P)
            let low := mod(add(mul(x0, c0), mul(7, mul(x1, c1))), P)
            y := or(low, shl(128, mod(add(mul(x0, c1), mul(x1, c0)), P)))
        }
    }

    function sboxAll(uint256 state) internal pure {
        for (uint256 i = 0; i < 12; ++i) {
            set(state, i, sbox(at(state, i)));
        }
    }

    /// @dev The circulant matrix with first row 17 15 41 16 2 28 13 13 39 18 34 20, plus 8 in the corner. Input lanes
    /// below 2^64 (reduced); the small entries cannot make a lane overflow.
    function mds(uint256 state) internal pure {
        assembly ("memory-safe") {
            // Two copies of the state one after the other, so that no index wraps.
            let twice := mload(64)
            mcopy(twice, state, 384)
            mcopy(add(twice, 384), state, 384)
            let first := mload(state)
            for { let end := add(state, 384) } lt(state, end) { state := add(state, 32) } {
                let sum := add(mul(17, mload(twice)), mul(15, mload(add(twice, 32))))
                sum := add(sum, add(mul(41, mload(add(twice, 64))), mul(16, mload(add(twice, 96)))))
                sum := add(sum, add(mul(2, mload(add(twice, 128))), mul(28, mload(add(twice, 160)))))
                sum := add(sum, add(mul(13, mload(add(twice, 192))), mul(13, mload(add(twice, 224)))))
                sum := add(sum, add(mul(39, mload(add(twice, 256))), mul(18, mload(add(twice, 288)))))
                sum := add(sum, add(mul(34, mload(add(twice, 320))), mul(20, mload(add(twice, 352)))))
                mstore(state, sum)
                twice := add(twice, 32)
            }
            let start := sub(state, 384)
            mstore(start, add(mload(start), mul(8, first)))
        }
    }

    /// @dev Before the partial rounds: elements 1..11 times the initial matrix (rows are inputs); element 0 stays.
    function partialInitial(uint256 state, uint256 tables) internal pure {
        uint256 matrix = tables + INITIAL_MATRIX;
        assembly ("memory-safe") {
            let copy := mload(64)
            mcopy(copy, add(state, 32), 352)
            for { let column := 0 } lt(column, 11) { column := add(column, 1) } {
                let entry := add(matrix, shl(3, column))
                let low := 0
                let high := 0
                for { let x := copy } lt(x, add(copy, 352)) { x := add(x, 32) } {
                    let value := mload(x)
                    let m := shr(192, mload(entry))
                    low := add(low, mul(m, and(value, LANE)))
                    high := add(high, mul(m, shr(128, value)))
                    entry := add(entry, 88)
                }
                state := add(state, 32)
                mstore(state, or(mod(low, P), shl(128, mod(high, P))))
            }
        }
    }

    /// @dev The constant that follows the S-box of partial round `round`; the last round has none.
    function partialConstant(uint256 tables, uint256 round) internal pure returns (Ext x) {
        uint256 entry = tables + PARTIAL_CONSTANTS + 8 * round;
        assembly ("memory-safe") {
            x := shr(192, mload(entry))
        }
    }

    /// @dev state' = (25·s0 + Σ w_i·s_i, s_i + v_i·s0) with the tables of partial round `round`.
    function partialLinear(uint256 state, uint256 tables, uint256 round) internal pure {
        uint256 v = tables + PARTIAL_VS + 88 * round;
        uint256 w = tables + PARTIAL_W_HATS + 88 * round;
        assembly ("memory-safe") {
            let first := mload(state)
            let first0 := and(first, LANE)
            let first1 := shr(128, first)
            let low := mul(25, first0)
            let high := mul(25, first1)
            let x := add(state, 32)
            for { let end := add(state, 384) } lt(x, end) { x := add(x, 32) } {
                let value := mload(x)
                let value0 := and(value, LANE)
                let value1 := shr(128, value)
                let entry := shr(192, mload(w))
                low := add(low, mul(entry, value0))
                high := add(high, mul(entry, value1))
                entry := shr(192, mload(v))
                mstore(
                    x,
                    or(
                        mod(add(value0, mul(entry, first0)), P),
                        shl(128, mod(add(value1, mul(entry, first1)), P))
                    )
                )
                v := add(v, 8)
                w := add(w, 8)
            }
            mstore(state, or(mod(low, P), shl(128, mod(high, P))))
        }
    }
}
