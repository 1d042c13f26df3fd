// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {P} from "./Ext2.sol";
import {IGateEvaluator} from "./IGateEvaluator.sol";
import {PoseidonLayers} from "./PoseidonLayers.sol";
import {PoseidonPermutation} from "./PoseidonPermutation.sol";
import {ArithmeticGates} from "./gates/ArithmeticGates.sol";
import {BasicGates} from "./gates/BasicGates.sol";
import {CosetInterpolationGate} from "./gates/CosetInterpolationGate.sol";
import {GateRow} from "./gates/GateRow.sol";
import {
    Gate,
    GateTable,
    GATE_ARITHMETIC,
    GATE_ARITHMETIC_EXTENSION,
    GATE_BASE_SUM,
    GATE_CONSTANT,
    GATE_COSET_INTERPOLATION,
    GATE_EXPONENTIATION,
    GATE_MUL_EXTENSION,
    GATE_NOOP,
    GATE_POSEIDON,
    GATE_POSEIDON_MDS,
    GATE_PUBLIC_INPUT,
    GATE_RANDOM_ACCESS,
    GATE_REDUCING,
    GATE_REDUCING_EXTENSION
} from "./gates/GateTable.sol";
import {PoseidonGates} from "./gates/PoseidonGates.sol";
import {RandomAccessGate} from "./gates/RandomAccessGate.sol";
import {ReducingGates} from "./gates/ReducingGates.sol";

/// @title The gates of plonky2's recursive verifier circuits
/// @notice Stateless, and the same for every circuit whose gates it knows: the circuit comes as a gate table.
contract GateEvaluator is IGateEvaluator {
    /// @inheritdoc IGateEvaluator
    function evaluate(
        bytes calldata gateTable,
        bytes calldata constants,
        bytes calldata wires,
        uint256[4] calldata publicInputsHash
    ) external pure returns (uint256[] memory sums) {
        (uint256 selectors, uint256 constraints) = GateTable.header(gateTable);
        uint256 constantsAt = _unpack(constants);
        GateRow memory row = _row(constantsAt + 32 * selectors, _unpack(wires), publicInputsHash);
        sums = new uint256[](constraints);
        _evaluateGates(gateTable, constantsAt, row, sums);
    }

    /// @inheritdoc IGateEvaluator
    function hashPublicInputs(uint64[8] calldata publicInputs)
        external
        pure
        returns (uint256[4] memory hash)
    {
        uint256[12] memory state;
        for (uint256 i = 0; i < 8; ++i) {
            state[i] = publicInputs[i];
        }
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := state
        }
        PoseidonPermutation.permute(pointer, PoseidonLayers.load());
        for (uint256 i = 0; i < 4; ++i) {
            hash[i] = state[i] % P;
        }
    }

    function _row(uint256 constants, uint256 wires, uint256[4] calldata publicInputsHash)
        private
        pure
        returns (GateRow memory row)
    {
        row.constants = constants;
        row.wires = wires;
        uint256[4] memory hash = publicInputsHash;
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := hash
        }
        row.publicInputsHash = pointer;
    }

    /// @param selectorsAt Pointer to the selectors' openings.
    function _evaluateGates(
        bytes calldata gateTable,
        uint256 selectorsAt,
        GateRow memory row,
        uint256[] memory sums
    ) private pure {
        (uint256 selectors,) = GateTable.header(gateTable);
        uint256 count = GateTable.gateCount(gateTable);
        for (uint256 i = 0; i < count; ++i) {
            Gate memory gate = GateTable.gateAt(gateTable, i);
            row.filter = GateTable.filter(gate, PoseidonLayers.at(selectorsAt, gate.selector), selectors > 1);
            uint256 out;
            assembly ("memory-safe") {
                out := add(sums, 32)
            }
            row.out = out;
            _evaluateGate(gate, row);
        }
    }

    function _evaluateGate(Gate memory gate, GateRow memory row) private pure {
        uint256 kind = gate.kind;
        if (kind == GATE_NOOP) {
            return;
        } else if (kind == GATE_CONSTANT) {
            BasicGates.constants(row, gate.a); // check: gate:Constant
        } else if (kind == GATE_PUBLIC_INPUT) {
            BasicGates.publicInput(row); // check: gate:PublicInput
        } else if (kind == GATE_BASE_SUM) {
            BasicGates.baseSum(row, gate.a, gate.b); // check: gate:BaseSum
        } else if (kind == GATE_ARITHMETIC) {
            ArithmeticGates.base(row, gate.a); // check: gate:Arithmetic
        } else if (kind == GATE_ARITHMETIC_EXTENSION) {
            ArithmeticGates.extension(row, gate.a); // check: gate:ArithmeticExtension
        } else if (kind == GATE_MUL_EXTENSION) {
            ArithmeticGates.multiplication(row, gate.a); // check: gate:MulExtension
        } else if (kind == GATE_REDUCING) {
            ReducingGates.base(row, gate.a); // check: gate:Reducing
        } else if (kind == GATE_REDUCING_EXTENSION) {
            ReducingGates.extension(row, gate.a); // check: gate:ReducingExtension
        } else if (kind == GATE_RANDOM_ACCESS) {
            RandomAccessGate.evaluate(row, gate.a, gate.b, gate.c); // check: gate:RandomAccess
        } else if (kind == GATE_EXPONENTIATION) {
            BasicGates.exponentiation(row, gate.a); // check: gate:Exponentiation
        } else if (kind == GATE_COSET_INTERPOLATION) {
            CosetInterpolationGate.evaluate(row, gate.a, gate.b); // check: gate:CosetInterpolation
        } else if (kind == GATE_POSEIDON) {
            PoseidonGates.permutation(row); // check: gate:Poseidon
        } else if (kind == GATE_POSEIDON_MDS) {
            PoseidonGates.mds(row); // check: gate:PoseidonMds
        } else {
            revert UnknownGate(kind);
        }
    }

    /// @dev Two big-endian limbs an element into one packed word an element.
    function _unpack(bytes calldata limbs) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(64)
            let to := pointer
            let from := limbs.offset
            for { let end := add(from, limbs.length) } lt(from, end) { from := add(from, 16) } {
                let word := calldataload(from)
                mstore(to, or(shr(192, word), and(word, shl(128, 0xffffffffffffffff))))
                to := add(to, 32)
            }
            mstore(64, to)
        }
    }
}
