// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Why a proof is rejected. Queries, oracles, steps and challenges are counted from 0.

/// @notice The proof is not exactly as long as the circuit's shape says.
error WrongProofLength(uint256 expected, uint256 actual);
/// @notice The limb at this byte offset of the proof is p or more.
error NonCanonicalLimb(uint256 offset);
/// @notice This public input is p or more.
error NonCanonicalPublicInput(uint256 index);
/// @notice The proof-of-work witness does not give a challenge with enough leading zeros.
error GrindingFailed();
/// @notice The point ζ lies in the base field, where it could be a point of the evaluation domain.
error DegeneratePoint();
/// @notice The constraints' polynomial at ζ is not the quotient times Z_H, for this α.
error VanishingMismatch(uint256 challenge);
/// @notice A leaf is not under its cap. Oracles: 0 constants and sigmas, 1 wires, 2 Zs and partial products, 3 quotient.
error MerklePathMismatch(uint256 query, uint256 oracle);
/// @notice The values of a folding step are not under the step's cap.
error FoldMerklePathMismatch(uint256 query, uint256 step);
/// @notice The values of a folding step do not contain what the step before gives.
error FoldMismatch(uint256 query, uint256 step);
/// @notice The last folded value is not the final polynomial's.
error FinalPolynomialMismatch(uint256 query);
