// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CARRY, HALF, TO_CARRY} from "./Canonical.sol";
import {Ext, LANE, P, extScale, feltInverse, rootOfUnity} from "./Ext2.sol";

/// @title One folding step of FRI, and the domain's points
/// @dev Values lie in bit-reversed order: the point of index i is shift·Π roots[j + 1] over the set bits j of i, where
/// roots[k] is the primitive 2^k-th root of unity. So neighbours 2j, 2j + 1 are x and −x.
library FriFold {
    uint256 private constant TWICE_P = 0x1FFFFFFFE00000002;
    /// @dev The lower 64 bits.
    uint256 private constant LIMB_MASK = 0xffffffffffffffff;

    /// @return roots Pointer to roots[0..bits], one word each.
    function rootTable(uint256 bits) internal pure returns (uint256 roots) {
        uint256 root = rootOfUnity(bits);
        assembly ("memory-safe") {
            roots := mload(64)
            mstore(64, add(roots, shl(5, add(bits, 1))))
            for { let at := add(roots, shl(5, bits)) } iszero(lt(at, roots)) { at := sub(at, 32) } {
                mstore(at, root)
                root := mulmod(root, root, P)
            }
        }
    }

    /// @return twiddles Pointer to the inverse of Π roots[i + 2] over the set bits i of j, for j below 2^(maxArityBits − 1).
    function twiddleTable(uint256 roots, uint256 maxArityBits) internal pure returns (uint256 twiddles) {
        assembly ("memory-safe") {
            twiddles := mload(64)
            mstore(64, add(twiddles, shl(5, shl(maxArityBits, 1))))
            mstore(twiddles, 1)
        }
        for (uint256 bit = 0; bit + 1 < maxArityBits; ++bit) {
            uint256 root;
            assembly ("memory-safe") {
                root := mload(add(roots, shl(5, add(bit, 2))))
            }
            uint256 inverse = feltInverse(root);
            assembly ("memory-safe") {
                let half := shl(5, shl(bit, 1))
                for { let at := twiddles } lt(at, add(twiddles, half)) { at := add(at, 32) } {
                    mstore(add(at, half), mulmod(mload(at), inverse, P))
                }
            }
        }
    }

    /// @notice start·Π roots[j + 1] over the set bits j of `index`.
    function twist(uint256 start, uint256 index, uint256 roots) internal pure returns (uint256 x) {
        assembly ("memory-safe") {
            x := start
            for {} index { index := shr(1, index) } {
                roots := add(roots, 32)
                if and(index, 1) { x := mulmod(x, mload(roots), P) }
            }
        }
    }

    /// @notice The value at β of the polynomial of degree below 2^arityBits that takes the given values on the coset.
    /// @param evals Calldata offset of the values, in bit-reversed order.
    /// @param t β divided by the coset's first point.
    /// @return value The value, reduced.
    /// @return carries Not zero exactly if a limb of the values is p or more, see `Canonical`.
    function fold(uint256 evals, uint256 arityBits, Ext t, uint256 twiddles)
        internal
        pure
        returns (Ext value, uint256 carries)
    {
        uint256 values;
        assembly ("memory-safe") {
            // Working space above the free pointer, given up at the end.
            values := mload(64)
        }
        // Each level halves: v_j = (v_2j + v_2j+1) + t·twiddle_j·(v_2j − v_2j+1), then t becomes t².
        uint256 size = 1 << (arityBits - 1);
        carries = _firstLevel(evals, values, size, t, twiddles);
        for (size >>= 1; size != 0; size >>= 1) {
            t = t * t;
            _level(values, size, t, twiddles);
        }
        assembly ("memory-safe") {
            value := mload(values)
        }
        // Each level left out a factor 1/2; 2^(−k) = p − (p − 1)/2^k.
        value = extScale(value, P - ((P - 1) >> arityBits));
    }

    /// @dev The first level, from calldata: one word holds the two limbs of both values of a pair.
    function _firstLevel(uint256 evals, uint256 values, uint256 size, Ext t, uint256 twiddles)
        private
        pure
        returns (uint256 carries)
    {
        assembly ("memory-safe") {
            let t0 := and(t, LANE)
            let t1 := shr(128, t)
            for { let end := add(evals, shl(5, size)) } lt(evals, end) { evals := add(evals, 32) } {
                let word := calldataload(evals)
                carries := or(carries, add(and(word, HALF), TO_CARRY))
                carries := or(carries, add(and(shr(64, word), HALF), TO_CARRY))
                let a0 := shr(192, word)
                let a1 := and(shr(128, word), 0xffffffffffffffff)
                let b0 := and(shr(64, word), 0xffffffffffffffff)
                let b1 := and(word, 0xffffffffffffffff)
                // 2p keeps the difference positive even for limbs that are about to be refused.
                let d0 := mulmod(mload(twiddles), sub(add(TWICE_P, a0), b0), P)
                let d1 := mulmod(mload(twiddles), sub(add(TWICE_P, a1), b1), P)
                a0 := mod(add(add(a0, b0), add(mul(t0, d0), mul(7, mul(t1, d1)))), P)
                a1 := mod(add(add(a1, b1), add(mul(t0, d1), mul(t1, d0))), P)
                mstore(values, or(a0, shl(128, a1)))
                values := add(values, 32)
                twiddles := add(twiddles, 32)
            }
            carries := and(carries, CARRY)
        }
    }

    /// @dev A later level, in place.
    function _level(uint256 values, uint256 size, Ext t, uint256 twiddles) private pure {
        assembly ("memory-safe") {
            let t0 := and(t, LANE)
            let t1 := shr(128, t)
            let from := values
            for { let end := add(values, shl(5, size)) } lt(values, end) { values := add(values, 32) } {
                let a := mload(from)
                let b := mload(add(from, 32))
                from := add(from, 64)
                // Lanes are below p, so p + a − b does not borrow.
                let d0 := mulmod(mload(twiddles), sub(add(P, and(a, LANE)), and(b, LANE)), P)
                let d1 := mulmod(mload(twiddles), sub(add(P, shr(128, a)), shr(128, b)), P)
                twiddles := add(twiddles, 32)
                // Sums of two lanes stay below 2^65, so a + b keeps both lanes.
                a := add(a, b)
                let low := mod(add(and(a, LANE), add(mul(t0, d0), mul(7, mul(t1, d1)))), P)
                let high := mod(add(shr(128, a), add(mul(t0, d1), mul(t1, d0))), P)
                mstore(values, or(low, shl(128, high)))
            }
        }
    }

    /// @notice The polynomial with the coefficients at `coefficients` (calldata), at x in F_p.
    /// @param length Number of coefficients, a multiple of 4.
    /// @dev Horner's rule in x⁴: sums of five terms below 2^128 are reduced once.
    function evaluatePolynomial(uint256 coefficients, uint256 length, uint256 x)
        internal
        pure
        returns (Ext value)
    {
        assembly ("memory-safe") {
            let x2 := mulmod(x, x, P)
            let x3 := mulmod(x2, x, P)
            let x4 := mulmod(x2, x2, P)
            let low := 0
            let high := 0
            for { let at := add(coefficients, shl(4, length)) } gt(at, coefficients) {} {
                at := sub(at, 64)
                // Each word holds two coefficients: low and high limb of the first, then of the second.
                let word := calldataload(at)
                low := add(mul(low, x4), add(mul(x, and(shr(64, word), LIMB_MASK)), shr(192, word)))
                high := add(mul(high, x4), add(mul(x, and(word, LIMB_MASK)), and(shr(128, word), LIMB_MASK)))
                word := calldataload(add(at, 32))
                low := add(low, add(mul(x3, and(shr(64, word), LIMB_MASK)), mul(x2, shr(192, word))))
                high := add(high, add(mul(x3, and(word, LIMB_MASK)), mul(x2, and(shr(128, word), LIMB_MASK))))
                low := mod(low, P)
                high := mod(high, P)
            }
            value := or(low, shl(128, high))
        }
    }
}
