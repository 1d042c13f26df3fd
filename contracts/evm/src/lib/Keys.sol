// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Keys of the canonical state
/// @notice A key is `(contract * 2^32 + slot, k0, k1, k2)`, four limbs, so that its first four bytes are the
/// contract and the next four the slot.
library Keys {
    /// @notice Contract ids are below this.
    uint32 internal constant MAX_CONTRACTS = 1 << 31;

    /// @notice The system contract: accounts, operators, beacons, deposits and withdrawals.
    uint32 internal constant SYSTEM = 0;

    /// @notice The contract that a key belongs to.
    /// @param key The key.
    function contractOf(bytes32 key) internal pure returns (uint32) {
        return uint32(uint256(key) >> 224);
    }

    /// @notice The slot (a declared variable of the contract) that a key belongs to.
    /// @param key The key.
    function slotOf(bytes32 key) internal pure returns (uint32) {
        return uint32(uint256(key) >> 192);
    }

    /// @notice The key of one entry of a map with one key limb.
    /// @param contractId The contract.
    /// @param slot The map's slot.
    /// @param k0 The map key, one limb.
    function mapKey(uint32 contractId, uint32 slot, uint64 k0) internal pure returns (bytes32) {
        return bytes32((uint256(contractId) << 224) | (uint256(slot) << 192) | (uint256(k0) << 128));
    }
}
