// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../../src/interfaces/IZkThreads.sol";
import {Statement} from "../../src/lib/Statement.sol";
import {OsVersions} from "../../src/OsVersions.sol";
import {ZkThreads} from "../../src/ZkThreads.sol";
import {Entry, Lists} from "./Lists.sol";
import {StatementReference} from "./StatementReference.sol";
import {StubVerifier} from "./StubVerifier.sol";
import {Test} from "./Test.sol";

/// @title A deployment with one world, one thread and one writer
abstract contract ThreadsFixture is Test {
    uint256 internal constant OS_VERSION = 0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef;
    uint256 internal constant DEV_VERSION = 0xdef;
    bytes32 internal constant SET_ROOT = bytes32(uint256(0x11) << 192 | 0x22);
    uint32 internal constant CONTRACT = 1;
    uint256 internal constant NOW = 1_800_000_000;
    uint32 internal constant DELAY = 2 hours;

    address internal registrar = makeAddr("registrar");
    address internal owner = makeAddr("world owner");
    address internal prover = makeAddr("prover");
    address internal writer = makeAddr("writer");
    address internal stranger = makeAddr("stranger");

    StubVerifier internal verifier;
    OsVersions internal registry;
    ZkThreads internal threads;
    uint256 internal world;
    uint32 internal thread;
    /// @dev The whitelist that proofs are made with.
    bytes32 internal setRoot = SET_ROOT;

    function setUp() public virtual {
        vm.warp(NOW);
        verifier = new StubVerifier();
        registry = new OsVersions(registrar);
        vm.startPrank(registrar);
        registry.register(OS_VERSION, address(verifier), address(verifier).codehash, false);
        registry.register(DEV_VERSION, address(verifier), address(verifier).codehash, true);
        vm.stopPrank();

        threads = new ZkThreads(registry);
        vm.startPrank(owner);
        world = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        thread = threads.openThread(world, prover);
        threads.setWriter(world, CONTRACT, writer, true);
        vm.stopPrank();
    }

    /// @dev The sub-block number `seq` of the fixture's thread, valid now.
    function subBlock(uint32 seq) internal view returns (IZkThreads.SubBlock memory) {
        return IZkThreads.SubBlock({
            world: world,
            osVersion: OS_VERSION,
            thread: thread,
            seq: seq,
            tMin: uint40(NOW - 60),
            tMax: uint40(NOW + 60),
            callCount: 4,
            callsOut: Lists.word(1, 2, 3, 4),
            logOut: Lists.word(5, 6, 7, 8),
            commit: Lists.word(9, 10, 11, 12)
        });
    }

    /// @dev The public inputs that a right prover has for a sub-block, by the slow reference.
    function publicInputsOf(IZkThreads.SubBlock memory b, address who, Entry[] memory entries)
        internal
        view
        returns (uint64[8] memory publicInputs)
    {
        (publicInputs,) = StatementReference.evaluate(b.commit, headerOf(b, who), entries);
    }

    /// @dev The header of a sub-block's statement on this chain and this contract.
    function headerOf(IZkThreads.SubBlock memory b, address who)
        internal
        view
        returns (Statement.Header memory)
    {
        return Statement.Header({
            callCount: b.callCount,
            domain: StatementReference.domain(block.chainid, address(threads), b.world),
            setRoot: setRoot,
            tMin: b.tMin,
            tMax: b.tMax,
            prover: who,
            thread: b.thread,
            seq: b.seq,
            callsOut: b.callsOut,
            logOut: b.logOut,
            osVersion: b.osVersion
        });
    }

    /// @dev A stub proof of a sub-block.
    function proofOf(IZkThreads.SubBlock memory b, address who, Entry[] memory entries)
        internal
        view
        returns (bytes memory)
    {
        return verifier.prove(publicInputsOf(b, who, entries));
    }

    /// @dev Proves and settles as the prover.
    function settle(IZkThreads.SubBlock memory b, Entry[] memory entries) internal {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(b, prover, entries);
        vm.prank(prover);
        threads.settle(b, inputs, outputs, proof);
    }

    /// @dev The same, expecting a revert with exactly this data.
    function settleReverts(IZkThreads.SubBlock memory b, Entry[] memory entries, bytes memory revertData)
        internal
    {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(b, prover, entries);
        vm.expectRevert(revertData, revertsIn(revertData));
        vm.prank(prover);
        threads.settle(b, inputs, outputs, proof);
    }

    /// @dev Writes one value as the writer.
    function write(bytes32 at, bytes32 value) internal {
        bytes32[] memory keys = new bytes32[](1);
        bytes32[] memory values = new bytes32[](1);
        (keys[0], values[0]) = (at, value);
        vm.prank(writer);
        threads.write(world, CONTRACT, keys, values);
    }

    /// @dev Key `i` of a map in slot 1 of the fixture's contract.
    function key(uint256 i) internal pure returns (bytes32) {
        return Lists.word((uint256(CONTRACT) << 32) | 1, i, 0, 0);
    }

    /// @dev n entries at `key(1)`, ...: on fresh state, entry i set to i.
    function fresh(uint256 n) internal pure returns (Entry[] memory entries) {
        entries = new Entry[](n);
        for (uint256 i = 0; i < n; ++i) {
            entries[i] = Entry({key: key(i + 1), old: 0, value: Lists.word(i + 1, 0, 0, 0)});
        }
    }

    /// @dev Makes the entries' old values canonical, straight in storage.
    function seed(Entry[] memory entries) internal {
        for (uint256 i = 0; i < entries.length; ++i) {
            setValue(world, entries[i].key, entries[i].old);
        }
    }

    /// @dev Sets a canonical value in storage, past all rules.
    function setValue(uint256 inWorld, bytes32 at, bytes32 value) internal {
        bytes32 slot = keccak256(abi.encode(at, keccak256(abi.encode(inWorld, VALUES_SLOT))));
        vm.store(address(threads), slot, value);
        vm.assertEq(threads.valueOf(inWorld, at), value, "storage layout of canonical values");
    }

    /// @dev Storage slot of `Values._values`.
    uint256 private constant VALUES_SLOT = 4;

    /// @dev Which contract is expected to revert with this data.
    function revertsIn(bytes memory revertData) internal view returns (address) {
        return
            bytes4(revertData) == StubVerifier.ProofRejected.selector ? address(verifier) : address(threads);
    }
}
