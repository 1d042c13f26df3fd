// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext} from "./Ext2.sol";
import {EXT_BYTES, LIMB, Layout, Shape} from "./Shape.sol";
import {Transcript, TranscriptLib} from "./Transcript.sol";

/// @notice Every challenge of a proof, in the order in which the transcript gives them.
struct Challenges {
    uint256[] betas;
    uint256[] gammas;
    uint256[] alphas;
    Ext zeta;
    Ext friAlpha;
    Ext[] friBetas;
    uint256 powResponse;
    uint256[] queryIndices;
}

/// @title Replays the transcript of plonky2's prover
library ChallengesLib {
    /// @param prefix The FRI parameters and the circuit digest, as limbs.
    /// @param publicInputsHash Limbs of the public inputs' hash.
    function derive(
        Shape memory shape,
        Layout memory layout,
        bytes memory prefix,
        uint256[4] memory publicInputsHash
    ) internal pure returns (Challenges memory c) {
        Transcript memory t = TranscriptLib.create();
        uint256 capSize = 1 << shape.capHeight;
        t.observe(prefix);
        t.observe(publicInputsHash);
        t.observeDigests(layout.wiresCap, capSize);
        c.betas = t.challenges(shape.numChallenges);
        c.gammas = t.challenges(shape.numChallenges);
        t.observeDigests(layout.zsCap, capSize);
        c.alphas = t.challenges(shape.numChallenges);
        t.observeDigests(layout.quotientCap, capSize);
        c.zeta = t.extChallenge();
        t.observe(layout.openings, EXT_BYTES * shape.numOpenings());
        _fri(c, t, shape, layout);
    }

    function _fri(Challenges memory c, Transcript memory t, Shape memory shape, Layout memory layout)
        private
        pure
    {
        uint256 steps = shape.arityBits.length;
        c.friAlpha = t.extChallenge();
        c.friBetas = new Ext[](steps);
        for (uint256 i = 0; i < steps; ++i) {
            t.observeDigests(layout.friCaps + i * shape.capBytes(), 1 << shape.capHeight);
            c.friBetas[i] = t.extChallenge();
        }
        // The final polynomial and, right after it in the proof, the proof-of-work witness.
        t.observe(layout.finalPoly, EXT_BYTES * shape.finalPolyLength() + LIMB);
        c.powResponse = t.challenge();
        c.queryIndices = t.challenges(shape.numQueries);
        uint256 ldeMask = (1 << shape.ldeBits()) - 1;
        for (uint256 i = 0; i < shape.numQueries; ++i) {
            c.queryIndices[i] &= ldeMask;
        }
    }
}
