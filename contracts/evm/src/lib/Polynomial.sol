// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Limbs} from "./Limbs.sol";

/// @title P = sum of D[i] r^i, for limbs D[i] and r in the extension field F_p[X]/(X^2 - 7)
/// @notice Because D's limbs lie in the base field, it is enough to divide the polynomial D by r's minimal
/// polynomial x^2 - 2 r0 x + (r0^2 - 7 r1^2), where r = r0 + r1 X. With b_i = D[i] + t b_(i+1) + n b_(i+2),
/// t = 2 r0 and n = 7 r1^2 - r0^2, the remainder is b_1 x + (b_0 - t b_1). That takes two products a limb,
/// where Horner's rule in the extension field takes five. The caller starts with b_i = b_(i+1) = 0 and
/// folds from the last limb to the first.
/// @dev All arguments are canonical, so a step's sum stays below 2^130 and needs one reduction.
library Polynomial {
    uint256 private constant P = Limbs.P;
    uint256 private constant NON_RESIDUE = 7;
    uint256 private constant HEADER_WORDS = 10;
    /// @dev Mask of one limb, and the modulus again: assembly takes only literal constants.
    uint256 private constant LIMB = 0xffffffffffffffff;
    uint256 private constant MODULUS = 0xffffffff00000001;

    /// @notice The recurrence's coefficients.
    /// @param r0 First component of r.
    /// @param r1 Second component of r.
    /// @return t Two r0.
    /// @return n 7 r1^2 - r0^2.
    function coefficients(uint256 r0, uint256 r1) internal pure returns (uint256 t, uint256 n) {
        t = (2 * r0) % P;
        n = (NON_RESIDUE * r1 * r1 + P * P - r0 * r0) % P;
    }

    /// @notice P from where the recurrence ends.
    /// @param r0 First component of r.
    /// @param r1 Second component of r.
    /// @param b0 b_0.
    /// @param b1 b_1.
    /// @return p0 First component of P = (b_0 - t b_1) + b_1 (r0 + r1 X), where t = 2 r0.
    /// @return p1 Second component of P.
    function value(uint256 r0, uint256 r1, uint256 b0, uint256 b1)
        internal
        pure
        returns (uint256 p0, uint256 p1)
    {
        p0 = (b0 + P * P - r0 * b1) % P;
        p1 = (r1 * b1) % P;
    }

    /// @notice Twelve steps of the recurrence, one for each limb of an entry, the last limb first.
    /// @param t Coefficient of the recurrence.
    /// @param n Coefficient of the recurrence.
    /// @param b0 b_i.
    /// @param b1 b_(i+1).
    /// @param key First four limbs.
    /// @param oldValue Next four limbs.
    /// @param newValue Last four limbs.
    /// @return The new b_i and b_(i+1).
    function foldEntry(
        uint256 t,
        uint256 n,
        uint256 b0,
        uint256 b1,
        bytes32 key,
        bytes32 oldValue,
        bytes32 newValue
    ) internal pure returns (uint256, uint256) {
        Limbs.requireCanonical3(key, oldValue, newValue);
        assembly ("memory-safe") {
            b1 := mod(add(and(newValue, LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(and(shr(64, newValue), LIMB), add(mul(t, b1), mul(n, b0))), MODULUS)
            b1 := mod(add(and(shr(128, newValue), LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(shr(192, newValue), add(mul(t, b1), mul(n, b0))), MODULUS)
            b1 := mod(add(and(oldValue, LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(and(shr(64, oldValue), LIMB), add(mul(t, b1), mul(n, b0))), MODULUS)
            b1 := mod(add(and(shr(128, oldValue), LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(shr(192, oldValue), add(mul(t, b1), mul(n, b0))), MODULUS)
            b1 := mod(add(and(key, LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(and(shr(64, key), LIMB), add(mul(t, b1), mul(n, b0))), MODULUS)
            b1 := mod(add(and(shr(128, key), LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
            b0 := mod(add(shr(192, key), add(mul(t, b1), mul(n, b0))), MODULUS)
        }
        return (b0, b1);
    }

    /// @notice Forty steps of the recurrence, one for each limb of the header, the last limb first.
    /// @param t Coefficient of the recurrence.
    /// @param n Coefficient of the recurrence.
    /// @param b0 b_i.
    /// @param b1 b_(i+1).
    /// @param words The header.
    /// @return The new b_i and b_(i+1).
    function foldHeader(uint256 t, uint256 n, uint256 b0, uint256 b1, uint256[10] memory words)
        internal
        pure
        returns (uint256, uint256)
    {
        for (uint256 i = HEADER_WORDS; i > 0; --i) {
            bytes32 word = bytes32(words[i - 1]);
            Limbs.requireCanonical(word);
            assembly ("memory-safe") {
                b1 := mod(add(and(word, LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
                b0 := mod(add(and(shr(64, word), LIMB), add(mul(t, b1), mul(n, b0))), MODULUS)
                b1 := mod(add(and(shr(128, word), LIMB), add(mul(t, b0), mul(n, b1))), MODULUS)
                b0 := mod(add(shr(192, word), add(mul(t, b1), mul(n, b0))), MODULUS)
            }
        }
        return (b0, b1);
    }
}
