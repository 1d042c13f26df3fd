// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Keys} from "./Keys.sol";
import {SystemEntries} from "./SystemEntries.sol";

/// @title What a sub-block may do to the entries of system contract 0
/// @notice Circuits are whitelisted by the world's owner; these few rules hold whatever a circuit proves.
library SystemRules {
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
        if (slot == SystemEntries.ACCOUNT) {
            return oldValue == 0 || SystemEntries.nonceOf(newValue) > SystemEntries.nonceOf(oldValue);
        }
        // The two values differ: the old inbox value and the new outbox value are not zero.
        if (slot == SystemEntries.INBOX) return newValue == 0;
        if (slot == SystemEntries.OUTBOX) return oldValue == 0;
        return false;
    }
}
