// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IThreads} from "../interfaces/IThreads.sol";
import {Worlds} from "./Worlds.sol";

/// @title Threads, their provers and their delegates
abstract contract Threads is Worlds, IThreads {
    struct Thread {
        address prover;
        uint32 seq;
    }

    mapping(uint256 world => uint32) private _threadCounts;
    /// @dev The prover is written once, the sequence number by settlements.
    mapping(uint256 world => mapping(uint32 thread => Thread)) internal _threads;
    mapping(uint256 world => mapping(uint32 thread => mapping(address delegate => bool))) private _delegates;

    /// @inheritdoc IThreads
    function openThread(uint256 world, address prover)
        external
        onlyWorldOwner(world)
        returns (uint32 thread)
    {
        if (prover == address(0)) revert ZeroAddress();
        thread = ++_threadCounts[world];
        _threads[world][thread].prover = prover;
        emit ThreadOpened(world, thread, prover);
    }

    /// @inheritdoc IThreads
    function setDelegate(uint256 world, uint32 thread, address delegate, bool allowed) external {
        address prover = _requireOpen(world, thread);
        if (msg.sender != prover) revert NotProver(prover, msg.sender);
        if (delegate == address(0)) revert ZeroAddress();
        _delegates[world][thread][delegate] = allowed;
        emit DelegateSet(world, thread, delegate, allowed);
    }

    /// @inheritdoc IThreads
    function threadCountOf(uint256 world) external view returns (uint32) {
        return _threadCounts[world];
    }

    /// @inheritdoc IThreads
    function threadOf(uint256 world, uint32 thread) external view returns (address prover, uint32 seq) {
        Thread storage t = _threads[world][thread];
        return (t.prover, t.seq);
    }

    /// @inheritdoc IThreads
    function isDelegate(uint256 world, uint32 thread, address account) external view returns (bool) {
        return _delegates[world][thread][account];
    }

    /// @dev The prover of a thread that is open.
    function _requireOpen(uint256 world, uint32 thread) internal view returns (address prover) {
        prover = _threads[world][thread].prover;
        if (prover == address(0)) revert ThreadNotOpen(world, thread);
    }

    /// @dev Refuses a sender who may not settle for a thread.
    function _requireSettler(uint256 world, uint32 thread, address prover) internal view {
        if (msg.sender != prover && !_delegates[world][thread][msg.sender]) {
            revert NotProver(prover, msg.sender);
        }
    }
}
