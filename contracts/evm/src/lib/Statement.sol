// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Limbs} from "./Limbs.sol";

/// @title The statement that a sub-block's proof proves, evaluated at a random point
/// @notice The statement D is a list of limbs: a header of 40 (10 words), then for each entry its key, its old
/// and its new value (3 words). The proof's public inputs are `commit`, `r` and `P = sum of D[i] r^i`, with r
/// drawn by hashing the commitment together with everything that D is made of. So the chain never hashes a
/// list with the circuit's own hash function: it evaluates one polynomial over its calldata.
/// @dev Elements of the extension field F_p[X]/(X^2 - 7) are pairs (c0, c1) for c0 + c1 X.
library Statement {
    /// @notice "SAYA" and the version of this format: the first limb of D.
    uint256 internal constant MAGIC = 0x5341594101;
    /// @notice Bytes of one entry of the input list: key, old value.
    uint256 internal constant INPUT_SIZE = 64;
    /// @notice Bytes of one entry of the output list: index in the input list (4 bytes), new value.
    uint256 internal constant OUTPUT_SIZE = 36;

    uint256 private constant HEADER_WORDS = 10;
    uint256 private constant NON_RESIDUE = 7;

    /// @notice What D's header says, besides the sizes of the lists.
    struct Header {
        /// Number of calls in the sub-block.
        uint32 callCount;
        /// `pack4` of the chain, contract and world (see `domain`).
        bytes32 domain;
        /// Whitelist of function circuits, four limbs.
        bytes32 setRoot;
        /// First and last second at which the sub-block may settle.
        uint40 tMin;
        uint40 tMax;
        /// The only account that may settle with this proof.
        address prover;
        uint32 thread;
        uint32 seq;
        /// Digest of all calls, in order; four limbs.
        bytes32 callsOut;
        /// Digest of all events, in order; four limbs.
        bytes32 logOut;
        /// The circuit family, below 2^252.
        uint256 osVersion;
    }

    /// @notice The input list is not a whole number of entries.
    /// @param length Its length in bytes.
    error InputListLength(uint256 length);

    /// @notice The output list is not a whole number of entries.
    /// @param length Its length in bytes.
    error OutputListLength(uint256 length);

    /// @notice Keys of the input list must rise strictly, which also makes them unique.
    /// @param index The entry that is not below its successor.
    error KeysNotIncreasing(uint256 index);

    /// @notice Key 0 is forbidden.
    error ZeroKey();

    /// @notice The output list's indices must rise strictly and lie within the input list.
    /// @param position The last entry of the output list that cannot be placed.
    error OutputIndexOutOfOrder(uint256 position);

    /// @notice An entry of the output list changes nothing.
    /// @param index Its index in the input list.
    error UnchangedOutput(uint256 index);

    /// @notice The statement's domain: which chain, which settlement contract, which world.
    /// @param chainId The chain.
    /// @param settlement The settlement contract.
    /// @param world The world.
    /// @return The domain as four limbs.
    function domain(uint256 chainId, address settlement, uint256 world) internal pure returns (bytes32) {
        bytes32 hash = keccak256(abi.encodePacked("SAYA/1", chainId, uint256(uint160(settlement)), world));
        return Limbs.pack4(uint256(hash) & ((1 << 252) - 1));
    }

    /// @notice Number of entries of an input list.
    /// @param inputs n times (key, old value).
    function inputCount(bytes calldata inputs) internal pure returns (uint256) {
        if (inputs.length % INPUT_SIZE != 0) revert InputListLength(inputs.length);
        return inputs.length / INPUT_SIZE;
    }

    /// @notice Number of entries of an output list.
    /// @param outputs m times (index, new value).
    function outputCount(bytes calldata outputs) internal pure returns (uint256) {
        if (outputs.length % OUTPUT_SIZE != 0) revert OutputListLength(outputs.length);
        return outputs.length / OUTPUT_SIZE;
    }

    /// @notice Entry i of an input list; i must be below its count.
    /// @param inputs n times (key, old value).
    /// @param index Which entry.
    function inputAt(bytes calldata inputs, uint256 index)
        internal
        pure
        returns (bytes32 key, bytes32 value)
    {
        assembly ("memory-safe") {
            let at := add(inputs.offset, mul(index, INPUT_SIZE))
            key := calldataload(at)
            value := calldataload(add(at, 0x20))
        }
    }

    /// @notice Entry i of an output list; i must be below its count.
    /// @param outputs m times (index, new value).
    /// @param position Which entry.
    function outputAt(bytes calldata outputs, uint256 position)
        internal
        pure
        returns (uint256 index, bytes32 value)
    {
        assembly ("memory-safe") {
            let at := add(outputs.offset, mul(position, OUTPUT_SIZE))
            index := shr(224, calldataload(at))
            value := calldataload(add(at, 4))
        }
    }

    /// @notice D's header as 10 words of four limbs.
    /// @param h What it says.
    /// @param n Entries of the input list.
    /// @param m Entries of the output list.
    function pack(Header memory h, uint256 n, uint256 m) internal pure returns (uint256[10] memory words) {
        uint256 calls = uint256(h.callsOut);
        uint256 log = uint256(h.logOut);
        uint256 version = uint256(Limbs.pack4(h.osVersion));
        words[0] = (MAGIC << 192) | (n << 128) | (m << 64) | h.callCount;
        words[1] = uint256(h.domain);
        words[2] = uint256(h.setRoot);
        words[3] = (uint256(h.tMin) << 192) | (uint256(h.tMax) << 128);
        words[4] = uint256(Limbs.pack4(uint160(h.prover)));
        words[5] = (uint256(h.thread) << 192) | (uint256(h.seq) << 128) | (calls >> 128);
        words[6] = (calls << 128) | (log >> 128);
        words[7] = (log << 128) | (version >> 128);
        words[8] = version << 128;
    }

    /// @notice Checks a statement's validity rules and computes what the proof must have as public inputs.
    /// @param commit The commitment that the proof opens; four limbs.
    /// @param h The header.
    /// @param inputs n times (key, old value), keys rising.
    /// @param outputs m times (index, new value), indices rising.
    /// @return publicInputs commit (4), r (2), P (2).
    /// @return hash The hash that r is drawn from; it identifies the statement.
    function evaluate(bytes32 commit, Header memory h, bytes calldata inputs, bytes calldata outputs)
        internal
        pure
        returns (uint64[8] memory publicInputs, bytes32 hash)
    {
        uint256[10] memory words = pack(h, inputCount(inputs), outputCount(outputs));
        Limbs.requireCanonical(commit);
        hash = _hash(commit, words, inputs, outputs);
        uint256 r0 = (uint256(hash) >> 128) % Limbs.P;
        uint256 r1 = (uint256(hash) & type(uint128).max) % Limbs.P;

        uint256[8] memory powers = _powers(r0, r1);
        (uint256 s0, uint256 s1) = _foldEntries(powers, inputs, outputs);
        for (uint256 i = HEADER_WORDS; i > 0;) {
            unchecked {
                --i;
            }
            (s0, s1) = _fold(powers, bytes32(words[i]), s0, s1);
        }

        for (uint256 i = 0; i < 4; ++i) {
            publicInputs[i] = uint64(uint256(commit) >> (192 - 64 * i));
        }
        publicInputs[4] = uint64(r0);
        publicInputs[5] = uint64(r1);
        publicInputs[6] = uint64(s0);
        publicInputs[7] = uint64(s1);
    }

    /// @dev keccak256("SAYA/R/1" | commit | header | inputs | outputs). The bytes are laid out beyond the
    /// free memory pointer, which stays where it is: a long list leaves no lasting memory behind.
    function _hash(bytes32 commit, uint256[10] memory words, bytes calldata inputs, bytes calldata outputs)
        private
        pure
        returns (bytes32 hash)
    {
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, "SAYA/R/1")
            mstore(add(start, 8), commit)
            mcopy(add(start, 40), words, 320)
            let at := add(start, 360)
            calldatacopy(at, inputs.offset, inputs.length)
            at := add(at, inputs.length)
            calldatacopy(at, outputs.offset, outputs.length)
            at := add(at, outputs.length)
            hash := keccak256(start, sub(at, start))
        }
    }

    /// @dev Horner over all entries, from the last to the first. Walking both lists backwards together, every
    /// output must meet its entry: one whose index is out of order or out of range never does.
    function _foldEntries(uint256[8] memory powers, bytes calldata inputs, bytes calldata outputs)
        private
        pure
        returns (uint256 s0, uint256 s1)
    {
        uint256 position = outputs.length / OUTPUT_SIZE;
        bytes32 successor = bytes32(type(uint256).max);
        for (uint256 i = inputs.length / INPUT_SIZE; i > 0;) {
            unchecked {
                --i;
            }
            (bytes32 key, bytes32 oldValue) = inputAt(inputs, i);
            if (key >= successor) revert KeysNotIncreasing(i);
            successor = key;

            bytes32 newValue = oldValue;
            if (position > 0) {
                unchecked {
                    (uint256 index, bytes32 value) = outputAt(outputs, position - 1);
                    if (index == i) {
                        if (value == oldValue) revert UnchangedOutput(i);
                        newValue = value;
                        --position;
                    }
                }
            }
            (s0, s1) = _fold(powers, newValue, s0, s1);
            (s0, s1) = _fold(powers, oldValue, s0, s1);
            (s0, s1) = _fold(powers, key, s0, s1);
        }
        if (position != 0) revert OutputIndexOutOfOrder(position - 1);
        if (successor == 0) revert ZeroKey();
    }

    /// @dev One step of Horner's rule by a whole word of four canonical limbs w: s r^4 + w0 + w1 r + w2 r^2 +
    /// w3 r^3. Every product is below 2^128 and there are at most 11 of them, so that one reduction at the
    /// end is enough.
    function _fold(uint256[8] memory powers, bytes32 word, uint256 s0, uint256 s1)
        private
        pure
        returns (uint256 t0, uint256 t1)
    {
        Limbs.requireCanonical(word);
        assembly ("memory-safe") {
            let a := mload(add(powers, 0xc0))
            let b := mload(add(powers, 0xe0))
            t0 := add(shr(192, word), add(mul(s0, a), mul(NON_RESIDUE, mul(s1, b))))
            t1 := add(mul(s0, b), mul(s1, a))
            a := and(shr(128, word), 0xffffffffffffffff)
            t0 := add(t0, mul(a, mload(powers)))
            t1 := add(t1, mul(a, mload(add(powers, 0x20))))
            a := and(shr(64, word), 0xffffffffffffffff)
            t0 := add(t0, mul(a, mload(add(powers, 0x40))))
            t1 := add(t1, mul(a, mload(add(powers, 0x60))))
            a := and(word, 0xffffffffffffffff)
            t0 := mod(add(t0, mul(a, mload(add(powers, 0x80)))), 0xffffffff00000001)
            t1 := mod(add(t1, mul(a, mload(add(powers, 0xa0)))), 0xffffffff00000001)
        }
    }

    /// @dev r, r^2, r^3, r^4 as pairs.
    function _powers(uint256 r0, uint256 r1) private pure returns (uint256[8] memory powers) {
        (powers[0], powers[1]) = (r0, r1);
        for (uint256 i = 2; i < 8; i += 2) {
            (uint256 a, uint256 b) = (powers[i - 2], powers[i - 1]);
            powers[i] = (a * r0 + NON_RESIDUE * b * r1) % Limbs.P;
            powers[i + 1] = (a * r1 + b * r0) % Limbs.P;
        }
    }
}
