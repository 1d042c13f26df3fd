// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPlonky2Verifier} from "./interfaces/IPlonky2Verifier.sol";
import {IZkThreads} from "./interfaces/IZkThreads.sol";
import {Statement} from "./lib/Statement.sol";
import {SystemRules} from "./lib/SystemRules.sol";
import {OsVersions} from "./OsVersions.sol";
import {Operators} from "./settlement/Operators.sol";
import {Threads} from "./settlement/Threads.sol";
import {Worlds} from "./settlement/Worlds.sol";

/// @title The settlement contract
/// @notice See `IZkThreads`. It is immutable and has no owner: each world has its own.
/// @dev There is no guard against reentrancy, because nothing can re-enter: the registry and the verifier are
/// only called by STATICCALL, and every effect of `settle` comes after both.
contract ZkThreads is Operators, Threads, IZkThreads {
    /// @notice The most entries that a sub-block may touch. How many fit a transaction depends on the chain.
    uint256 public constant MAX_ENTRIES = 4096;

    /// @param registry The registry of OS versions.
    constructor(OsVersions registry) Worlds(registry) {}

    /// @inheritdoc IZkThreads
    function settle(SubBlock calldata b, bytes calldata inputs, bytes calldata outputs, bytes calldata proof)
        external
    {
        (address prover, bytes32 setRoot) = _requireReady(b);
        _requireFresh(b.world, inputs);
        bytes32 statement = _verify(b, prover, setRoot, inputs, outputs, proof);

        _threads[b.world][b.thread].seq = b.seq;
        _apply(b.world, inputs, outputs);
        _announce(b, statement);
    }

    /// @inheritdoc IZkThreads
    function domainOf(uint256 world) public view returns (bytes32) {
        return Statement.domain(block.chainid, address(this), world);
    }

    /// @dev The cheap conditions: the right sub-block, from the right sender, of an adopted OS version, in time.
    /// @return prover The thread's prover, from storage, whoever sends.
    /// @return setRoot The world's whitelist, from storage.
    function _requireReady(SubBlock calldata b) private view returns (address prover, bytes32 setRoot) {
        prover = _requireOpen(b.world, b.thread);
        uint256 next = uint256(_threads[b.world][b.thread].seq) + 1;
        if (b.seq != next) revert WrongSequence(next, b.seq);
        _requireSettler(b.world, b.thread, prover);
        setRoot = _requireAdopted(b.world, b.osVersion);
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
        address prover,
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
            prover: prover,
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
