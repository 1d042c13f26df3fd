// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IOperators} from "./IOperators.sol";
import {IThreads} from "./IThreads.sol";
import {IUsers} from "./IUsers.sol";
import {IValues} from "./IValues.sol";
import {IWorlds} from "./IWorlds.sol";

/// @title Settlement of zkThreads
/// @notice A thread executes calls off chain and settles them in *sub-blocks*: a list of the values it read, a
/// list of the values it changed, and a proof.
/// @dev Keys, values and digests are four limbs, big-endian, the first most significant; key roots are three.
/// Other errors come from the libraries `DelayedChanges`, `Limbs`, `Statement`, `SystemEntries` and `SystemRules`,
/// from `OsVersions`, and from the verifier. All times are `block.timestamp`, in seconds.
interface IZkThreads is IWorlds, IValues, IUsers, IOperators, IThreads {
    /// @notice What a sub-block says of itself; together with the two lists it is the proof's statement.
    struct SubBlock {
        /// The world whose values it changes.
        uint256 world;
        /// The circuit family that proves it.
        uint256 osVersion;
        /// The thread, and the number of this sub-block in it; the first is 1.
        uint32 thread;
        uint32 seq;
        /// The first and the last second at which it may settle.
        uint40 tMin;
        uint40 tMax;
        /// How many calls it holds.
        uint32 callCount;
        /// Digest of the calls, in order.
        bytes32 callsOut;
        /// Digest of the events, in order.
        bytes32 logOut;
        /// Commitment to the header and both state roots, made by the circuit.
        bytes32 commit;
    }

    /// @notice A sub-block settled: its proof was accepted and its outputs are canonical.
    /// @param world The world.
    /// @param thread The thread.
    /// @param seq The sub-block's number in the thread.
    /// @param osVersion The circuit family.
    /// @param callCount How many calls it held.
    /// @param callsOut Digest of its calls.
    /// @param logOut Digest of its events.
    /// @param commit The circuit's commitment.
    /// @param statement Hash over the commitment, the statement's header and both lists.
    event SubBlockSettled(
        uint256 indexed world,
        uint32 indexed thread,
        uint32 indexed seq,
        uint256 osVersion,
        uint32 callCount,
        bytes32 callsOut,
        bytes32 logOut,
        bytes32 commit,
        bytes32 statement
    );

    /// @notice Sub-blocks of a thread settle in order, each once.
    /// @param expected The number that comes next.
    /// @param actual The number that the sub-block has.
    error WrongSequence(uint256 expected, uint256 actual);

    /// @notice The sub-block may not settle yet.
    /// @param tMin When it may.
    /// @param time The block's time.
    error TooEarly(uint256 tMin, uint256 time);

    /// @notice The sub-block may no longer settle.
    /// @param tMax Until when it might have.
    /// @param time The block's time.
    error TooLate(uint256 tMax, uint256 time);

    /// @notice More entries than a settlement may touch.
    /// @param entries Entries of the input list.
    /// @param limit The most that are allowed.
    error TooManyEntries(uint256 entries, uint256 limit);

    /// @notice Somebody changed a value since the sub-block was executed; it must be executed again.
    /// @param key The first such key of the input list.
    /// @param expected The value that the sub-block was executed on, from its input list.
    /// @param actual The canonical value now.
    error StaleInput(bytes32 key, bytes32 expected, bytes32 actual);

    /// @notice Settles a sub-block: checks that it was executed on the canonical values, verifies its proof and
    /// applies its outputs, or reverts and changes nothing. For the thread's prover and its delegates.
    /// @param b What the sub-block says of itself.
    /// @param inputs Every entry that it touched: n times (key, 32 bytes; value before, 32 bytes), keys rising.
    /// @param outputs Every entry that it changed: m times (index in `inputs`, 4 bytes; value after, 32 bytes),
    /// indices rising.
    /// @param proof The proof's bytes.
    function settle(SubBlock calldata b, bytes calldata inputs, bytes calldata outputs, bytes calldata proof)
        external;

    /// @notice The domain that a world's statements are bound to, four limbs: this chain, this contract, the world.
    /// @param world The world.
    function domainOf(uint256 world) external view returns (bytes32);
}
