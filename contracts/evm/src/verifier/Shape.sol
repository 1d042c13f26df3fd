// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {WrongProofLength} from "./VerifierErrors.sol";

/// @notice The numbers that fix a circuit's proof format and its checks (plonky2's common circuit data).
/// @param numConstants Constant polynomials, selectors included.
/// @param numPartialProducts Partial products for each challenge, Z not counted.
/// @param arityBits log2 of the arity of each folding step.
struct Shape {
    uint256 degreeBits;
    uint256 rateBits;
    uint256 capHeight;
    uint256 numQueries;
    uint256 powBits;
    uint256 numChallenges;
    uint256 numWires;
    uint256 numRoutedWires;
    uint256 numConstants;
    uint256 quotientDegreeFactor;
    uint256 numPartialProducts;
    uint256[] arityBits;
}

/// @notice Where each part of a proof is in calldata (absolute byte offsets).
/// @param base The proof's first byte.
/// @param friCaps The first folding step's cap; the others follow.
/// @param queryLength Bytes of one query's part.
struct Layout {
    uint256 base;
    uint256 wiresCap;
    uint256 zsCap;
    uint256 quotientCap;
    uint256 openings;
    uint256 friCaps;
    uint256 finalPoly;
    uint256 powWitness;
    uint256 queries;
    uint256 queryLength;
}

using ShapeLib for Shape global;

/// @dev Bytes of a digest: the first 25 of keccak256.
uint256 constant DIGEST = 25;
/// @dev Bytes of a limb and of an extension element.
uint256 constant LIMB = 8;
uint256 constant EXT_BYTES = 16;

/// @title Sizes that follow from a shape
library ShapeLib {
    /// @notice log2 of the size of the evaluation domain.
    function ldeBits(Shape memory s) internal pure returns (uint256) {
        return s.degreeBits + s.rateBits;
    }

    function capBytes(Shape memory s) internal pure returns (uint256) {
        return DIGEST << s.capHeight;
    }

    function numZs(Shape memory s) internal pure returns (uint256) {
        return s.numChallenges * (1 + s.numPartialProducts);
    }

    /// @notice Polynomials of oracle 0 constants and sigmas, 1 wires, 2 Zs and partial products, 3 quotient.
    function oracleWidth(Shape memory s, uint256 oracle) internal pure returns (uint256) {
        if (oracle == 0) return s.numConstants + s.numRoutedWires;
        if (oracle == 1) return s.numWires;
        if (oracle == 2) return numZs(s);
        return s.numChallenges * s.quotientDegreeFactor;
    }

    /// @notice Polynomials that are opened at ζ; the Zs are opened at g·ζ too, after these.
    function numOpeningsAtZeta(Shape memory s) internal pure returns (uint256 sum) {
        for (uint256 oracle = 0; oracle < 4; ++oracle) {
            sum += oracleWidth(s, oracle);
        }
    }

    function numOpenings(Shape memory s) internal pure returns (uint256) {
        return numOpeningsAtZeta(s) + s.numChallenges;
    }

    /// @notice Coefficients of the final polynomial.
    function finalPolyLength(Shape memory s) internal pure returns (uint256) {
        uint256 bits = s.degreeBits;
        for (uint256 i = 0; i < s.arityBits.length; ++i) {
            bits -= s.arityBits[i];
        }
        return 1 << bits;
    }

    /// @notice Bytes of one query: four leaves with their siblings, then each step's values with their siblings.
    function queryLength(Shape memory s) internal pure returns (uint256 length) {
        uint256 levels = ldeBits(s) - s.capHeight;
        length = LIMB * numOpeningsAtZeta(s) + 4 * DIGEST * levels;
        for (uint256 i = 0; i < s.arityBits.length; ++i) {
            levels -= s.arityBits[i];
            length += (EXT_BYTES << s.arityBits[i]) + DIGEST * levels;
        }
    }

    /// @notice The layout of `proof`; reverts unless it has exactly the length that the shape gives.
    function layout(Shape memory s, bytes calldata proof) internal pure returns (Layout memory l) {
        uint256 base;
        assembly ("memory-safe") {
            base := proof.offset
        }
        uint256 cap = capBytes(s);
        l.base = base;
        l.wiresCap = base;
        l.zsCap = base + cap;
        l.quotientCap = base + 2 * cap;
        l.openings = base + 3 * cap;
        l.friCaps = l.openings + EXT_BYTES * numOpenings(s);
        l.finalPoly = l.friCaps + cap * s.arityBits.length;
        l.powWitness = l.finalPoly + EXT_BYTES * finalPolyLength(s);
        l.queries = l.powWitness + LIMB;
        l.queryLength = queryLength(s);
        uint256 expected = l.queries + s.numQueries * l.queryLength - base;
        if (proof.length != expected) revert WrongProofLength(expected, proof.length); // check: proof-length
    }
}
