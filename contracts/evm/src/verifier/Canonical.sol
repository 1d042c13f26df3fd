// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {P} from "./Ext2.sol";
import {NonCanonicalLimb, NonCanonicalPublicInput} from "./VerifierErrors.sol";

/// @dev Two of a word's four limbs, each with 64 bits of room above it.
uint256 constant HALF = 0x0000000000000000ffffffffffffffff_0000000000000000ffffffffffffffff;
/// @dev 2^32 − 1 = 2^64 − p in both places: added to a limb it carries into bit 64 exactly if the limb is p or more.
uint256 constant TO_CARRY = 0x000000000000000000000000ffffffff_000000000000000000000000ffffffff;
uint256 constant CARRY = 0x00000000000000010000000000000000_00000000000000010000000000000000;

/// @title Limbs must be below p: they are hashed as they are, so each element has exactly one encoding
library Canonical {
    /// @notice Reverts with the first limb that is not canonical.
    /// @param at Calldata offset of the first of `count` limbs.
    /// @param base Calldata offset that the error counts from.
    function requireLimbs(uint256 at, uint256 count, uint256 base) internal pure {
        uint256 carries;
        assembly ("memory-safe") {
            let end := add(at, shl(3, count))
            for { let word := at } lt(word, end) { word := add(word, 32) } {
                let limbs := calldataload(word)
                // Drop the bytes after the last limb.
                if gt(add(word, 32), end) { limbs := shr(shl(3, sub(add(word, 32), end)), limbs) }
                carries := or(carries, add(and(limbs, HALF), TO_CARRY))
                carries := or(carries, add(and(shr(64, limbs), HALF), TO_CARRY))
            }
            carries := and(carries, CARRY)
        }
        if (carries != 0) revertAtFirst(at, base);
    }

    /// @dev There must be a limb of p or more at or after `at`.
    function revertAtFirst(uint256 at, uint256 base) internal pure {
        while (true) {
            uint256 limb;
            assembly ("memory-safe") {
                limb := shr(192, calldataload(at))
            }
            if (limb >= P) revert NonCanonicalLimb(at - base);
            at += 8;
        }
    }

    function requirePublicInputs(uint64[8] calldata publicInputs) internal pure {
        for (uint256 i = 0; i < 8; ++i) {
            if (publicInputs[i] >= P) revert NonCanonicalPublicInput(i);
        }
    }
}
