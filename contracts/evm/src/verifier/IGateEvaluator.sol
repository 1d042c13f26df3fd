// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Evaluates the gates' constraints of a wrap circuit at a point of the extension field
interface IGateEvaluator {
    /// @notice A gate list names a kind of gate that this contract does not know.
    error UnknownGate(uint256 kind);

    /// @notice The sums, over all gates, of selector filter times constraint.
    /// @param gateTable The circuit's gates: see `GateTable`.
    /// @param constants Openings of the constants at ζ, selectors first: two big-endian limbs each, canonical.
    /// @param wires Openings of the wires at ζ, as `constants`.
    /// @param publicInputsHash The four limbs of `hashPublicInputs`.
    /// @return sums One packed extension element for each constraint index, lanes below 2^72.
    function evaluate(
        bytes calldata gateTable,
        bytes calldata constants,
        bytes calldata wires,
        uint256[4] calldata publicInputsHash
    ) external pure returns (uint256[] memory sums);

    /// @notice Poseidon `hash_no_pad` of the 8 public inputs (canonical limbs): one permutation, zero capacity.
    function hashPublicInputs(uint64[8] calldata publicInputs) external pure returns (uint256[4] memory);
}
