// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPlonky2Verifier} from "../interfaces/IPlonky2Verifier.sol";
import {Canonical} from "./Canonical.sol";
import {Challenges, ChallengesLib} from "./Challenges.sol";
import {Fri, FriSetup} from "./Fri.sol";
import {GateEvaluator} from "./GateEvaluator.sol";
import {IGateEvaluator} from "./IGateEvaluator.sol";
import {EXT_BYTES, Layout, Shape} from "./Shape.sol";
import {Vanishing} from "./Vanishing.sol";
import {GrindingFailed} from "./VerifierErrors.sol";

/// @title Verifier of plonky2 proofs of one circuit, with keccak transcript and Merkle trees
/// @notice A contract for one circuit gives the circuit's constants; they are part of its code, and so is the address
/// of the gate evaluator that it creates. Nothing can be changed after deployment.
/// @dev What binds what: the transcript absorbs the FRI parameters, the circuit's digest, the public inputs' hash and
/// every message of the prover before each challenge. Leaves hash to the caps (the circuit's own cap for constants and
/// sigmas), FRI ties the openings to the leaves, and the identity at ζ ties the openings to the circuit.
abstract contract Plonky2Verifier is IPlonky2Verifier {
    /// @notice Evaluates the gates' constraints; created by this contract.
    IGateEvaluator public immutable gateEvaluator;

    constructor() {
        gateEvaluator = new GateEvaluator();
    }

    /// @notice The circuit's sizes and FRI parameters.
    function shape() public pure virtual returns (Shape memory);

    /// @notice What the transcript absorbs first: FRI parameters and circuit digest, as 8-byte limbs.
    function transcriptPrefix() public pure virtual returns (bytes memory);

    /// @notice The cap of the tree of constants and sigmas: 25-byte digests.
    function constantsSigmasCap() public pure virtual returns (bytes memory);

    /// @notice The cosets of the routed wires in the permutation argument: 8 bytes each.
    function kIs() public pure virtual returns (bytes memory);

    /// @notice The circuit's gates and their selectors, see `GateTable`.
    function gateTable() public pure virtual returns (bytes memory);

    /// @inheritdoc IPlonky2Verifier
    function verify(uint64[8] calldata publicInputs, bytes calldata proof) external view {
        Shape memory s = shape();
        Layout memory layout = s.layout(proof);
        _checkCanonical(s, layout, publicInputs);
        uint256[4] memory hash = gateEvaluator.hashPublicInputs(publicInputs);
        Challenges memory c = ChallengesLib.derive(s, layout, transcriptPrefix(), hash);
        Vanishing.check(s, c, layout.openings, kIs(), _gateSums(s, layout, hash));
        _checkGrinding(s, c);
        _checkFri(s, layout, c);
    }

    /// @dev Every limb outside the queries; the queries' limbs are checked as they are read.
    function _checkCanonical(Shape memory s, Layout memory layout, uint64[8] calldata publicInputs)
        internal
        pure
    {
        Canonical.requirePublicInputs(publicInputs); // check: canonical-public-inputs
        Canonical.requireLimbs(layout.openings, 2 * s.numOpenings(), layout.base); // check: canonical-openings
        uint256 finalLimbs = 2 * s.finalPolyLength();
        Canonical.requireLimbs(layout.finalPoly, finalLimbs, layout.base); // check: canonical-final-polynomial
        Canonical.requireLimbs(layout.powWitness, 1, layout.base); // check: canonical-pow-witness
    }

    function _checkGrinding(Shape memory s, Challenges memory c) internal pure {
        if (c.powResponse >> (64 - s.powBits) != 0) revert GrindingFailed(); // check: grinding
    }

    /// @dev The gates' constraints at ζ, times their filters, summed by index.
    function _gateSums(Shape memory s, Layout memory layout, uint256[4] memory publicInputsHash)
        internal
        view
        returns (uint256[] memory)
    {
        bytes memory constants = _copy(layout.openings, EXT_BYTES * s.numConstants);
        uint256 wires = layout.openings + EXT_BYTES * (s.numConstants + s.numRoutedWires);
        return gateEvaluator.evaluate(
            gateTable(), constants, _copy(wires, EXT_BYTES * s.numWires), publicInputsHash
        );
    }

    function _checkFri(Shape memory s, Layout memory layout, Challenges memory c) internal pure {
        FriSetup memory setup = Fri.setup(s, layout, c);
        bytes memory cap = constantsSigmasCap();
        for (uint256 query = 0; query < s.numQueries; ++query) {
            Fri.checkQuery(s, layout, c, setup, cap, query);
        }
    }

    function _copy(uint256 at, uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        assembly ("memory-safe") {
            calldatacopy(add(data, 32), at, length)
        }
    }
}
