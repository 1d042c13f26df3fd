// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Verifier of the last proof of one OS version
interface IPlonky2Verifier {
    /// @notice Returns if the proof is valid, and reverts with an error that names the failed check if not.
    /// @param publicInputs The 8 public inputs: commit (4 limbs), r (2 limbs), P (2 limbs); each < p.
    /// @param proof The proof's bytes, of one exact length: big-endian limbs and digests.
    function verify(uint64[8] calldata publicInputs, bytes calldata proof) external view;
}
