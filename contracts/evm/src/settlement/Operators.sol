// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IOperators} from "../interfaces/IOperators.sol";
import {DelayedChanges} from "../lib/DelayedChanges.sol";
import {SystemEntries} from "../lib/SystemEntries.sol";
import {Users} from "./Users.sol";

/// @title Operators of contracts
/// @dev No sub-block changes an operator (`SystemRules`), and no writer does, so these are the only writes.
abstract contract Operators is Users, IOperators {
    using DelayedChanges for DelayedChanges.Change;

    mapping(uint256 world => mapping(uint32 contractId => DelayedChanges.Change)) private _operators;

    /// @inheritdoc IOperators
    function setOperator(uint256 world, uint32 contractId, uint32 user) external onlyWorldOwner(world) {
        _requireDappContract(contractId);
        _requireUser(world, user);
        uint32 current = operatorOf(world, contractId);
        if (current != 0) revert OperatorAlreadySet(world, contractId, current);
        _setOperator(world, contractId, SystemEntries.operator(user));
    }

    /// @inheritdoc IOperators
    function requestOperator(uint256 world, uint32 contractId, uint32 user) external onlyWorldOwner(world) {
        _requireUser(world, user);
        if (operatorOf(world, contractId) == 0) revert OperatorNotSet(world, contractId);
        uint48 readyAt = _operators[world][contractId].request(SystemEntries.operator(user), _delayOf(world));
        emit OperatorRequested(world, contractId, user, readyAt);
    }

    /// @inheritdoc IOperators
    function applyOperator(uint256 world, uint32 contractId) external {
        _setOperator(world, contractId, _operators[world][contractId].take());
    }

    /// @inheritdoc IOperators
    function cancelOperator(uint256 world, uint32 contractId) external onlyWorldOwner(world) {
        _operators[world][contractId].cancel();
        emit OperatorCancelled(world, contractId);
    }

    /// @inheritdoc IOperators
    function pendingOperatorOf(uint256 world, uint32 contractId)
        external
        view
        returns (uint32 user, uint256 readyAt)
    {
        DelayedChanges.Change storage change = _operators[world][contractId];
        return (SystemEntries.operatorOf(change.value), change.readyAt);
    }

    /// @inheritdoc IOperators
    function operatorOf(uint256 world, uint32 contractId) public view returns (uint32 user) {
        return SystemEntries.operatorOf(_values[world][SystemEntries.operatorKey(contractId)]);
    }

    function _setOperator(uint256 world, uint32 contractId, bytes32 value) private {
        _values[world][SystemEntries.operatorKey(contractId)] = value;
        emit OperatorSet(world, contractId, SystemEntries.operatorOf(value));
    }
}
