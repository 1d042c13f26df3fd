// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IThreads} from "../src/interfaces/IThreads.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {ZkThreads} from "../src/ZkThreads.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {StubVerifier} from "./support/StubVerifier.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice A proof is good for one sub-block of one thread of one world on one chain, sent by one prover.
/// @dev In each test every other condition holds in the place that the proof is carried to, so that only the
/// statement can refuse it: the proof itself must fail.
contract ReplayTest is ThreadsFixture {
    Entry[] private entries;
    bytes private inputs;
    bytes private outputs;
    bytes private proof;

    function setUp() public override {
        super.setUp();
        Entry[] memory list = fresh(2);
        entries.push(list[0]);
        entries.push(list[1]);
        (inputs, outputs) = Lists.encode(list);
        proof = proofOf(subBlock(1), prover, list);
    }

    function test_theProofIsGoodWhereItBelongs() public {
        _settle(threads, subBlock(1), prover);
    }

    function test_notTwice() public {
        _settle(threads, subBlock(1), prover);
        vm.expectRevert(abi.encodeWithSelector(IZkThreads.WrongSequence.selector, 2, 1));
        _settle(threads, subBlock(1), prover);
    }

    /// @dev As number 2, on the very state that it was made for.
    function test_notAsTheNextSubBlock() public {
        _settle(threads, subBlock(1), prover);
        write(key(1), 0);
        write(key(2), 0);
        _rejected(threads, subBlock(2), prover);
    }

    function test_notInAnotherThread() public {
        vm.prank(owner);
        uint32 other = threads.openThread(world, prover);
        IZkThreads.SubBlock memory b = subBlock(1);
        b.thread = other;
        _rejected(threads, b, prover);
    }

    function test_notInAnotherWorld() public {
        vm.startPrank(owner);
        uint256 other = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        threads.openThread(other, prover);
        vm.stopPrank();
        IZkThreads.SubBlock memory b = subBlock(1);
        b.world = other;
        _rejected(threads, b, prover);
    }

    /// @dev The same version, after it got another whitelist.
    function test_notWithAnotherWhitelist() public {
        _adopt(OS_VERSION, bytes32(uint256(1)));
        _rejected(threads, subBlock(1), prover);
    }

    function test_notOnAnotherChain() public {
        vm.chainId(block.chainid + 1);
        _rejected(threads, subBlock(1), prover);
    }

    function test_notInAnotherDeployment() public {
        ZkThreads other = new ZkThreads(registry);
        vm.startPrank(owner);
        other.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        other.openThread(world, prover);
        vm.stopPrank();
        _rejected(other, subBlock(1), prover);
    }

    /// @dev Another version with the same verifier and the same whitelist.
    function test_notUnderAnotherOsVersion() public {
        vm.prank(registrar);
        registry.register(2, address(verifier), address(verifier).codehash, false);
        _adopt(2, SET_ROOT);
        IZkThreads.SubBlock memory b = subBlock(1);
        b.osVersion = 2;
        _rejected(threads, b, prover);
    }

    /// @dev The transaction as it was sent, where it does not belong: refused before the proof is looked at, with
    /// the error that says what is wrong.
    function test_aCopiedTransactionIsRefusedByName() public {
        IZkThreads.SubBlock memory b = subBlock(1);
        _refused(b, stranger, abi.encodeWithSelector(IThreads.NotProver.selector, prover, stranger));
        b.thread = 2;
        _refused(b, prover, abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, world, 2));
        b = subBlock(1);
        b.world = 2;
        _refused(b, prover, abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, 2, thread));
        _refused(subBlock(2), prover, abi.encodeWithSelector(IZkThreads.WrongSequence.selector, 1, 2));
        b = subBlock(1);
        b.osVersion = DEV_VERSION;
        _refused(b, prover, abi.encodeWithSelector(IWorlds.OsVersionNotAdopted.selector, world, DEV_VERSION));
        uint256 late = uint256(subBlock(1).tMax) + 1;
        vm.warp(late);
        _refused(subBlock(1), prover, abi.encodeWithSelector(IZkThreads.TooLate.selector, late - 1, late));
    }

    /// @dev A rival who copies the proof from the mempool has a thread of his own with the same number, in a
    /// deployment where even the domain is the same: the prover's address in the statement stops him.
    function test_notByAnotherProver() public {
        address thief = stranger;
        vm.store(address(threads), _threadSlot(), bytes32(uint256(uint160(thief))));
        (address registered,) = threads.threadOf(world, thread);
        vm.assertEq(registered, thief, "the thief is the prover now");
        _rejected(threads, subBlock(1), thief);
    }

    function test_noFieldOfTheSubBlockCanChange() public {
        IZkThreads.SubBlock memory b = subBlock(1);
        b.tMin -= 1;
        _rejected(threads, b, prover);
        b = subBlock(1);
        b.tMax += 1;
        _rejected(threads, b, prover);
        b = subBlock(1);
        b.callCount += 1;
        _rejected(threads, b, prover);
        for (uint256 i = 0; i < 4; ++i) {
            bytes32 bit = bytes32(uint256(1) << (64 * i));
            b = subBlock(1);
            b.callsOut ^= bit;
            _rejected(threads, b, prover);
            b = subBlock(1);
            b.logOut ^= bit;
            _rejected(threads, b, prover);
            b = subBlock(1);
            b.commit ^= bit;
            _rejected(threads, b, prover);
        }
    }

    function test_noOutputCanChange() public {
        bytes memory kept = outputs;
        for (uint256 at = 11; at < 36; at += 8) {
            outputs = _flipped(kept, at);
            _rejected(threads, subBlock(1), prover);
        }
        outputs = "";
        _rejected(threads, subBlock(1), prover);
        (, outputs) = Lists.encode(fresh(1));
        _rejected(threads, subBlock(1), prover);
    }

    /// @dev Entries that are canonically zero, so that the input check passes.
    function test_noEntryCanBeAddedOrRemoved() public {
        (inputs, outputs) = Lists.encode(fresh(1));
        _rejected(threads, subBlock(1), prover);
        Entry[] memory more = fresh(3);
        more[2].value = 0;
        (inputs, outputs) = Lists.encode(more);
        _rejected(threads, subBlock(1), prover);
    }

    function _settle(ZkThreads at, IZkThreads.SubBlock memory b, address who) private {
        vm.prank(who);
        at.settle(b, inputs, outputs, proof);
    }

    function _rejected(ZkThreads at, IZkThreads.SubBlock memory b, address who) private {
        vm.expectPartialRevert(StubVerifier.ProofRejected.selector);
        _settle(at, b, who);
    }

    function _refused(IZkThreads.SubBlock memory b, address who, bytes memory refusal) private {
        vm.expectRevert(refusal);
        _settle(threads, b, who);
    }

    /// @dev Adopts a version; the block's time is then the one that the proof was made for again.
    function _adopt(uint256 osVersion, bytes32 root) private {
        vm.prank(owner);
        threads.requestAdoption(world, osVersion, root);
        vm.warp(NOW + DELAY);
        threads.applyAdoption(world, osVersion);
        vm.warp(NOW);
        vm.assertEq(threads.setRootOf(world, osVersion), root, "adopted");
    }

    function _threadSlot() private view returns (bytes32) {
        return keccak256(abi.encode(uint256(thread), keccak256(abi.encode(world, uint256(11)))));
    }

    function _flipped(bytes memory list, uint256 at) private pure returns (bytes memory copy) {
        copy = bytes.concat(list);
        copy[at] ^= 0x02;
    }
}
