// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DIGEST} from "./Shape.sol";

/// @title Merkle trees of 25-byte keccak digests
/// @dev Digests are kept in the upper bytes of a word; the lower 7 bytes may hold anything until `truncate`.
library MerklePath {
    /// @notice The node at the cap's level above a leaf.
    /// @param leaf Calldata offset of the leaf's bytes.
    /// @param index Of the leaf; its low bits say on which side each sibling is.
    /// @param siblings Calldata offset of the siblings, lowest first.
    /// @return node The digest, truncated.
    function climb(uint256 leaf, uint256 leafLength, uint256 index, uint256 siblings, uint256 levels)
        internal
        pure
        returns (bytes32 node)
    {
        assembly ("memory-safe") {
            let scratch := mload(64)
            calldatacopy(scratch, leaf, leafLength)
            node := keccak256(scratch, leafLength)
            // keccak256(left ‖ right): the second store overwrites the first one's surplus bytes.
            for { let end := add(siblings, mul(DIGEST, levels)) } lt(siblings, end) {
                siblings := add(siblings, DIGEST)
            } {
                switch and(index, 1)
                case 0 {
                    mstore(0, node)
                    mstore(DIGEST, calldataload(siblings))
                }
                default {
                    mstore(0, calldataload(siblings))
                    mstore(DIGEST, node)
                }
                index := shr(1, index)
                node := keccak256(0, 50)
            }
        }
        node = truncate(node);
    }

    /// @notice The cap entry under which leaf `index` of a tree with `levels` levels below the cap lies.
    function capEntry(uint256 cap, uint256 index, uint256 levels) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            node := calldataload(add(cap, mul(DIGEST, shr(levels, index))))
        }
        node = truncate(node);
    }

    /// @notice As `capEntry`, for a cap in memory.
    function capEntry(bytes memory cap, uint256 index, uint256 levels) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            node := mload(add(add(cap, 32), mul(DIGEST, shr(levels, index))))
        }
        node = truncate(node);
    }

    function truncate(bytes32 digest) internal pure returns (bytes32) {
        return bytes32(bytes25(digest));
    }
}
