// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Challenges} from "./Challenges.sol";
import {EXT_ONE, EXT_ZERO, Ext, LANE, P, extEqual, extInverse, extPowerOfTwo, extScale} from "./Ext2.sol";
import {EXT_BYTES, Shape} from "./Shape.sol";
import {DegeneratePoint, VanishingMismatch} from "./VerifierErrors.sol";

/// @title The polynomial identity at ζ: gates, permutation argument and quotient
/// @notice For each challenge α: Σ α^i·term_i = Z_H(ζ)·t(ζ), with the terms L_0·(Z − 1), the partial products, and the
/// gates' constraints, in this order.
library Vanishing {
    /// @dev The lower 64 bits.
    uint256 private constant LIMB_MASK = 0xffffffffffffffff;

    /// @dev What the permutation argument needs at ζ. Openings are calldata offsets.
    struct Point {
        Ext zeta;
        Ext zetaPowN;
        uint256 sigmas;
        uint256 wires;
        uint256 zs;
        uint256 partialProducts;
        uint256 quotients;
        uint256 zsNext;
        uint256 kIs;
    }

    /// @dev β·ζ, β and γ of one challenge.
    struct Line {
        Ext betaZeta;
        uint256 beta;
        uint256 gamma;
    }

    /// @param openings Calldata offset of the openings.
    /// @param kIs Coset shifts of the routed wires, 8 bytes each.
    /// @param gateSums The gates' filtered constraints.
    /// @notice Reverts unless the identity holds for every α.
    function check(
        Shape memory shape,
        Challenges memory c,
        uint256 openings,
        bytes memory kIs,
        uint256[] memory gateSums
    ) internal pure {
        if (Ext.unwrap(c.zeta) >> 128 == 0) revert DegeneratePoint(); // check: degenerate-point
        Point memory p = point(shape, c.zeta, openings, kIs);
        Ext[] memory values = evaluate(shape, c, p, gateSums);
        Ext zeroPoly = p.zetaPowN - EXT_ONE;
        for (uint256 i = 0; i < shape.numChallenges; ++i) {
            Ext right = zeroPoly * _quotient(shape, p, i);
            if (!extEqual(values[i], right)) revert VanishingMismatch(i); // check: identity:{i}
        }
    }

    function point(Shape memory shape, Ext zeta, uint256 openings, bytes memory kIs)
        internal
        pure
        returns (Point memory p)
    {
        p.zeta = zeta;
        p.zetaPowN = extPowerOfTwo(zeta, shape.degreeBits);
        p.sigmas = openings + EXT_BYTES * shape.numConstants;
        p.wires = p.sigmas + EXT_BYTES * shape.numRoutedWires;
        p.zs = p.wires + EXT_BYTES * shape.numWires;
        p.partialProducts = p.zs + EXT_BYTES * shape.numChallenges;
        p.quotients = p.zs + EXT_BYTES * shape.numZs();
        p.zsNext = openings + EXT_BYTES * shape.numOpeningsAtZeta();
        uint256 shifts;
        assembly ("memory-safe") {
            shifts := add(kIs, 32)
        }
        p.kIs = shifts;
    }

    /// @return values For each α, the sum of all terms times its powers.
    function evaluate(Shape memory shape, Challenges memory c, Point memory p, uint256[] memory gateSums)
        internal
        pure
        returns (Ext[] memory values)
    {
        Ext[] memory terms = _permutationTerms(shape, c, p);
        values = new Ext[](shape.numChallenges);
        for (uint256 i = 0; i < shape.numChallenges; ++i) {
            uint256 alpha = c.alphas[i];
            Ext sum = EXT_ZERO;
            for (uint256 j = gateSums.length; j != 0; --j) {
                sum = extScale(sum, alpha) + Ext.wrap(gateSums[j - 1]);
            }
            for (uint256 j = terms.length; j != 0; --j) {
                sum = extScale(sum, alpha) + terms[j - 1];
            }
            values[i] = sum;
        }
    }

    /// @dev t_i(ζ) = Σ ζ^(n·j)·t_{i,j}(ζ).
    function _quotient(Shape memory shape, Point memory p, uint256 i) private pure returns (Ext sum) {
        uint256 chunk = p.quotients + EXT_BYTES * shape.quotientDegreeFactor * i;
        for (uint256 j = shape.quotientDegreeFactor; j != 0; --j) {
            sum = sum * p.zetaPowN + _opening(chunk, j - 1);
        }
    }

    function _permutationTerms(Shape memory shape, Challenges memory c, Point memory p)
        private
        pure
        returns (Ext[] memory terms)
    {
        uint256 chunks = shape.numPartialProducts + 1;
        terms = new Ext[](shape.numChallenges * (1 + chunks));
        Ext l0 = _lagrangeFirst(shape, p);
        for (uint256 i = 0; i < shape.numChallenges; ++i) {
            terms[i] = l0 * (_opening(p.zs, i) - EXT_ONE); // check: permutation:start
            uint256 first = shape.numChallenges + i * chunks;
            for (uint256 chunk = 0; chunk < chunks; ++chunk) {
                terms[first + chunk] = _chunkTerm(shape, c, p, i, chunk); // check: permutation:chunk:{chunk}
            }
        }
    }

    /// @dev L_0(ζ) = (ζ^n − 1) / (n·(ζ − 1)).
    function _lagrangeFirst(Shape memory shape, Point memory p) private pure returns (Ext) {
        return (p.zetaPowN - EXT_ONE) * extInverse(extScale(p.zeta - EXT_ONE, 1 << shape.degreeBits));
    }

    /// @dev previous·Π(w + β·k·ζ + γ) − next·Π(w + β·σ + γ) over one chunk of routed wires; the accumulators go from
    /// Z(ζ) through the partial products to Z(g·ζ).
    function _chunkTerm(Shape memory shape, Challenges memory c, Point memory p, uint256 i, uint256 chunk)
        private
        pure
        returns (Ext)
    {
        uint256 products = p.partialProducts + EXT_BYTES * shape.numPartialProducts * i;
        Ext previous = chunk == 0 ? _opening(p.zs, i) : _opening(products, chunk - 1);
        Ext next = chunk == shape.numPartialProducts ? _opening(p.zsNext, i) : _opening(products, chunk);
        uint256 start = chunk * shape.quotientDegreeFactor;
        uint256 end = start + shape.quotientDegreeFactor;
        if (end > shape.numRoutedWires) end = shape.numRoutedWires;
        Line memory line = Line(extScale(p.zeta, c.betas[i]), c.betas[i], c.gammas[i]);
        return previous * _numerator(p, line, start, end) - next * _denominator(p, line, start, end);
    }

    /// @dev Π(w + β·k·ζ + γ).
    function _numerator(Point memory p, Line memory line, uint256 start, uint256 end)
        private
        pure
        returns (Ext product)
    {
        uint256 wires = p.wires + EXT_BYTES * start;
        uint256 wiresEnd = p.wires + EXT_BYTES * end;
        uint256 shifts = p.kIs + 8 * start;
        assembly ("memory-safe") {
            let zeta0 := and(mload(line), LANE)
            let zeta1 := shr(128, mload(line))
            let gamma := mload(add(line, 64))
            let low := 1
            let high := 0
            for {} lt(wires, wiresEnd) { wires := add(wires, 16) } {
                let shift := shr(192, mload(shifts))
                shifts := add(shifts, 8)
                let word := calldataload(wires)
                let factor0 := add(add(shr(192, word), gamma), mulmod(shift, zeta0, P))
                let factor1 := add(and(shr(128, word), LIMB_MASK), mulmod(shift, zeta1, P))
                word := mod(add(mul(low, factor0), mul(7, mul(high, factor1))), P)
                high := mod(add(mul(low, factor1), mul(high, factor0)), P)
                low := word
            }
            product := or(low, shl(128, high))
        }
    }

    /// @dev Π(w + β·σ + γ).
    function _denominator(Point memory p, Line memory line, uint256 start, uint256 end)
        private
        pure
        returns (Ext product)
    {
        uint256 wires = p.wires + EXT_BYTES * start;
        uint256 wiresEnd = p.wires + EXT_BYTES * end;
        uint256 sigmas = p.sigmas + EXT_BYTES * start;
        assembly ("memory-safe") {
            let beta := mload(add(line, 32))
            let gamma := mload(add(line, 64))
            let low := 1
            let high := 0
            for {} lt(wires, wiresEnd) { wires := add(wires, 16) } {
                let word := calldataload(sigmas)
                sigmas := add(sigmas, 16)
                let factor0 := mulmod(shr(192, word), beta, P)
                let factor1 := mulmod(and(shr(128, word), LIMB_MASK), beta, P)
                word := calldataload(wires)
                factor0 := add(factor0, add(shr(192, word), gamma))
                factor1 := add(factor1, and(shr(128, word), LIMB_MASK))
                word := mod(add(mul(low, factor0), mul(7, mul(high, factor1))), P)
                high := mod(add(mul(low, factor1), mul(high, factor0)), P)
                low := word
            }
            product := or(low, shl(128, high))
        }
    }

    /// @dev The i-th opening from a calldata offset: two big-endian limbs.
    function _opening(uint256 at, uint256 i) private pure returns (Ext x) {
        assembly ("memory-safe") {
            let word := calldataload(add(at, shl(4, i)))
            x := or(shr(192, word), and(word, shl(128, 0xffffffffffffffff)))
        }
    }
}
