// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Threads: who proves and who may send settlements
/// @notice A *thread* of a world has one prover, for whom its proofs are made, and who may name *delegates* that
/// send them in its place: other accounts with funds for fees. A delegate can settle nothing but the prover's
/// proofs.
interface IThreads {
    /// @notice A thread may settle from now on.
    /// @param world The world.
    /// @param thread The thread's number in it.
    /// @param prover The account that its proofs are made for.
    event ThreadOpened(uint256 indexed world, uint32 indexed thread, address indexed prover);

    /// @notice A delegate was allowed or disallowed.
    /// @param world The world.
    /// @param thread The thread.
    /// @param delegate The account.
    /// @param allowed Whether it may settle for the thread, from now on.
    event DelegateSet(uint256 indexed world, uint32 indexed thread, address indexed delegate, bool allowed);

    /// @notice The thread does not exist.
    /// @param world The world.
    /// @param thread The thread.
    error ThreadNotOpen(uint256 world, uint32 thread);

    /// @notice Only the thread's prover may do this; settling, one of its delegates too.
    /// @param prover The prover.
    /// @param caller Who tried.
    error NotProver(address prover, address caller);

    /// @notice Opens a thread. Only for the world's owner.
    /// @param world The world.
    /// @param prover The account that its proofs are made for.
    /// @return thread The thread's number in the world, from 1.
    function openThread(uint256 world, address prover) external returns (uint32 thread);

    /// @notice Allows or disallows an account to settle in the prover's place. Only for the thread's prover.
    /// @param world The world.
    /// @param thread The thread.
    /// @param delegate The account.
    /// @param allowed Whether it may.
    function setDelegate(uint256 world, uint32 thread, address delegate, bool allowed) external;

    /// @notice How many threads a world has; they are numbered from 1.
    /// @param world The world.
    function threadCountOf(uint256 world) external view returns (uint32);

    /// @notice A thread's prover, zero if the thread is not open, and the number of its last sub-block.
    /// @param world The world.
    /// @param thread The thread.
    function threadOf(uint256 world, uint32 thread) external view returns (address prover, uint32 seq);

    /// @notice Whether an account may settle in the prover's place.
    /// @param world The world.
    /// @param thread The thread.
    /// @param account The account.
    function isDelegate(uint256 world, uint32 thread, address account) external view returns (bool);
}
