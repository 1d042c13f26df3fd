// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev Goldilocks: p = 2^64 - 2^32 + 1.
uint256 constant P = 0xFFFFFFFF00000001;
/// @dev Generates the subgroup of order 2^32 of F_p^* (plonky2's POWER_OF_TWO_GENERATOR).
uint256 constant TWO_ADIC_GENERATOR = 7277203076849721926;
uint256 constant TWO_ADICITY = 32;
/// @dev Generates F_p^*; the coset shift of every evaluation domain (plonky2's MULTIPLICATIVE_GROUP_GENERATOR).
uint256 constant COSET_SHIFT = 14293326489335486720;

/// @dev Mask of one lane of an `Ext`.
uint256 constant LANE = 0xffffffffffffffffffffffffffffffff;
/// @dev A multiple of p, at least 2^103, in both lanes: added before a subtraction so that no lane borrows.
uint256 constant SUB_BIAS = 0xFFFFFFFF000000010000000000_000000FFFFFFFF000000010000000000;

/// @notice An element c0 + c1·X of F_p[X]/(X² − 7), packed as c1·2^128 + c0.
/// @dev A lane may hold more than p: `+` adds without reducing. `*` and `-` return lanes below p. Every value here
/// is a sum of fewer than 2^36 reduced ones, so a lane stays below 2^100; `*` needs lanes below 2^126 (its
/// longest sum is 8 products) and `-` a second operand below 2^103.
type Ext is uint256;

using {extAdd as +, extSub as -, extMul as *} for Ext global;

Ext constant EXT_ZERO = Ext.wrap(0);
Ext constant EXT_ONE = Ext.wrap(1);

error NoInverse();

function extAdd(Ext a, Ext b) pure returns (Ext r) {
    assembly ("memory-safe") {
        r := add(a, b)
    }
}

function extSub(Ext a, Ext b) pure returns (Ext r) {
    assembly ("memory-safe") {
        let d := sub(add(a, SUB_BIAS), b)
        r := or(mod(and(d, LANE), P), shl(128, mod(shr(128, d), P)))
    }
}

function extMul(Ext a, Ext b) pure returns (Ext r) {
    assembly ("memory-safe") {
        let a0 := and(a, LANE)
        let a1 := shr(128, a)
        let b0 := and(b, LANE)
        let b1 := shr(128, b)
        r := or(
            mod(add(mul(a0, b0), mul(7, mul(a1, b1))), P),
            shl(128, mod(add(mul(a0, b1), mul(a1, b0)), P))
        )
    }
}

/// @notice a·s for s in F_p.
function extScale(Ext a, uint256 s) pure returns (Ext r) {
    assembly ("memory-safe") {
        r := or(mulmod(and(a, LANE), s, P), shl(128, mulmod(shr(128, a), s, P)))
    }
}

/// @notice Both lanes below p.
function extReduce(Ext a) pure returns (Ext r) {
    assembly ("memory-safe") {
        r := or(mod(and(a, LANE), P), shl(128, mod(shr(128, a), P)))
    }
}

function extEqual(Ext a, Ext b) pure returns (bool) {
    return Ext.unwrap(extReduce(a)) == Ext.unwrap(extReduce(b));
}

/// @notice c0 + c1·X from two limbs.
function extFrom(uint256 c0, uint256 c1) pure returns (Ext r) {
    assembly ("memory-safe") {
        r := or(c0, shl(128, c1))
    }
}

/// @notice The conjugate c0 − c1·X and the norm c0² − 7·c1² in F_p.
function extConjugateNorm(Ext a) pure returns (Ext conjugate, uint256 norm) {
    assembly ("memory-safe") {
        let a0 := mod(and(a, LANE), P)
        let n1 := sub(P, mod(shr(128, a), P))
        norm := addmod(mul(a0, a0), mul(sub(P, 7), mulmod(n1, n1, P)), P)
        conjugate := or(a0, shl(128, mod(n1, P)))
    }
}

/// @notice a^(-1); reverts for zero.
function extInverse(Ext a) pure returns (Ext) {
    (Ext conjugate, uint256 norm) = extConjugateNorm(a);
    return extScale(conjugate, feltInverse(norm));
}

/// @notice a^(2^k).
function extPowerOfTwo(Ext a, uint256 k) pure returns (Ext) {
    for (; k != 0; --k) {
        a = a * a;
    }
    return a;
}

/// @notice x^(-1) = x^(p−2) in F_p; reverts for zero.
function feltInverse(uint256 x) pure returns (uint256 r) {
    if (x % P == 0) revert NoInverse();
    assembly ("memory-safe") {
        // 3n squarings.
        function square(y, n) -> z {
            z := y
            for {} n { n := sub(n, 1) } {
                z := mulmod(z, z, P)
                z := mulmod(z, z, P)
                z := mulmod(z, z, P)
            }
        }
        // p − 2 = (2^31 − 1)·2^33 + (2^32 − 1). With e(k) = x^(2^k − 1): e(a + b) = e(a)^(2^b)·e(b).
        let e3 := mulmod(mulmod(mulmod(x, x, P), x, P), mulmod(mulmod(x, x, P), mulmod(x, x, P), P), P)
        let e6 := mulmod(square(e3, 1), e3, P)
        r := mulmod(square(e6, 2), e6, P)
        r := mulmod(square(r, 4), r, P)
        r := mulmod(square(r, 2), e6, P)
        let e31 := mulmod(mulmod(r, r, P), x, P)
        r := mulmod(square(e31, 11), mulmod(mulmod(e31, e31, P), x, P), P)
    }
}

/// @notice x^(2^k) in F_p.
function feltPowerOfTwo(uint256 x, uint256 k) pure returns (uint256 r) {
    assembly ("memory-safe") {
        r := x
        for {} k { k := sub(k, 1) } { r := mulmod(r, r, P) }
    }
}

/// @notice The 2^k-th primitive root of unity that plonky2 uses.
function rootOfUnity(uint256 k) pure returns (uint256 r) {
    assembly ("memory-safe") {
        r := TWO_ADIC_GENERATOR
        for {} lt(k, TWO_ADICITY) { k := add(k, 1) } { r := mulmod(r, r, P) }
    }
}
