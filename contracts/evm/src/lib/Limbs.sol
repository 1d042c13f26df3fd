// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Limbs: Goldilocks elements packed four to a word
/// @notice A limb is a canonical element of the field of `P` elements. A digest, key or value is four limbs;
/// as `bytes32` they are four big-endian 64-bit numbers, the first limb most significant.
library Limbs {
    /// @notice The Goldilocks modulus, 2^64 - 2^32 + 1.
    uint256 internal constant P = 0xffffffff00000001;

    uint256 private constant LOW_63 = (1 << 63) - 1;
    /// @dev The even (second and fourth) limbs of a word.
    uint256 private constant EVEN = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
    /// @dev Added to both even limbs, it carries out of a limb exactly if the limb is >= P.
    uint256 private constant TO_CARRY = 0x000000000000000000000000ffffffff000000000000000000000000ffffffff;
    /// @dev Where those carries arrive.
    uint256 private constant CARRIES = (1 << 64) | (1 << 192);

    /// @notice A word holds a number that is not below the modulus; it is rejected, never reduced.
    /// @param word The word with the four limbs.
    error NonCanonicalLimb(bytes32 word);

    /// @notice A number does not fit 252 bits, so that it cannot be packed.
    /// @param number The number.
    error TooWideToPack(uint256 number);

    /// @notice Whether each of the four limbs is below the modulus.
    /// @param word Four big-endian limbs.
    function isCanonical(bytes32 word) internal pure returns (bool) {
        uint256 even = uint256(word) & EVEN;
        uint256 odd = (uint256(word) >> 64) & EVEN;
        unchecked {
            return ((even + TO_CARRY) | (odd + TO_CARRY)) & CARRIES == 0;
        }
    }

    /// @notice Refuses a word with a limb that is not below the modulus.
    /// @param word Four big-endian limbs.
    function requireCanonical(bytes32 word) internal pure {
        if (!isCanonical(word)) revert NonCanonicalLimb(word);
    }

    /// @notice Refuses three words at once; one test in the usual case that all are canonical.
    /// @param a Four big-endian limbs.
    /// @param b Four big-endian limbs.
    /// @param c Four big-endian limbs.
    function requireCanonical3(bytes32 a, bytes32 b, bytes32 c) internal pure {
        uint256 carries;
        assembly ("memory-safe") {
            carries := or(add(and(a, EVEN), TO_CARRY), add(and(shr(64, a), EVEN), TO_CARRY))
            carries := or(carries, or(add(and(b, EVEN), TO_CARRY), add(and(shr(64, b), EVEN), TO_CARRY)))
            carries := or(carries, or(add(and(c, EVEN), TO_CARRY), add(and(shr(64, c), EVEN), TO_CARRY)))
        }
        if (carries & CARRIES != 0) {
            requireCanonical(a);
            requireCanonical(b);
            requireCanonical(c);
        }
    }

    /// @notice A number below 2^252 as four limbs of 63 bits, least significant first.
    /// @param number The number.
    /// @return word The limbs, packed: the first, least significant one in the first 8 bytes.
    function pack4(uint256 number) internal pure returns (bytes32 word) {
        if (number >> 252 != 0) revert TooWideToPack(number);
        return bytes32(
            ((number & LOW_63) << 192) | (((number >> 63) & LOW_63) << 128)
                | (((number >> 126) & LOW_63) << 64) | (number >> 189)
        );
    }
}
