// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EXT_ONE, Ext, LANE, P, extScale, feltInverse, rootOfUnity} from "./Ext2.sol";

/// @title One folding step of FRI, and the domain's points
/// @dev Values lie in bit-reversed order: the point of index i is shift·Π roots[j + 1] over the set bits j of i, where
/// roots[k] is the primitive 2^k-th root of unity. So neighbours 2j, 2j + 1 are x and −x.
library FriFold {
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
    function fold(uint256 evals, uint256 arityBits, Ext t, uint256 twiddles) internal pure returns (Ext) {
        uint256 values;
        uint256 size = 1 << arityBits;
        assembly ("memory-safe") {
            // Working space above the free pointer, given up at the end.
            values := mload(64)
            for { let i := 0 } lt(i, size) { i := add(i, 1) } {
                let word := calldataload(add(evals, shl(4, i)))
                mstore(add(values, shl(5, i)), or(shr(192, word), and(word, shl(128, 0xffffffffffffffff))))
            }
        }
        // Each level halves: v_j = (v_2j + v_2j+1) + t·twiddle_j·(v_2j − v_2j+1), then t becomes t².
        for (size >>= 1; size != 0; size >>= 1) {
            _level(values, size, t, twiddles);
            t = t * t;
        }
        Ext sum;
        assembly ("memory-safe") {
            sum := mload(values)
        }
        // Each level left out a factor 1/2; 2^(−k) = p − (p − 1)/2^k.
        return extScale(sum, P - ((P - 1) >> arityBits));
    }

    function _level(uint256 values, uint256 size, Ext t, uint256 twiddles) private pure {
        assembly ("memory-safe") {
            let t0 := and(t, LANE)
            let t1 := shr(128, t)
            for { let i := 0 } lt(i, size) { i := add(i, 1) } {
                let from := add(values, shl(6, i))
                let a := mload(from)
                let b := mload(add(from, 32))
                let twiddle := mload(add(twiddles, shl(5, i)))
                // Lanes of a and b are below p, so p + a − b does not borrow.
                let d0 := mulmod(twiddle, sub(add(P, and(a, LANE)), and(b, LANE)), P)
                let d1 := mulmod(twiddle, sub(add(P, shr(128, a)), shr(128, b)), P)
                let low := add(add(and(a, LANE), and(b, LANE)), add(mul(t0, d0), mul(7, mul(t1, d1))))
                let high := add(add(shr(128, a), shr(128, b)), add(mul(t0, d1), mul(t1, d0)))
                mstore(add(values, shl(5, i)), or(mod(low, P), shl(128, mod(high, P))))
            }
        }
    }

    /// @notice The polynomial with the coefficients at `coefficients` (calldata), at x in F_p.
    function evaluatePolynomial(uint256 coefficients, uint256 length, uint256 x)
        internal
        pure
        returns (Ext value)
    {
        assembly ("memory-safe") {
            let low := 0
            let high := 0
            for { let at := add(coefficients, shl(4, length)) } gt(at, coefficients) {} {
                at := sub(at, 16)
                let word := calldataload(at)
                low := addmod(mul(low, x), shr(192, word), P)
                high := addmod(mul(high, x), and(shr(128, word), 0xffffffffffffffff), P)
            }
            value := or(low, shl(128, high))
        }
    }

    /// @notice Powers α^0 .. α^(count − 1), one packed word each.
    function powers(Ext alpha, uint256 count) internal pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(64)
            mstore(64, add(pointer, shl(5, count)))
        }
        Ext power = EXT_ONE;
        for (uint256 at = pointer; at < pointer + 32 * count; at += 32) {
            assembly ("memory-safe") {
                mstore(at, power)
            }
            power = power * alpha;
        }
    }
}
