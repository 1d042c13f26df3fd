// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Limbs} from "./Limbs.sol";
import {Polynomial} from "./Polynomial.sol";

/// @title The statement that a sub-block's proof proves, evaluated at a random point
/// @notice The statement D is a list of limbs: a header of 40 (10 words), then for each entry its key, its old
/// and its new value (3 words). The proof's public inputs are `commit`, `r` and `P = sum of D[i] r^i`, with r
/// drawn by hashing the commitment together with everything that D is made of. So the chain never hashes a
/// list with the circuit's own hash function: it evaluates one polynomial over its calldata.
library Statement {
    /// @notice "SAYA" and the version of this format: the first limb of D.
    uint256 internal constant MAGIC = 0x5341594101;
    /// @notice Bytes of one entry of the input list: key, old value.
    uint256 internal constant INPUT_SIZE = 64;
    /// @notice Bytes of one entry of the output list: index in the input list (4 bytes), new value.
    uint256 internal constant OUTPUT_SIZE = 36;

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

        (uint256 p0, uint256 p1) = _polynomial(r0, r1, words, inputs, outputs);

        for (uint256 i = 0; i < 4; ++i) {
            publicInputs[i] = uint64(uint256(commit) >> (192 - 64 * i));
        }
        publicInputs[4] = uint64(r0);
        publicInputs[5] = uint64(r1);
        publicInputs[6] = uint64(p0);
        publicInputs[7] = uint64(p1);
    }

    /// @dev P: folds D from its last limb to its first.
    function _polynomial(
        uint256 r0,
        uint256 r1,
        uint256[10] memory words,
        bytes calldata inputs,
        bytes calldata outputs
    ) private pure returns (uint256 p0, uint256 p1) {
        (uint256 t, uint256 n) = Polynomial.coefficients(r0, r1);
        (uint256 b0, uint256 b1) = _foldLists(t, n, inputs, outputs);
        (b0, b1) = Polynomial.foldHeader(t, n, b0, b1, words);
        return Polynomial.value(r0, r1, b0, b1);
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

    /// @dev `_foldEntries` on calldata.
    function _foldLists(uint256 t, uint256 n, bytes calldata inputs, bytes calldata outputs)
        private
        pure
        returns (uint256, uint256)
    {
        uint256 inputsAt;
        uint256 outputsAt;
        assembly ("memory-safe") {
            inputsAt := inputs.offset
            outputsAt := outputs.offset
        }
        return _foldEntries(t, n, inputsAt, inputCount(inputs), outputsAt, outputCount(outputs));
    }

    /// @dev Folds all entries into the running pair, from the last to the first. Walking both lists backwards
    /// together, every output must meet its entry: one whose index is out of order or range never does.
    /// @param t Coefficient of the recurrence.
    /// @param n Coefficient of the recurrence.
    /// @param inputsAt Where the input list starts in calldata.
    /// @param i Entries of the input list that are still to fold: at first, all.
    /// @param outputsAt Where the output list starts in calldata.
    /// @param j Entries of the output list that have not met their entry: at first, all.
    function _foldEntries(uint256 t, uint256 n, uint256 inputsAt, uint256 i, uint256 outputsAt, uint256 j)
        private
        pure
        returns (uint256 b0, uint256 b1)
    {
        bytes32 successor = bytes32(type(uint256).max);
        while (i != 0) {
            bytes32 key;
            bytes32 oldValue;
            bytes32 newValue;
            bool changed;
            assembly ("memory-safe") {
                i := sub(i, 1)
                let at := add(inputsAt, mul(i, INPUT_SIZE))
                key := calldataload(at)
                oldValue := calldataload(add(at, 0x20))
                newValue := oldValue
                if j {
                    at := add(outputsAt, mul(sub(j, 1), OUTPUT_SIZE))
                    if eq(shr(224, calldataload(at)), i) {
                        newValue := calldataload(add(at, 4))
                        changed := 1
                        j := sub(j, 1)
                    }
                }
            }
            if (key >= successor) revert KeysNotIncreasing(i);
            if (changed && newValue == oldValue) revert UnchangedOutput(i);
            successor = key;
            (b0, b1) = Polynomial.foldEntry(t, n, b0, b1, key, oldValue, newValue);
        }
        if (j != 0) revert OutputIndexOutOfOrder(j - 1);
        if (successor == 0) revert ZeroKey();
    }
}
