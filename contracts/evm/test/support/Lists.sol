// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice One touched entry; `value` equal to `old` means that it is not changed.
struct Entry {
    bytes32 key;
    bytes32 old;
    bytes32 value;
}

/// @title Input and output lists for tests
library Lists {
    uint256 internal constant P = 0xffffffff00000001;

    /// @notice The calldata form of entries, in the given order.
    function encode(Entry[] memory entries)
        internal
        pure
        returns (bytes memory inputs, bytes memory outputs)
    {
        uint256 m;
        for (uint256 i = 0; i < entries.length; ++i) {
            if (entries[i].value != entries[i].old) ++m;
        }
        inputs = new bytes(64 * entries.length);
        outputs = new bytes(36 * m);
        m = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            Entry memory e = entries[i];
            _store(inputs, 64 * i, e.key);
            _store(inputs, 64 * i + 32, e.old);
            if (e.value == e.old) continue;
            // The index in the first 4 bytes; the value overwrites the 28 others.
            _store(outputs, 36 * m, bytes32(i << 224));
            _store(outputs, 36 * m++ + 4, e.value);
        }
    }

    /// @dev Writes in place, so that lists of thousands of entries take memory once.
    function _store(bytes memory list, uint256 at, bytes32 word_) private pure {
        assembly ("memory-safe") {
            mstore(add(add(list, 0x20), at), word_)
        }
    }

    /// @notice Four limbs as a word.
    function word(uint256 a, uint256 b, uint256 c, uint256 d) internal pure returns (bytes32) {
        return bytes32((a << 192) | (b << 128) | (c << 64) | d);
    }

    /// @notice A canonical word from a seed; limbs at the edges of the range are frequent.
    function canonical(uint256 seed) internal pure returns (bytes32) {
        return word(_limb(seed, 0), _limb(seed, 1), _limb(seed, 2), _limb(seed, 3));
    }

    /// @notice n entries of contract `contractId` with rising keys; about half of them changed.
    function random(uint256 seed, uint256 n, uint32 contractId)
        internal
        pure
        returns (Entry[] memory entries)
    {
        entries = new Entry[](n);
        for (uint256 i = 0; i < n; ++i) {
            uint256 s = uint256(keccak256(abi.encode(seed, i)));
            bytes32 tail = canonical(s) & bytes32(uint256(type(uint192).max));
            entries[i].key = bytes32((uint256(contractId) << 224) | ((i + 1) << 192)) | tail;
            entries[i].old = canonical(s ^ 1);
            entries[i].value = s & 1 == 0 ? entries[i].old : canonical(s ^ 2);
        }
    }

    function _limb(uint256 seed, uint256 i) private pure returns (uint256) {
        uint256 s = uint256(keccak256(abi.encode(seed, "limb", i)));
        uint256 kind = s >> 252;
        if (kind == 0) return 0;
        if (kind == 1) return P - 1;
        if (kind == 2) return 0xffffffff;
        if (kind == 3) return 0xffffffff00000000 - 1;
        return s % P;
    }
}
