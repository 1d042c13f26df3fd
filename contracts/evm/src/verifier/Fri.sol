// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Canonical} from "./Canonical.sol";
import {Challenges} from "./Challenges.sol";
import {
    COSET_SHIFT,
    Ext,
    P,
    extConjugateNorm,
    extEqual,
    extScale,
    feltInverse,
    feltPowerOfTwo
} from "./Ext2.sol";
import {FriFold} from "./FriFold.sol";
import {FriSums} from "./FriSums.sol";
import {MerklePath} from "./MerklePath.sol";
import {DIGEST, EXT_BYTES, LIMB, Layout, Shape} from "./Shape.sol";
import {
    FinalPolynomialMismatch,
    FoldMerklePathMismatch,
    FoldMismatch,
    MerklePathMismatch
} from "./VerifierErrors.sol";

/// @notice What all queries of one proof share.
/// @param alphaPowers Pointer to the powers of FRI's α.
/// @param openingsSums For each oracle its part of Σ α^i·opening_i at ζ, reduced.
/// @param openingsSumNext The same sum for the Zs at g·ζ.
/// @param alphaShift α^(number of Zs opened at g·ζ).
/// @param roots See `FriFold.rootTable`; `twiddles` see `FriFold.twiddleTable`.
struct FriSetup {
    uint256 alphaPowers;
    Ext[4] openingsSums;
    Ext openingsSumNext;
    Ext alphaShift;
    Ext zeta;
    Ext zetaNext;
    uint256 roots;
    uint256 twiddles;
}

/// @notice The state of one query.
/// @param cursor Calldata offset of what is read next.
/// @param index Of the queried point in the current domain, `bits` its log2 size.
/// @param x The queried point, `xInverse` its inverse.
/// @param value The codeword's value there, as far as it follows from what was read.
struct FriQuery {
    uint256 number;
    uint256 cursor;
    uint256 index;
    uint256 bits;
    uint256 x;
    uint256 xInverse;
    Ext value;
}

/// @title FRI: the openings are those of committed polynomials of low degree
library Fri {
    function setup(Shape memory shape, Layout memory layout, Challenges memory c)
        internal
        pure
        returns (FriSetup memory s)
    {
        uint256 count = shape.numOpeningsAtZeta();
        s.alphaPowers = FriSums.powers(c.friAlpha, count);
        _sumOpenings(shape, layout.openings, s);
        s.openingsSumNext =
            FriSums.extensions(layout.openings + EXT_BYTES * count, shape.numChallenges, s.alphaPowers);
        uint256 alphaShiftAt = s.alphaPowers + 32 * shape.numChallenges;
        Ext alphaShift;
        assembly ("memory-safe") {
            alphaShift := mload(alphaShiftAt)
        }
        s.alphaShift = alphaShift;
        s.zeta = c.zeta;
        s.roots = FriFold.rootTable(shape.ldeBits());
        s.zetaNext = extScale(c.zeta, _root(s.roots, shape.degreeBits));
        s.twiddles = FriFold.twiddleTable(s.roots, _maxArityBits(shape));
    }

    function _sumOpenings(Shape memory shape, uint256 openings, FriSetup memory s) private pure {
        uint256 alphaPowers = s.alphaPowers;
        for (uint256 oracle = 0; oracle < 4; ++oracle) {
            uint256 width = shape.oracleWidth(oracle);
            s.openingsSums[oracle] = FriSums.extensions(openings, width, alphaPowers);
            openings += EXT_BYTES * width;
            alphaPowers += 32 * width;
        }
    }

    /// @notice Reverts unless query `number` is consistent from the leaves to the final polynomial.
    function checkQuery(
        Shape memory shape,
        Layout memory layout,
        Challenges memory c,
        FriSetup memory s,
        bytes memory constantsSigmasCap,
        uint256 number
    ) internal pure {
        FriQuery memory q = begin(shape, layout, c, s, number);
        combine(shape, layout, s, q, constantsSigmasCap);
        for (uint256 step = 0; step < shape.arityBits.length; ++step) {
            foldStep(shape, layout, c, s, q, step);
        }
        Ext last = FriFold.evaluatePolynomial(layout.finalPoly, shape.finalPolyLength(), q.x);
        if (!extEqual(q.value, last)) revert FinalPolynomialMismatch(number); // check: final
    }

    function begin(
        Shape memory shape,
        Layout memory layout,
        Challenges memory c,
        FriSetup memory s,
        uint256 number
    ) internal pure returns (FriQuery memory q) {
        q.number = number;
        q.cursor = layout.queries + number * layout.queryLength;
        q.index = c.queryIndices[number];
        q.bits = shape.ldeBits();
        q.x = FriFold.twist(COSET_SHIFT, q.index, s.roots);
    }

    /// @notice Reads the four leaves, and sets the value of the polynomial that FRI tests:
    /// Σ α^i·(p_i(x) − p_i(ζ))/(x − ζ)·alphaShift + Σ α^i·(Z_i(x) − Z_i(g·ζ))/(x − g·ζ).
    function combine(
        Shape memory shape,
        Layout memory layout,
        FriSetup memory s,
        FriQuery memory q,
        bytes memory constantsSigmasCap
    ) internal pure {
        Ext sum;
        Ext sumNext;
        uint256 alphaPowers = s.alphaPowers;
        for (uint256 oracle = 0; oracle < 4; ++oracle) {
            uint256 width = shape.oracleWidth(oracle);
            uint256 leaf = q.cursor;
            (Ext part, uint256 carries) = FriSums.limbs(leaf, width, alphaPowers);
            if (carries != 0) Canonical.revertAtFirst(leaf, layout.base); // check: canonical-leaf
            _checkLeafPath(shape, layout, q, constantsSigmasCap, oracle);
            part = part - s.openingsSums[oracle];
            sum = sum + part; // check: opening:{oracle}
            if (oracle == 2) {
                (sumNext,) = FriSums.limbs(leaf, shape.numChallenges, s.alphaPowers);
                sumNext = sumNext - s.openingsSumNext;
            }
            alphaPowers += 32 * width;
        }
        _divide(s, q, sum, sumNext);
    }

    /// @dev Sets q.value and q.xInverse with one inversion for both denominators and x.
    function _divide(FriSetup memory s, FriQuery memory q, Ext sum, Ext sumNext) private pure {
        uint256 x = q.x;
        Ext d = Ext.wrap(x) - s.zeta;
        Ext dNext = Ext.wrap(x) - s.zetaNext;
        (Ext conjugate, uint256 norm) = extConjugateNorm(d * dNext);
        uint256 inverse = feltInverse(mulmod(norm, x, P));
        q.xInverse = mulmod(inverse, norm, P);
        Ext both = extScale(conjugate, mulmod(inverse, x, P));
        q.value = (sum * s.alphaShift) * (both * dNext);
        q.value = q.value + sumNext * (both * d); // check: opening:next
    }

    /// @dev The leaf at the cursor lies under its cap. Moves the cursor behind the siblings.
    function _checkLeafPath(
        Shape memory shape,
        Layout memory layout,
        FriQuery memory q,
        bytes memory constantsSigmasCap,
        uint256 oracle
    ) private pure {
        uint256 length = LIMB * shape.oracleWidth(oracle);
        uint256 siblings = q.cursor + length;
        uint256 levels = q.bits - shape.capHeight;
        bytes32 node = MerklePath.climb(q.cursor, length, q.index, siblings, levels);
        q.cursor = siblings + DIGEST * levels;
        bytes32 expected = _capEntry(layout, constantsSigmasCap, oracle, q.index, levels);
        if (node != expected) revert MerklePathMismatch(q.number, oracle); // check: merkle:{oracle}
    }

    function _capEntry(
        Layout memory layout,
        bytes memory constantsSigmasCap,
        uint256 oracle,
        uint256 index,
        uint256 levels
    ) private pure returns (bytes32) {
        if (oracle == 0) return MerklePath.capEntry(constantsSigmasCap, index, levels);
        if (oracle == 1) return MerklePath.capEntry(layout.wiresCap, index, levels);
        if (oracle == 2) return MerklePath.capEntry(layout.zsCap, index, levels);
        return MerklePath.capEntry(layout.quotientCap, index, levels);
    }

    /// @notice Reads a step's values, which must contain q.value, and folds them: the query moves to the next domain.
    function foldStep(
        Shape memory shape,
        Layout memory layout,
        Challenges memory c,
        FriSetup memory s,
        FriQuery memory q,
        uint256 step
    ) internal pure {
        uint256 arityBits = shape.arityBits[step];
        uint256 evals = q.cursor;
        uint256 within = q.index & ((1 << arityBits) - 1);
        // β over the coset's first point.
        Ext t = extScale(c.friBetas[step], FriFold.twist(q.xInverse, within, s.roots));
        (Ext folded, uint256 carries) = FriFold.fold(evals, arityBits, t, s.twiddles);
        if (carries != 0) Canonical.revertAtFirst(evals, layout.base); // check: canonical-fold
        Ext claimed = _extension(evals, within);
        if (!extEqual(claimed, q.value)) revert FoldMismatch(q.number, step); // check: fold:{step}
        _checkStepPath(shape, layout, q, step, arityBits);
        q.value = folded;
        q.index >>= arityBits;
        q.bits -= arityBits;
        q.x = feltPowerOfTwo(q.x, arityBits);
        q.xInverse = feltPowerOfTwo(q.xInverse, arityBits);
    }

    /// @dev The step's values, at the cursor, lie under the step's cap. Moves the cursor behind the siblings.
    function _checkStepPath(
        Shape memory shape,
        Layout memory layout,
        FriQuery memory q,
        uint256 step,
        uint256 arityBits
    ) private pure {
        uint256 siblings = q.cursor + (EXT_BYTES << arityBits);
        uint256 levels = q.bits - arityBits - shape.capHeight;
        uint256 coset = q.index >> arityBits;
        bytes32 node = MerklePath.climb(q.cursor, EXT_BYTES << arityBits, coset, siblings, levels);
        q.cursor = siblings + DIGEST * levels;
        bytes32 expected = MerklePath.capEntry(layout.friCaps + step * shape.capBytes(), coset, levels);
        if (node != expected) revert FoldMerklePathMismatch(q.number, step); // check: merkle:layer:{step}
    }

    /// @dev The i-th extension element from a calldata offset.
    function _extension(uint256 at, uint256 i) private pure returns (Ext x) {
        assembly ("memory-safe") {
            let word := calldataload(add(at, shl(4, i)))
            x := or(shr(192, word), and(word, shl(128, 0xffffffffffffffff)))
        }
    }

    function _root(uint256 roots, uint256 k) private pure returns (uint256 root) {
        assembly ("memory-safe") {
            root := mload(add(roots, shl(5, k)))
        }
    }

    function _maxArityBits(Shape memory shape) private pure returns (uint256 bits) {
        bits = 1;
        for (uint256 i = 0; i < shape.arityBits.length; ++i) {
            if (shape.arityBits[i] > bits) bits = shape.arityBits[i];
        }
    }
}
