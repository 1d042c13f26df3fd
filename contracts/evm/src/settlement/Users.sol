// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IUsers} from "../interfaces/IUsers.sol";
import {DelayedChanges} from "../lib/DelayedChanges.sol";
import {SystemEntries} from "../lib/SystemEntries.sol";
import {Values} from "./Values.sol";

/// @title Users, their lanes and their keys
abstract contract Users is Values, IUsers {
    using DelayedChanges for DelayedChanges.Change;

    struct User {
        address owner;
        address offeredTo;
    }

    mapping(uint256 world => uint32) private _userCounts;
    mapping(uint256 world => mapping(uint32 user => User)) private _users;
    mapping(uint256 world => mapping(uint32 user => mapping(uint32 lane => DelayedChanges.Change))) private
        _keys;

    modifier onlyUserOwner(uint256 world, uint32 user) {
        address owner = _users[world][user].owner;
        if (msg.sender != owner) revert NotUserOwner(world, user, owner, msg.sender);
        _;
    }

    /// @inheritdoc IUsers
    /// @dev Numbers are below 2^32: the checked increment refuses to go beyond.
    function createUser(uint256 world) external returns (uint32 user) {
        _requireWorld(world);
        user = ++_userCounts[world];
        _users[world][user].owner = msg.sender;
        emit UserCreated(world, user, msg.sender);
    }

    /// @inheritdoc IUsers
    function offerUser(uint256 world, uint32 user, address newOwner) external onlyUserOwner(world, user) {
        _users[world][user].offeredTo = newOwner;
        emit UserOffered(world, user, newOwner);
    }

    /// @inheritdoc IUsers
    function acceptUser(uint256 world, uint32 user) external {
        User storage u = _users[world][user];
        address offeredTo = u.offeredTo;
        if (msg.sender != offeredTo) revert UserNotOffered(world, user, offeredTo, msg.sender);
        u.owner = msg.sender;
        u.offeredTo = address(0);
        emit UserTransferred(world, user, msg.sender);
    }

    /// @inheritdoc IUsers
    function openLane(uint256 world, uint32 user, uint32 lane, bytes24 keyRoot)
        external
        onlyUserOwner(world, user)
    {
        SystemEntries.requireKeyRoot(keyRoot);
        bytes32 key = SystemEntries.accountKey(user, lane);
        bytes32 account = _values[world][key];
        if (account != 0) revert LaneAlreadyOpen(world, user, lane, account);
        _values[world][key] = SystemEntries.account(0, keyRoot);
        emit LaneOpened(world, user, lane, keyRoot);
    }

    /// @inheritdoc IUsers
    function requestKey(uint256 world, uint32 user, uint32 lane, bytes24 keyRoot)
        external
        onlyUserOwner(world, user)
    {
        SystemEntries.requireKeyRoot(keyRoot);
        if (_values[world][SystemEntries.accountKey(user, lane)] == 0) revert LaneNotOpen(world, user, lane);
        uint48 readyAt = _keys[world][user][lane].request(keyRoot, _delayOf(world));
        emit KeyRequested(world, user, lane, keyRoot, readyAt);
    }

    /// @inheritdoc IUsers
    /// @dev The nonce is the one that is stored now, not the one at the request: calls that settled since then
    /// stay consumed. An account, once open, is never zero again (`SystemRules`).
    function applyKey(uint256 world, uint32 user, uint32 lane) external {
        bytes24 keyRoot = bytes24(_keys[world][user][lane].take());
        bytes32 key = SystemEntries.accountKey(user, lane);
        uint64 nonce = SystemEntries.nonceOf(_values[world][key]);
        _values[world][key] = SystemEntries.account(nonce, keyRoot);
        emit KeyApplied(world, user, lane, nonce, keyRoot);
    }

    /// @inheritdoc IUsers
    function cancelKey(uint256 world, uint32 user, uint32 lane) external onlyUserOwner(world, user) {
        _keys[world][user][lane].cancel();
        emit KeyCancelled(world, user, lane);
    }

    /// @inheritdoc IUsers
    function userCountOf(uint256 world) external view returns (uint32) {
        return _userCounts[world];
    }

    /// @inheritdoc IUsers
    function userOf(uint256 world, uint32 user) external view returns (address owner, address offeredTo) {
        User storage u = _users[world][user];
        return (u.owner, u.offeredTo);
    }

    /// @inheritdoc IUsers
    function accountOf(uint256 world, uint32 user, uint32 lane)
        external
        view
        returns (uint64 nonce, bytes24 keyRoot)
    {
        bytes32 value = _values[world][SystemEntries.accountKey(user, lane)];
        return (SystemEntries.nonceOf(value), SystemEntries.keyRootOf(value));
    }

    /// @inheritdoc IUsers
    function pendingKeyOf(uint256 world, uint32 user, uint32 lane)
        external
        view
        returns (bytes24 keyRoot, uint256 readyAt)
    {
        DelayedChanges.Change storage change = _keys[world][user][lane];
        return (bytes24(change.value), change.readyAt);
    }

    function _requireUser(uint256 world, uint32 user) internal view {
        if (_users[world][user].owner == address(0)) revert UnknownUser(world, user);
    }
}
