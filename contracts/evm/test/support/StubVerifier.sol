// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPlonky2Verifier} from "../../src/interfaces/IPlonky2Verifier.sol";

/// @title Stands in for a proof system in unit tests
/// @notice Its "proof" is a hash of the public inputs that it is good for, so that a proof made for another
/// statement is refused, as a real one would be.
contract StubVerifier is IPlonky2Verifier {
    /// @notice The proof is not good for these public inputs.
    error ProofRejected(bytes32 expected);

    /// @inheritdoc IPlonky2Verifier
    function verify(uint64[8] calldata publicInputs, bytes calldata proof) external pure {
        bytes32 expected = keccak256(abi.encode(publicInputs));
        if (keccak256(proof) != keccak256(abi.encode(expected))) revert ProofRejected(expected);
    }

    /// @notice The proof that `verify` accepts.
    function prove(uint64[8] memory publicInputs) external pure returns (bytes memory) {
        return abi.encode(keccak256(abi.encode(publicInputs)));
    }
}
