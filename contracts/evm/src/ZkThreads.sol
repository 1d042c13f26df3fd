// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPlonky2Verifier} from "./interfaces/IPlonky2Verifier.sol";
import {IZkThreads} from "./interfaces/IZkThreads.sol";
import {Keys} from "./lib/Keys.sol";
import {Limbs} from "./lib/Limbs.sol";
import {Statement} from "./lib/Statement.sol";
import {SystemRules} from "./lib/SystemRules.sol";
import {OsVersions} from "./OsVersions.sol";

/// @title The settlement contract
/// @notice See `IZkThreads`. It is immutable and has no owner: each world has its own.
/// @dev There is no guard against reentrancy, because nothing can re-enter: the registry and the verifier are
/// only called by STATICCALL, and every effect comes after both.
contract ZkThreads is IZkThreads {
    struct World {
        address owner;
        bool development;
        uint32 threads;
    }

    struct Thread {
        address prover;
        uint32 seq;
    }

    /// @notice The most entries that a sub-block may touch.
    uint256 public constant MAX_ENTRIES = 256;

    /// @notice Where verifiers are looked up.
    OsVersions public immutable REGISTRY;

    /// @notice How many worlds there are; they are numbered from 1.
    uint256 public worldCount;

    mapping(uint256 world => World) private _worlds;
    mapping(uint256 world => mapping(uint256 osVersion => bytes32)) private _setRoots;
    mapping(uint256 world => mapping(uint32 thread => Thread)) private _threads;
    mapping(uint256 world => mapping(uint32 contractId => mapping(address writer => bool))) private _writers;
    mapping(uint256 world => mapping(bytes32 key => bytes32)) private _values;

    modifier onlyWorldOwner(uint256 world) {
        address owner = _worlds[world].owner;
        if (msg.sender != owner) revert NotWorldOwner(world, owner, msg.sender);
        _;
    }

    /// @param registry The registry of OS versions.
    constructor(OsVersions registry) {
        if (address(registry).code.length == 0) revert RegistryWithoutCode(address(registry));
        REGISTRY = registry;
    }

    /// @inheritdoc IZkThreads
    function createWorld(uint256 osVersion, bytes32 setRoot, bool development)
        external
        returns (uint256 world)
    {
        if (setRoot == 0) revert ZeroSetRoot();
        Limbs.requireCanonical(setRoot);
        if (REGISTRY.isDevelopment(osVersion) && !development) revert DevelopmentOsVersion(osVersion);

        world = ++worldCount;
        _worlds[world] = World({owner: msg.sender, development: development, threads: 0});
        _setRoots[world][osVersion] = setRoot;
        emit WorldCreated(world, msg.sender, osVersion, setRoot, development);
    }

    /// @inheritdoc IZkThreads
    function openThread(uint256 world, address prover)
        external
        onlyWorldOwner(world)
        returns (uint32 thread)
    {
        if (prover == address(0)) revert ZeroAddress();
        thread = ++_worlds[world].threads;
        _threads[world][thread].prover = prover;
        emit ThreadOpened(world, thread, prover);
    }

    /// @inheritdoc IZkThreads
    function setWriter(uint256 world, uint32 contractId, address writer, bool allowed)
        external
        onlyWorldOwner(world)
    {
        if (contractId == Keys.SYSTEM || contractId >= Keys.MAX_CONTRACTS) {
            revert InvalidContract(contractId);
        }
        if (writer == address(0)) revert ZeroAddress();
        _writers[world][contractId][writer] = allowed;
        emit WriterSet(world, contractId, writer, allowed);
    }

    /// @inheritdoc IZkThreads
    /// @dev Contract 0 can have no writer, so a key with the right contract part is never zero either.
    function write(uint256 world, uint32 contractId, bytes32[] calldata keys, bytes32[] calldata values)
        external
    {
        if (!_writers[world][contractId][msg.sender]) revert NotWriter(world, contractId, msg.sender);
        if (keys.length != values.length) revert LengthMismatch(keys.length, values.length);

        mapping(bytes32 => bytes32) storage canonical = _values[world];
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes32 key = keys[i];
            bytes32 value = values[i];
            if (Keys.contractOf(key) != contractId) revert ForeignKey(key, contractId);
            Limbs.requireCanonical(key);
            Limbs.requireCanonical(value);
            canonical[key] = value;
        }
        emit ValuesWritten(world, contractId, msg.sender, keys, values);
    }

    /// @inheritdoc IZkThreads
    function settle(SubBlock calldata b, bytes calldata inputs, bytes calldata outputs, bytes calldata proof)
        external
    {
        Thread storage thread = _threads[b.world][b.thread];
        bytes32 setRoot = _requireReady(b, thread);
        _requireFresh(b.world, inputs);
        bytes32 statement = _verify(b, setRoot, inputs, outputs, proof);

        thread.seq = b.seq;
        _apply(b.world, inputs, outputs);
        _announce(b, statement);
    }

    /// @inheritdoc IZkThreads
    function valueOf(uint256 world, bytes32 key) external view returns (bytes32) {
        return _values[world][key];
    }

    /// @inheritdoc IZkThreads
    function valuesOf(uint256 world, bytes32[] calldata keys)
        external
        view
        returns (bytes32[] memory values)
    {
        values = new bytes32[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            values[i] = _values[world][keys[i]];
        }
    }

    /// @inheritdoc IZkThreads
    function worldOf(uint256 world) external view returns (address owner, bool development, uint32 threads) {
        World storage w = _worlds[world];
        return (w.owner, w.development, w.threads);
    }

    /// @inheritdoc IZkThreads
    function setRootOf(uint256 world, uint256 osVersion) external view returns (bytes32) {
        return _setRoots[world][osVersion];
    }

    /// @inheritdoc IZkThreads
    function threadOf(uint256 world, uint32 thread) external view returns (address prover, uint32 seq) {
        Thread storage t = _threads[world][thread];
        return (t.prover, t.seq);
    }

    /// @inheritdoc IZkThreads
    function isWriter(uint256 world, uint32 contractId, address writer) external view returns (bool) {
        return _writers[world][contractId][writer];
    }

    /// @inheritdoc IZkThreads
    function domainOf(uint256 world) public view returns (bytes32) {
        return Statement.domain(block.chainid, address(this), world);
    }

    /// @dev The cheap conditions: the right sub-block, from the right sender, of an adopted OS version, in time.
    /// @return setRoot The world's whitelist, from storage.
    function _requireReady(SubBlock calldata b, Thread storage thread)
        private
        view
        returns (bytes32 setRoot)
    {
        address prover = thread.prover;
        if (prover == address(0)) revert ThreadNotOpen(b.world, b.thread);
        uint256 next = uint256(thread.seq) + 1;
        if (b.seq != next) revert WrongSequence(next, b.seq);
        if (msg.sender != prover) revert NotProver(prover, msg.sender);
        setRoot = _setRoots[b.world][b.osVersion];
        if (setRoot == 0) revert OsVersionNotAdopted(b.world, b.osVersion);
        if (block.timestamp < b.tMin) revert TooEarly(b.tMin, block.timestamp);
        if (block.timestamp > b.tMax) revert TooLate(b.tMax, block.timestamp);
    }

    /// @dev The input list check, before anything expensive: a prover who lost a race pays for little more
    /// than calldata and one storage read a key.
    function _requireFresh(uint256 world, bytes calldata inputs) private view {
        uint256 n = Statement.inputCount(inputs);
        if (n > MAX_ENTRIES) revert TooManyEntries(n, MAX_ENTRIES);
        mapping(bytes32 => bytes32) storage canonical = _values[world];
        for (uint256 i = 0; i < n; ++i) {
            (bytes32 key, bytes32 expected) = Statement.inputAt(inputs, i);
            bytes32 actual = canonical[key];
            if (actual != expected) revert StaleInput(key, expected, actual);
        }
    }

    /// @dev Rebuilds the statement from storage and calldata, and verifies the proof of it.
    function _verify(
        SubBlock calldata b,
        bytes32 setRoot,
        bytes calldata inputs,
        bytes calldata outputs,
        bytes calldata proof
    ) private view returns (bytes32 statement) {
        Statement.Header memory header = Statement.Header({
            callCount: b.callCount,
            domain: domainOf(b.world),
            setRoot: setRoot,
            tMin: b.tMin,
            tMax: b.tMax,
            prover: msg.sender,
            thread: b.thread,
            seq: b.seq,
            callsOut: b.callsOut,
            logOut: b.logOut,
            osVersion: b.osVersion
        });
        uint64[8] memory publicInputs;
        (publicInputs, statement) = Statement.evaluate(b.commit, header, inputs, outputs);
        IPlonky2Verifier(REGISTRY.verifierOf(b.osVersion)).verify(publicInputs, proof);
    }

    /// @dev Stores the outputs; the lists have passed the statement's rules, so every index is in range.
    function _apply(uint256 world, bytes calldata inputs, bytes calldata outputs) private {
        uint256 m = Statement.outputCount(outputs);
        mapping(bytes32 => bytes32) storage canonical = _values[world];
        for (uint256 i = 0; i < m; ++i) {
            (uint256 index, bytes32 newValue) = Statement.outputAt(outputs, i);
            (bytes32 key, bytes32 oldValue) = Statement.inputAt(inputs, index);
            SystemRules.check(key, oldValue, newValue);
            canonical[key] = newValue;
        }
    }

    /// @dev Apart from `settle`, because the event has more fields than its stack has room for.
    function _announce(SubBlock calldata b, bytes32 statement) private {
        emit SubBlockSettled(
            b.world, b.thread, b.seq, b.osVersion, b.callCount, b.callsOut, b.logOut, b.commit, statement
        );
    }
}
