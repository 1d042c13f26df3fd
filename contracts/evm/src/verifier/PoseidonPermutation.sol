// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {P} from "./Ext2.sol";
import {PoseidonLayers} from "./PoseidonLayers.sol";

/// @title The Poseidon-12 permutation of base-field elements
/// @notice A state is a pointer to 12 words. The same tables and the same fast form of the partial rounds as
/// `PoseidonLayers`, whose linear layers with small entries serve here too (a base element is one with upper lane zero).
library PoseidonPermutation {
    /// @notice Permutes in place; the results are not reduced, but below 2^73.
    function permute(uint256 state, uint256 tables) internal pure {
        uint256 half = PoseidonLayers.HALF_FULL_ROUNDS;
        for (uint256 r = 0; r < half; ++r) {
            _fullRound(state, tables, r);
        }
        PoseidonLayers.partialFirstConstants(state, tables);
        PoseidonLayers.partialInitial(state, tables);
        _partialRounds(state, tables);
        for (uint256 r = half; r < 2 * half; ++r) {
            _fullRound(state, tables, r);
        }
    }

    function _fullRound(uint256 state, uint256 tables, uint256 round) private pure {
        PoseidonLayers.fullConstants(state, tables, round);
        assembly ("memory-safe") {
            for { let at := state } lt(at, add(state, 384)) { at := add(at, 32) } {
                let x := mload(at)
                let square := mulmod(x, x, P)
                mstore(at, mulmod(mulmod(square, x, P), mulmod(square, square, P), P))
            }
        }
        PoseidonLayers.mds(state);
    }

    /// @dev s0 = s0^7 + constant, then state' = (25·s0 + Σ w_i·s_i, s_i + v_i·s0), 22 times.
    function _partialRounds(uint256 state, uint256 tables) private pure {
        uint256 constants = tables + PoseidonLayers.PARTIAL_CONSTANTS;
        uint256 v = tables + PoseidonLayers.PARTIAL_VS;
        uint256 w = tables + PoseidonLayers.PARTIAL_W_HATS;
        assembly ("memory-safe") {
            for { let end := add(constants, 176) } lt(constants, end) { constants := add(constants, 8) } {
                let first := mload(state)
                let square := mulmod(first, first, P)
                first := mulmod(mulmod(square, first, P), mulmod(square, square, P), P)
                first := add(first, shr(192, mload(constants)))
                let sum := mul(25, first)
                for { let at := add(state, 32) } lt(at, add(state, 384)) { at := add(at, 32) } {
                    let x := mload(at)
                    sum := add(sum, mul(x, shr(192, mload(w))))
                    mstore(at, addmod(x, mul(first, shr(192, mload(v))), P))
                    v := add(v, 8)
                    w := add(w, 8)
                }
                mstore(state, mod(sum, P))
            }
        }
    }
}
