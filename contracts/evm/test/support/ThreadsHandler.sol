// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../../src/interfaces/IZkThreads.sol";
import {ZkThreads} from "../../src/ZkThreads.sol";
import {Entry, Lists} from "./Lists.sol";
import {ThreadsFixture} from "./ThreadsFixture.sol";

/// @title Random actions on two worlds, with a model of what must come of them
/// @notice Honest actions must succeed, dishonest ones must revert; either way the model knows the state.
contract ThreadsHandler is ThreadsFixture {
    uint256 public constant KEYS = 6;
    uint256 public constant WORLDS = 2;
    uint256 public constant THREADS = 2;

    /// @notice What each value and each sequence number must be.
    mapping(uint256 world => mapping(bytes32 key => bytes32)) public modelValue;
    mapping(uint256 world => mapping(uint256 thread => uint32)) public modelSeq;
    /// @notice How often each action ran, so that a run that did nothing is seen.
    uint256 public settled;
    uint256 public refused;

    address private delegate = makeAddr("delegate");
    IZkThreads.SubBlock private _last;
    bytes private _lastInputs;
    bytes private _lastOutputs;
    bytes private _lastProof;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        threads.openThread(world, prover);
        uint256 other = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        threads.openThread(other, prover);
        threads.openThread(other, prover);
        threads.setWriter(other, CONTRACT, writer, true);
        vm.stopPrank();
        for (uint256 i = 1; i <= WORLDS; ++i) {
            for (uint32 j = 1; j <= THREADS; ++j) {
                vm.prank(prover);
                threads.setDelegate(i, j, delegate, true);
            }
        }
    }

    /// @notice An honest sub-block of a random thread settles, sent by its prover or its delegate.
    function settleHonestly(uint256 seed_) external {
        Entry[] memory entries = _entries(seed_);
        IZkThreads.SubBlock memory b = _subBlock(seed_);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(b, prover, entries);
        vm.prank((seed_ >> 2) % 2 == 0 ? prover : delegate);
        threads.settle(b, inputs, outputs, proof);

        for (uint256 i = 0; i < entries.length; ++i) {
            modelValue[b.world][entries[i].key] = entries[i].value;
        }
        modelSeq[b.world][b.thread] = b.seq;
        (_last, _lastInputs, _lastOutputs, _lastProof) = (b, inputs, outputs, proof);
        ++settled;
    }

    /// @notice A sub-block that was executed on another value is refused.
    function settleOnAnotherValue(uint256 seed_) external {
        Entry[] memory entries = _entries(seed_);
        if (entries.length == 0) return;
        Entry memory e = entries[seed_ % entries.length];
        e.old = bytes32(uint256(e.old) ^ (1 << (seed_ % 32)));
        e.value = e.old;
        _expectRefusal(_subBlock(seed_), entries, prover);
    }

    /// @notice Somebody else's settlement is refused, even with a proof made for him; a delegate's is, too.
    function settleAsSomebodyElse(uint256 seed_) external {
        _expectRefusal(_subBlock(seed_), _entries(seed_), (seed_ >> 2) % 2 == 0 ? stranger : delegate);
    }

    /// @notice A sub-block out of sequence is refused.
    function settleOutOfSequence(uint256 seed_, uint32 seq) external {
        IZkThreads.SubBlock memory b = _subBlock(seed_);
        if (seq == b.seq) return;
        b.seq = seq;
        _expectRefusal(b, _entries(seed_), prover);
    }

    /// @notice The last settlement, sent again to any thread of any world, is refused.
    function settleAgain(uint256 seed_) external {
        if (settled == 0) return;
        IZkThreads.SubBlock memory b = _last;
        IZkThreads.SubBlock memory target = _subBlock(seed_);
        (b.world, b.thread, b.seq) = (target.world, target.thread, target.seq);
        vm.prank(prover);
        try threads.settle(b, _lastInputs, _lastOutputs, _lastProof) {
            revert("a settlement was replayed");
        } catch {
            ++refused;
        }
    }

    /// @notice The writer writes a value of its contract.
    function writeHonestly(uint256 seed_) external {
        uint256 inWorld = 1 + seed_ % WORLDS;
        bytes32[] memory keys = new bytes32[](1);
        bytes32[] memory values = new bytes32[](1);
        keys[0] = keyOf(1 + seed_ % (KEYS - 1));
        values[0] = Lists.canonical(seed_);
        vm.prank(writer);
        threads.write(inWorld, CONTRACT, keys, values);
        modelValue[inWorld][keys[0]] = values[0];
    }

    /// @notice Nobody else writes, and the writer writes nothing else.
    function writeDishonestly(uint256 seed_, address who, uint32 contractId) external {
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = keyOf(seed_ % KEYS);
        if (who == writer && contractId == CONTRACT) keys[0] = keyOf(0);
        vm.prank(who);
        try threads.write(world, contractId, keys, new bytes32[](1)) {
            revert("a value was written without right");
        } catch {
            ++refused;
        }
    }

    /// @notice The contract under test.
    function deployment() external view returns (ZkThreads) {
        return threads;
    }

    /// @notice The keys in play: an account of contract 0, then keys of the fixture's contract.
    function keyOf(uint256 i) public pure returns (bytes32) {
        return i == 0 ? Lists.word(1, 1, 0, 0) : key(i);
    }

    function _expectRefusal(IZkThreads.SubBlock memory b, Entry[] memory entries, address who) private {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(b, who, entries);
        vm.prank(who);
        try threads.settle(b, inputs, outputs, proof) {
            revert("a dishonest sub-block settled");
        } catch {
            ++refused;
        }
    }

    function _subBlock(uint256 seed_) private view returns (IZkThreads.SubBlock memory b) {
        b = subBlock(0);
        b.world = 1 + (seed_ >> 8) % WORLDS;
        b.thread = uint32(1 + (seed_ >> 16) % THREADS);
        b.seq = modelSeq[b.world][b.thread] + 1;
    }

    /// @dev A random subset of the keys with their right values; the account's nonce rises when it is used.
    function _entries(uint256 seed_) private view returns (Entry[] memory entries) {
        uint256 inWorld = 1 + (seed_ >> 8) % WORLDS;
        uint256 subset = (seed_ >> 24) % 2 ** KEYS;
        entries = new Entry[](KEYS);
        uint256 n;
        for (uint256 i = 0; i < KEYS; ++i) {
            if ((subset >> i) & 1 == 0) continue;
            bytes32 old = modelValue[inWorld][keyOf(i)];
            bytes32 value = (seed_ >> (32 + i)) & 1 == 0 ? old : Lists.canonical(seed_ ^ i);
            if (i == 0) value = bytes32(uint256(old) + (1 << 192));
            entries[n++] = Entry({key: keyOf(i), old: old, value: value});
        }
        assembly ("memory-safe") {
            mstore(entries, n)
        }
    }
}
