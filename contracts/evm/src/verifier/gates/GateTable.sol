// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, EXT_ONE} from "../Ext2.sol";

// Kinds of gates, as in a gate table.
uint256 constant GATE_NOOP = 0;
uint256 constant GATE_CONSTANT = 1; // number of constants
uint256 constant GATE_PUBLIC_INPUT = 2;
uint256 constant GATE_BASE_SUM = 3; // base, number of limbs
uint256 constant GATE_ARITHMETIC = 4; // number of operations
uint256 constant GATE_ARITHMETIC_EXTENSION = 5; // number of operations
uint256 constant GATE_MUL_EXTENSION = 6; // number of operations
uint256 constant GATE_REDUCING = 7; // number of coefficients
uint256 constant GATE_REDUCING_EXTENSION = 8; // number of coefficients
uint256 constant GATE_RANDOM_ACCESS = 9; // index bits, copies, extra constants
uint256 constant GATE_EXPONENTIATION = 10; // exponent bits
uint256 constant GATE_COSET_INTERPOLATION = 11; // subgroup bits, degree
uint256 constant GATE_POSEIDON = 12;
uint256 constant GATE_POSEIDON_MDS = 13;

/// @notice One gate of a circuit: its kind and parameters, and where its selector is.
/// @param selector Index of its selector polynomial among the constants.
/// @param row Its value in that selector.
/// @param groupStart First and (exclusive) last value that this selector takes.
struct Gate {
    uint256 kind;
    uint256 selector;
    uint256 row;
    uint256 groupStart;
    uint256 groupEnd;
    uint256 a;
    uint256 b;
    uint256 c;
}

/// @title The packed list of a circuit's gates
/// @dev Header: number of selectors (1 byte), number of gate constraints (2 bytes). Then 11 bytes for each gate: kind,
/// selector, row, groupStart, groupEnd (1 byte each), parameters a, b, c (2 bytes each, big-endian).
library GateTable {
    uint256 internal constant HEADER = 3;
    uint256 internal constant ENTRY = 11;
    /// @dev plonky2's value of a selector in rows whose gate is of another group.
    uint256 private constant UNUSED_SELECTOR = 0xffffffff;

    function header(bytes calldata table) internal pure returns (uint256 selectors, uint256 constraints) {
        selectors = uint8(table[0]);
        constraints = uint16(bytes2(table[1:3]));
    }

    function gateCount(bytes calldata table) internal pure returns (uint256) {
        return (table.length - HEADER) / ENTRY;
    }

    function gateAt(bytes calldata table, uint256 i) internal pure returns (Gate memory gate) {
        uint256 start = HEADER + ENTRY * i;
        uint256 word = uint256(bytes32(table[start:start + ENTRY]));
        gate.kind = word >> 248;
        gate.selector = (word >> 240) & 0xff;
        gate.row = (word >> 232) & 0xff;
        gate.groupStart = (word >> 224) & 0xff;
        gate.groupEnd = (word >> 216) & 0xff;
        gate.a = (word >> 200) & 0xffff;
        gate.b = (word >> 184) & 0xffff;
        gate.c = (word >> 168) & 0xffff;
    }

    /// @dev Product of (i − s) over the group's other rows, and over "unused" if there are several selectors: not zero
    /// exactly in this gate's rows.
    function filter(Gate memory gate, Ext s, bool manySelectors) internal pure returns (Ext product) {
        product = EXT_ONE;
        for (uint256 i = gate.groupStart; i < gate.groupEnd; ++i) {
            if (i != gate.row) product = product * (Ext.wrap(i) - s);
        }
        if (manySelectors) product = product * (Ext.wrap(UNUSED_SELECTOR) - s);
    }
}
