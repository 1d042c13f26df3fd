// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Changes that are requested now and take effect later
/// @notice Nothing happens by itself: a change whose delay is over waits until somebody applies it. The time is
/// `block.timestamp`, which a block's producer may set some seconds off; delays are hours.
library DelayedChanges {
    /// @notice One request; all zero if there is none.
    struct Change {
        /// What is asked for.
        bytes32 value;
        /// From this second on it may be applied.
        uint48 readyAt;
    }

    /// @notice There is no request to apply or to take back.
    error NothingRequested();

    /// @notice The delay is not over yet.
    /// @param readyAt When it will be.
    /// @param time The block's time.
    error NotReady(uint256 readyAt, uint256 time);

    /// @notice Records a request in the place of an earlier one.
    /// @param change Where.
    /// @param value What is asked for.
    /// @param delay Seconds from now until it may be applied.
    /// @return readyAt When it may.
    function request(Change storage change, bytes32 value, uint32 delay) internal returns (uint48 readyAt) {
        readyAt = Time.timestamp() + delay;
        change.value = value;
        change.readyAt = readyAt;
    }

    /// @notice Takes a request out, so that the caller applies it.
    /// @param change Where it is.
    /// @return value What was asked for.
    function take(Change storage change) internal returns (bytes32 value) {
        uint256 readyAt = change.readyAt;
        if (readyAt == 0) revert NothingRequested();
        if (block.timestamp < readyAt) revert NotReady(readyAt, block.timestamp);
        value = change.value;
        drop(change);
    }

    /// @notice Takes a request back.
    /// @param change Where it is.
    function cancel(Change storage change) internal {
        if (change.readyAt == 0) revert NothingRequested();
        drop(change);
    }

    /// @notice Forgets a request, if there is one.
    /// @param change Where it is.
    function drop(Change storage change) internal {
        change.value = 0;
        change.readyAt = 0;
    }
}
