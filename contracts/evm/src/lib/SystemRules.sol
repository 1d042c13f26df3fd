// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Keys} from "./Keys.sol";

/// @title What a sub-block may do to the entries of system contract 0
/// @notice Circuits are whitelisted by the world's owner; these few rules hold whatever a circuit proves.
library SystemRules {
    /// @notice `ACCOUNT(user, lane)` = (nonce, keyRoot[3]).
    uint32 internal constant ACCOUNT = 1;
    /// @notice `INBOX(id)`: a deposit that waits to be consumed.
    uint32 internal constant INBOX = 4;
    /// @notice `OUTBOX(id)`: a withdrawal that waits to be paid.
    uint32 internal constant OUTBOX = 5;

    /// @notice A sub-block changes a system entry in a way that no sub-block may.
    /// @param key The entry.
    /// @param oldValue Its value before.
    /// @param newValue The value that the output list gives it.
    error ForbiddenSystemChange(bytes32 key, bytes32 oldValue, bytes32 newValue);

    /// @notice Refuses a forbidden change: an account's nonce must rise unless the account is new; an inbox
    /// entry may only be consumed, an outbox entry only be made; all other system entries never change.
    /// @param key Any key; those of other contracts have no rules.
    /// @param oldValue The canonical value.
    /// @param newValue The new value, not equal to the old one.
    function check(bytes32 key, bytes32 oldValue, bytes32 newValue) internal pure {
        if (Keys.contractOf(key) != Keys.SYSTEM) return;
        if (!_isAllowed(Keys.slotOf(key), oldValue, newValue)) {
            revert ForbiddenSystemChange(key, oldValue, newValue);
        }
    }

    function _isAllowed(uint32 slot, bytes32 oldValue, bytes32 newValue) private pure returns (bool) {
        if (slot == ACCOUNT) return oldValue == 0 || _nonce(newValue) > _nonce(oldValue);
        // The two values differ: the old inbox value and the new outbox value are not zero.
        if (slot == INBOX) return newValue == 0;
        if (slot == OUTBOX) return oldValue == 0;
        return false;
    }

    function _nonce(bytes32 account) private pure returns (uint64) {
        return uint64(uint256(account) >> 192);
    }
}
