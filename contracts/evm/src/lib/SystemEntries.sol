// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Keys} from "./Keys.sol";
import {Limbs} from "./Limbs.sol";

/// @title The entries of system contract 0 and how they are encoded
/// @notice They are ordinary canonical entries. Circuits read and write them by the same definitions.
library SystemEntries {
    /// @notice `ACCOUNT(user, lane)` = (nonce, keyRoot[3]).
    uint32 internal constant ACCOUNT = 1;
    /// @notice `OPERATOR(contract)` = the user that signs its `operator` functions.
    uint32 internal constant OPERATOR = 2;
    /// @notice `INBOX(id)`: a deposit that waits to be consumed.
    uint32 internal constant INBOX = 4;
    /// @notice `OUTBOX(id)`: a withdrawal that waits to be paid.
    uint32 internal constant OUTBOX = 5;

    /// @notice A key root is not zero: an account without a key could never be used.
    error ZeroKeyRoot();

    /// @notice Key of `ACCOUNT(user, lane)`.
    /// @param user The user.
    /// @param lane The lane.
    function accountKey(uint32 user, uint32 lane) internal pure returns (bytes32) {
        return Keys.mapKey(Keys.SYSTEM, ACCOUNT, user) | bytes32(uint256(lane) << 64);
    }

    /// @notice Key of `OPERATOR(contractId)`.
    /// @param contractId The contract.
    function operatorKey(uint32 contractId) internal pure returns (bytes32) {
        return Keys.mapKey(Keys.SYSTEM, OPERATOR, contractId);
    }

    /// @notice Value of an account.
    /// @param nonce First limb.
    /// @param keyRoot The other three limbs.
    function account(uint64 nonce, bytes24 keyRoot) internal pure returns (bytes32) {
        return bytes32((uint256(nonce) << 192) | uint192(keyRoot));
    }

    /// @notice The nonce in an account's value.
    /// @param value The value.
    function nonceOf(bytes32 value) internal pure returns (uint64) {
        return uint64(uint256(value) >> 192);
    }

    /// @notice The key root in an account's value.
    /// @param value The value.
    function keyRootOf(bytes32 value) internal pure returns (bytes24) {
        return bytes24(uint192(uint256(value)));
    }

    /// @notice Value of an operator entry: a number is the first limb.
    /// @param user The user.
    function operator(uint32 user) internal pure returns (bytes32) {
        return bytes32(uint256(user) << 192);
    }

    /// @notice The user in an operator entry's value.
    /// @param value The value; only this contract writes such entries, so it is a user's number or zero.
    function operatorOf(bytes32 value) internal pure returns (uint32) {
        return uint32(uint256(value) >> 192);
    }

    /// @notice Refuses what is not three canonical limbs, or is zero.
    /// @param keyRoot The key root.
    function requireKeyRoot(bytes24 keyRoot) internal pure {
        if (keyRoot == 0) revert ZeroKeyRoot();
        Limbs.requireCanonical(account(0, keyRoot));
    }
}
