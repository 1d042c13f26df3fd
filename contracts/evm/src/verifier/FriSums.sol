// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CARRY, HALF, TO_CARRY} from "./Canonical.sol";
import {Ext, LANE, P} from "./Ext2.sol";

/// @title Sums Σ α^i·x_i of values in calldata
/// @dev Products are below 2^131 and there are fewer than 2^10 of them, so they are added without reducing.
library FriSums {
    /// @dev The lower 64 bits.
    uint256 private constant LIMB_MASK = 0xffffffffffffffff;

    /// @notice Powers α^0 .. α^(count − 1), one packed word each.
    function powers(Ext alpha, uint256 count) internal pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(64)
            let end := add(pointer, shl(5, count))
            mstore(64, end)
            let alpha0 := and(alpha, LANE)
            let alpha1 := shr(128, alpha)
            let low := 1
            let high := 0
            for { let at := pointer } lt(at, end) { at := add(at, 32) } {
                mstore(at, or(low, shl(128, high)))
                let next := mod(add(mul(low, alpha0), mul(7, mul(high, alpha1))), P)
                high := mod(add(mul(low, alpha1), mul(high, alpha0)), P)
                low := next
            }
        }
    }

    /// @notice Σ α^i·limb_i over base-field limbs.
    /// @param at Calldata offset of the limbs.
    /// @param alphaPowers Pointer to the powers.
    /// @return sum The sum, reduced.
    /// @return carries Not zero exactly if a limb is p or more, see `Canonical`.
    function limbs(uint256 at, uint256 count, uint256 alphaPowers)
        internal
        pure
        returns (Ext sum, uint256 carries)
    {
        assembly ("memory-safe") {
            let low := 0
            let high := 0
            for { let end := add(at, shl(3, count)) } lt(at, end) { at := add(at, 32) } {
                let word := calldataload(at)
                // What follows the last limb counts as zero.
                if gt(add(at, 32), end) {
                    let surplus := shl(3, sub(add(at, 32), end))
                    word := shl(surplus, shr(surplus, word))
                }
                carries := or(carries, add(and(word, HALF), TO_CARRY))
                carries := or(carries, add(and(shr(64, word), HALF), TO_CARRY))
                // Both lanes at once: the product of a limb and a reduced lane is below 2^128.
                let product := mul(shr(192, word), mload(alphaPowers))
                low := add(low, and(product, LANE))
                high := add(high, shr(128, product))
                product := mul(and(shr(128, word), LIMB_MASK), mload(add(alphaPowers, 32)))
                low := add(low, and(product, LANE))
                high := add(high, shr(128, product))
                product := mul(and(shr(64, word), LIMB_MASK), mload(add(alphaPowers, 64)))
                low := add(low, and(product, LANE))
                high := add(high, shr(128, product))
                product := mul(and(word, LIMB_MASK), mload(add(alphaPowers, 96)))
                low := add(low, and(product, LANE))
                high := add(high, shr(128, product))
                alphaPowers := add(alphaPowers, 128)
            }
            sum := or(mod(low, P), shl(128, mod(high, P)))
            carries := and(carries, CARRY)
        }
    }

    /// @notice Σ α^i·x_i over extension elements, reduced.
    function extensions(uint256 at, uint256 count, uint256 alphaPowers) internal pure returns (Ext sum) {
        assembly ("memory-safe") {
            let low := 0
            let high := 0
            for { let end := add(at, shl(4, count)) } lt(at, end) { at := add(at, 16) } {
                let word := calldataload(at)
                let x0 := shr(192, word)
                let x1 := and(shr(128, word), LIMB_MASK)
                word := mload(alphaPowers)
                let a0 := and(word, LANE)
                let a1 := shr(128, word)
                low := add(low, add(mul(x0, a0), mul(7, mul(x1, a1))))
                high := add(high, add(mul(x0, a1), mul(x1, a0)))
                alphaPowers := add(alphaPowers, 32)
            }
            sum := or(mod(low, P), shl(128, mod(high, P)))
        }
    }
}
