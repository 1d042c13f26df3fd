// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Settlement of zkThreads: worlds, their canonical values, threads and sub-blocks
/// @notice A *world* is a registered contract set with a store of canonical values. A *thread* executes calls
/// off chain and settles them in sub-blocks: a list of the values it read, a list of the values it changed,
/// and a proof. The world's own L2 contracts (*writers*) read and write the same values directly.
/// @dev Keys, values and digests are four limbs, big-endian, the first most significant. Other errors come from
/// the libraries `Limbs`, `Statement` and `SystemRules`, from `OsVersions`, and from the verifier.
interface IZkThreads {
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

    /// @notice A world exists from now on.
    /// @param world Its number.
    /// @param owner Who opens its threads and names its writers.
    /// @param osVersion The circuit family that it adopts.
    /// @param setRoot Its whitelist of function circuits.
    /// @param development Whether it accepts families that do not check signatures.
    event WorldCreated(
        uint256 indexed world, address indexed owner, uint256 osVersion, bytes32 setRoot, bool development
    );

    /// @notice A thread may settle from now on.
    /// @param world The world.
    /// @param thread The thread's number in it.
    /// @param prover The only account that may settle for it.
    event ThreadOpened(uint256 indexed world, uint32 indexed thread, address indexed prover);

    /// @notice A writer was allowed or disallowed.
    /// @param world The world.
    /// @param contractId The contract whose values it may write.
    /// @param writer The L2 contract.
    /// @param allowed Whether it may, from now on.
    event WriterSet(uint256 indexed world, uint32 indexed contractId, address indexed writer, bool allowed);

    /// @notice An L2 contract wrote canonical values.
    /// @param world The world.
    /// @param contractId The contract that the keys belong to.
    /// @param writer The L2 contract.
    /// @param keys What it wrote to.
    /// @param values What it wrote.
    event ValuesWritten(
        uint256 indexed world,
        uint32 indexed contractId,
        address indexed writer,
        bytes32[] keys,
        bytes32[] values
    );

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

    /// @notice The registry address has no code.
    /// @param registry The address.
    error RegistryWithoutCode(address registry);

    /// @notice A world needs a whitelist.
    error ZeroSetRoot();

    /// @notice This OS version does not check signatures; only a development world may adopt it.
    /// @param osVersion The version.
    error DevelopmentOsVersion(uint256 osVersion);

    /// @notice Only the world's owner may do this.
    /// @param world The world.
    /// @param owner Its owner; zero if there is no such world.
    /// @param caller Who tried.
    error NotWorldOwner(uint256 world, address owner, address caller);

    /// @notice A thread needs a prover, a writer entry needs a writer.
    error ZeroAddress();

    /// @notice Contract 0 belongs to the system, and ids are below 2^31.
    /// @param contractId The id that cannot have writers.
    error InvalidContract(uint32 contractId);

    /// @notice The caller may not write this contract's values.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param caller Who tried.
    error NotWriter(uint256 world, uint32 contractId, address caller);

    /// @notice A write needs one value for each key.
    /// @param keys How many keys there are.
    /// @param values How many values there are.
    error LengthMismatch(uint256 keys, uint256 values);

    /// @notice A written key belongs to another contract.
    /// @param key The key.
    /// @param contractId The contract that the caller named.
    error ForeignKey(bytes32 key, uint32 contractId);

    /// @notice The thread does not exist.
    /// @param world The world.
    /// @param thread The thread.
    error ThreadNotOpen(uint256 world, uint32 thread);

    /// @notice Sub-blocks of a thread settle in order, each once.
    /// @param expected The number that comes next.
    /// @param actual The number that the sub-block has.
    error WrongSequence(uint256 expected, uint256 actual);

    /// @notice Only the thread's prover may settle for it.
    /// @param prover The prover.
    /// @param caller Who tried.
    error NotProver(address prover, address caller);

    /// @notice The world has not adopted this OS version.
    /// @param world The world.
    /// @param osVersion The version.
    error OsVersionNotAdopted(uint256 world, uint256 osVersion);

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

    /// @notice Creates a world, owned by the caller. Its whitelist is fixed.
    /// @param osVersion A registered OS version, adopted by the world.
    /// @param setRoot Root of the whitelist of function circuits, four limbs, not zero.
    /// @param development Whether the world accepts OS versions that do not check signatures.
    /// @return world The world's number, from 1.
    function createWorld(uint256 osVersion, bytes32 setRoot, bool development)
        external
        returns (uint256 world);

    /// @notice Opens a thread. Only for the world's owner.
    /// @param world The world.
    /// @param prover The only account that may settle for the thread.
    /// @return thread The thread's number in the world, from 1.
    function openThread(uint256 world, address prover) external returns (uint32 thread);

    /// @notice Allows or disallows an L2 contract to write a contract's values. Only for the world's owner.
    /// @param world The world.
    /// @param contractId The contract, not 0.
    /// @param writer The L2 contract.
    /// @param allowed Whether it may.
    function setWriter(uint256 world, uint32 contractId, address writer, bool allowed) external;

    /// @notice Writes canonical values at once. Only for a writer of the contract. Sub-blocks that were
    /// executed on the old values become stale.
    /// @param world The world.
    /// @param contractId The contract that all keys belong to.
    /// @param keys Where to write.
    /// @param values What to write, one for each key, canonical limbs.
    function write(uint256 world, uint32 contractId, bytes32[] calldata keys, bytes32[] calldata values)
        external;

    /// @notice Settles a sub-block: checks that it was executed on the canonical values, verifies its proof and
    /// applies its outputs, or reverts and changes nothing.
    /// @param b What the sub-block says of itself.
    /// @param inputs Every entry that it touched: n times (key, 32 bytes; value before, 32 bytes), keys rising.
    /// @param outputs Every entry that it changed: m times (index in `inputs`, 4 bytes; value after, 32 bytes),
    /// indices rising.
    /// @param proof The proof's bytes.
    function settle(SubBlock calldata b, bytes calldata inputs, bytes calldata outputs, bytes calldata proof)
        external;

    /// @notice A canonical value; zero if it was never written.
    /// @param world The world.
    /// @param key The key.
    function valueOf(uint256 world, bytes32 key) external view returns (bytes32);

    /// @notice Several canonical values at once.
    /// @param world The world.
    /// @param keys The keys.
    function valuesOf(uint256 world, bytes32[] calldata keys) external view returns (bytes32[] memory values);

    /// @notice A world's owner and kind; owner zero if there is no such world.
    /// @param world The world.
    /// @return owner Its owner.
    /// @return development Whether it accepts OS versions that do not check signatures.
    /// @return threads How many threads were opened in it.
    function worldOf(uint256 world) external view returns (address owner, bool development, uint32 threads);

    /// @notice The whitelist that a world uses with an OS version; zero if it has not adopted the version.
    /// @param world The world.
    /// @param osVersion The version.
    function setRootOf(uint256 world, uint256 osVersion) external view returns (bytes32);

    /// @notice A thread's prover, zero if the thread is not open, and the number of its last sub-block.
    /// @param world The world.
    /// @param thread The thread.
    function threadOf(uint256 world, uint32 thread) external view returns (address prover, uint32 seq);

    /// @notice Whether an L2 contract may write a contract's values.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param writer The L2 contract.
    function isWriter(uint256 world, uint32 contractId, address writer) external view returns (bool);

    /// @notice The domain that a world's statements are bound to, four limbs: this chain, this contract, the world.
    /// @param world The world.
    function domainOf(uint256 world) external view returns (bytes32);
}
