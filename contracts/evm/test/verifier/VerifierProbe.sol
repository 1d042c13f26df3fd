// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Canonical} from "../../src/verifier/Canonical.sol";
import {Challenges, ChallengesLib} from "../../src/verifier/Challenges.sol";
import {Ext, extReduce} from "../../src/verifier/Ext2.sol";
import {Fri, FriQuery, FriSetup} from "../../src/verifier/Fri.sol";
import {FriFold} from "../../src/verifier/FriFold.sol";
import {Plonky2Verifier} from "../../src/verifier/Plonky2Verifier.sol";
import {EXT_BYTES, Layout, Shape} from "../../src/verifier/Shape.sol";
import {Vanishing} from "../../src/verifier/Vanishing.sol";

/// @title Runs the verifier's libraries step by step, on the constants of a deployed verifier
/// @notice Gives the values between the steps, and the gas of each part.
contract VerifierProbe {
    Plonky2Verifier private immutable _verifier;

    constructor(Plonky2Verifier verifier) {
        _verifier = verifier;
    }

    /// @dev What one query computes: reduced.
    struct QueryTrace {
        uint256 point;
        Ext initial;
        Ext[] folded;
        Ext last;
    }

    function publicInputsHash(uint64[8] calldata publicInputs) public view returns (uint256[4] memory) {
        return _verifier.gateEvaluator().hashPublicInputs(publicInputs);
    }

    function challenges(uint64[8] calldata publicInputs, bytes calldata proof)
        public
        view
        returns (Challenges memory)
    {
        Shape memory shape = _verifier.shape();
        return ChallengesLib.derive(
            shape, shape.layout(proof), _verifier.transcriptPrefix(), publicInputsHash(publicInputs)
        );
    }

    /// @return sums The gates' filtered constraints, reduced.
    function gateSums(uint64[8] calldata publicInputs, bytes calldata proof)
        public
        view
        returns (uint256[] memory sums)
    {
        Shape memory shape = _verifier.shape();
        uint256 openings = 3 * shape.capBytes();
        uint256 constants = openings + EXT_BYTES * shape.numConstants;
        uint256 wires = constants + EXT_BYTES * shape.numRoutedWires;
        sums = _verifier.gateEvaluator()
            .evaluate(
                _verifier.gateTable(),
                proof[openings:constants],
                proof[wires:wires + EXT_BYTES * shape.numWires],
                publicInputsHash(publicInputs)
            );
        for (uint256 i = 0; i < sums.length; ++i) {
            sums[i] = Ext.unwrap(extReduce(Ext.wrap(sums[i])));
        }
    }

    /// @return values One for each challenge, reduced.
    function vanishing(uint64[8] calldata publicInputs, bytes calldata proof)
        external
        view
        returns (Ext[] memory values)
    {
        Shape memory shape = _verifier.shape();
        Layout memory layout = shape.layout(proof);
        Challenges memory c = challenges(publicInputs, proof);
        Vanishing.Point memory point = Vanishing.point(shape, c.zeta, layout.openings, _verifier.kIs());
        values = Vanishing.evaluate(shape, c, point, gateSums(publicInputs, proof));
        for (uint256 i = 0; i < values.length; ++i) {
            values[i] = extReduce(values[i]);
        }
    }

    /// @return sums The openings' sums at ζ and g·ζ, reduced.
    function reducedOpenings(uint64[8] calldata publicInputs, bytes calldata proof)
        external
        view
        returns (Ext[2] memory sums)
    {
        Shape memory shape = _verifier.shape();
        FriSetup memory s = Fri.setup(shape, shape.layout(proof), challenges(publicInputs, proof));
        for (uint256 oracle = 0; oracle < 4; ++oracle) {
            sums[0] = extReduce(sums[0] + s.openingsSums[oracle]);
        }
        sums[1] = extReduce(s.openingsSumNext);
    }

    function traceQuery(uint64[8] calldata publicInputs, bytes calldata proof, uint256 number)
        external
        view
        returns (QueryTrace memory trace)
    {
        Shape memory shape = _verifier.shape();
        Layout memory layout = shape.layout(proof);
        Challenges memory c = challenges(publicInputs, proof);
        FriSetup memory s = Fri.setup(shape, layout, c);
        FriQuery memory q = Fri.begin(shape, layout, c, s, number);
        trace.point = q.x;
        Fri.combine(shape, layout, s, q, _verifier.constantsSigmasCap());
        trace.initial = extReduce(q.value);
        trace.folded = new Ext[](shape.arityBits.length);
        for (uint256 step = 0; step < trace.folded.length; ++step) {
            Fri.foldStep(shape, layout, c, s, q, step);
            trace.folded[step] = extReduce(q.value);
        }
        trace.last = FriFold.evaluatePolynomial(layout.finalPoly, shape.finalPolyLength(), q.x);
    }

    /// @notice Gas of the parts of one verification, calls of the gate evaluator included.
    struct GasSplit {
        uint256 layoutAndCanonical;
        uint256 transcript;
        uint256 gates;
        uint256 vanishing;
        uint256 friSetup;
        uint256 friQueries;
    }

    function gasSplit(uint64[8] calldata publicInputs, bytes calldata proof)
        external
        view
        returns (GasSplit memory gas)
    {
        Shape memory shape = _verifier.shape();
        bytes memory prefix = _verifier.transcriptPrefix();
        bytes memory kIs = _verifier.kIs();
        bytes memory cap = _verifier.constantsSigmasCap();

        uint256 left = gasleft();
        Layout memory layout = shape.layout(proof);
        Canonical.requirePublicInputs(publicInputs);
        Canonical.requireLimbs(layout.openings, 2 * shape.numOpenings(), layout.base);
        (gas.layoutAndCanonical, left) = (left - gasleft(), gasleft());
        Challenges memory c = ChallengesLib.derive(shape, layout, prefix, publicInputsHash(publicInputs));
        (gas.transcript, left) = (left - gasleft(), gasleft());
        uint256[] memory sums = gateSums(publicInputs, proof);
        (gas.gates, left) = (left - gasleft(), gasleft());
        Vanishing.check(shape, c, layout.openings, kIs, sums);
        (gas.vanishing, left) = (left - gasleft(), gasleft());
        FriSetup memory s = Fri.setup(shape, layout, c);
        (gas.friSetup, left) = (left - gasleft(), gasleft());
        for (uint256 query = 0; query < shape.numQueries; ++query) {
            Fri.checkQuery(shape, layout, c, s, cap, query);
        }
        gas.friQueries = left - gasleft();
    }
}
