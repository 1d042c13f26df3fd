// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IThreads} from "../src/interfaces/IThreads.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {Statement} from "../src/lib/Statement.sol";
import {OsVersions} from "../src/OsVersions.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {StatementReference} from "./support/StatementReference.sol";
import {StubVerifier} from "./support/StubVerifier.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Settling: what is applied, and each condition that refuses a sub-block.
contract SettleTest is ThreadsFixture {
    function test_appliesOutputsAndAnnouncesThem() public {
        Entry[] memory entries = fresh(3);
        entries[1].value = 0;
        IZkThreads.SubBlock memory b = subBlock(1);
        (, bytes32 statement) = StatementReference.evaluate(b.commit, headerOf(b, prover), entries);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(b, prover, entries);

        vm.expectEmit(address(threads));
        emit IZkThreads.SubBlockSettled(
            world, thread, 1, OS_VERSION, b.callCount, b.callsOut, b.logOut, b.commit, statement
        );
        vm.prank(prover);
        threads.settle(b, inputs, outputs, proof);

        vm.assertEq(threads.valueOf(world, key(1)), Lists.word(1, 0, 0, 0), "changed");
        vm.assertEq(threads.valueOf(world, key(2)), bytes32(0), "only read");
        vm.assertEq(threads.valueOf(world, key(3)), Lists.word(3, 0, 0, 0), "changed");
        vm.assertEq(threads.valueOf(world + 1, key(1)), bytes32(0), "other world");
        (, uint32 seq) = threads.threadOf(world, thread);
        vm.assertEq(seq, 1, "sequence number");
    }

    function test_settlesOneAfterTheOther() public {
        Entry[] memory entries = fresh(2);
        settle(subBlock(1), entries);
        entries[0].old = entries[0].value;
        entries[0].value = 0;
        entries[1].old = entries[1].value;
        settle(subBlock(2), entries);
        vm.assertEq(threads.valueOf(world, key(1)), bytes32(0), "back to zero");
        vm.assertEq(threads.valueOf(world, key(2)), Lists.word(2, 0, 0, 0), "kept");
    }

    function testFuzz_appliesAnyLists(uint256 seed_, uint256 n) public {
        Entry[] memory entries = Lists.random(seed_, bound(n, 0, 24), 9);
        seed(entries);
        settle(subBlock(1), entries);
        for (uint256 i = 0; i < entries.length; ++i) {
            vm.assertEq(threads.valueOf(world, entries[i].key), entries[i].value, "applied");
        }
    }

    function test_anEmptySubBlockSettles() public {
        settle(subBlock(1), new Entry[](0));
    }

    function test_refusesAThreadThatIsNotOpen() public {
        IZkThreads.SubBlock memory b = subBlock(1);
        b.thread = 2;
        settleReverts(b, fresh(1), abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, world, 2));
        b.thread = 0;
        settleReverts(b, fresh(1), abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, world, 0));
        b = subBlock(1);
        b.world = 2;
        settleReverts(b, fresh(1), abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, 2, thread));
    }

    function test_refusesOtherSequenceNumbers() public {
        settleReverts(subBlock(0), fresh(1), _wrongSequence(1, 0));
        settleReverts(subBlock(2), fresh(1), _wrongSequence(1, 2));
        settle(subBlock(1), fresh(1));
        settleReverts(subBlock(1), fresh(1), _wrongSequence(2, 1));
        settleReverts(subBlock(3), fresh(1), _wrongSequence(2, 3));
    }

    function test_refusesOtherSenders() public {
        Entry[] memory entries = fresh(1);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        address[3] memory senders = [stranger, owner, writer];
        for (uint256 i = 0; i < senders.length; ++i) {
            bytes memory proof = proofOf(subBlock(1), senders[i], entries);
            vm.expectRevert(abi.encodeWithSelector(IThreads.NotProver.selector, prover, senders[i]));
            vm.prank(senders[i]);
            threads.settle(subBlock(1), inputs, outputs, proof);
        }
    }

    function test_refusesAVersionThatTheWorldHasNotAdopted() public {
        IZkThreads.SubBlock memory b = subBlock(1);
        uint256[3] memory versions = [DEV_VERSION, 0, type(uint256).max];
        for (uint256 i = 0; i < versions.length; ++i) {
            b.osVersion = versions[i];
            (bytes memory inputs, bytes memory outputs) = Lists.encode(fresh(1));
            vm.expectRevert(abi.encodeWithSelector(IWorlds.OsVersionNotAdopted.selector, world, b.osVersion));
            vm.prank(prover);
            threads.settle(b, inputs, outputs, "");
        }
    }

    function test_settlesInItsTimeWindowOnly() public {
        IZkThreads.SubBlock memory b = subBlock(1);
        vm.warp(b.tMin - 1);
        settleReverts(b, fresh(1), abi.encodeWithSelector(IZkThreads.TooEarly.selector, b.tMin, b.tMin - 1));
        vm.warp(uint256(b.tMax) + 1);
        settleReverts(
            b, fresh(1), abi.encodeWithSelector(IZkThreads.TooLate.selector, b.tMax, uint256(b.tMax) + 1)
        );
        vm.warp(b.tMin);
        settle(b, fresh(1));
        b.seq = 2;
        vm.warp(b.tMax);
        settle(b, new Entry[](0));
    }

    function testFuzz_aWindowThatEndsBeforeItBeginsNeverSettles(uint40 time) public {
        IZkThreads.SubBlock memory b = subBlock(1);
        (b.tMin, b.tMax) = (uint40(NOW + 1), uint40(NOW));
        vm.warp(time);
        settleReverts(
            b,
            fresh(1),
            time <= NOW
                ? abi.encodeWithSelector(IZkThreads.TooEarly.selector, b.tMin, time)
                : abi.encodeWithSelector(IZkThreads.TooLate.selector, b.tMax, time)
        );
    }

    function test_refusesStaleInputsAtEveryPosition() public {
        Entry[] memory entries = fresh(5);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 snapshot = vm.snapshotState();
            bytes32 actual = Lists.word(99, 0, 0, 0);
            write(entries[i].key, actual);
            settleReverts(
                subBlock(1),
                entries,
                abi.encodeWithSelector(IZkThreads.StaleInput.selector, entries[i].key, bytes32(0), actual)
            );
            vm.revertToState(snapshot);
        }
        settle(subBlock(1), entries);
    }

    /// @dev Also a value that was only read must still be the one that was read.
    function test_refusesAStaleInputThatIsNotChanged() public {
        Entry[] memory entries = fresh(2);
        entries[1].value = 0;
        write(entries[1].key, Lists.word(1, 0, 0, 0));
        settleReverts(
            subBlock(1),
            entries,
            abi.encodeWithSelector(
                IZkThreads.StaleInput.selector, entries[1].key, bytes32(0), Lists.word(1, 0, 0, 0)
            )
        );
    }

    /// @dev The value expected is the one of the input list, the actual one is canonical.
    function test_staleInputNamesBothValues() public {
        Entry[] memory entries = fresh(1);
        entries[0].old = Lists.word(7, 0, 0, 0);
        write(key(1), Lists.word(8, 0, 0, 0));
        settleReverts(
            subBlock(1),
            entries,
            abi.encodeWithSelector(
                IZkThreads.StaleInput.selector, key(1), Lists.word(7, 0, 0, 0), Lists.word(8, 0, 0, 0)
            )
        );
    }

    /// @dev A stale sub-block never reaches the verifier: its prover pays for little.
    function test_checksInputsBeforeTheProof() public {
        Entry[] memory entries = fresh(1);
        write(key(1), Lists.word(8, 0, 0, 0));
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        vm.expectCall(address(verifier), abi.encodeWithSelector(StubVerifier.verify.selector), 0);
        vm.expectPartialRevert(IZkThreads.StaleInput.selector);
        vm.prank(prover);
        threads.settle(subBlock(1), inputs, outputs, "");
    }

    function test_refusesMoreEntriesThanTheLimit() public {
        uint256 limit = threads.MAX_ENTRIES();
        vm.assertEq(limit, 4096, "limit");
        settle(subBlock(1), fresh(limit));
        bytes memory inputs = new bytes(64 * (limit + 1));
        vm.expectRevert(abi.encodeWithSelector(IZkThreads.TooManyEntries.selector, limit + 1, limit));
        vm.prank(prover);
        threads.settle(subBlock(2), inputs, "", "");
    }

    function test_refusesInvalidStatements() public {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(fresh(2));
        _refuses(bytes.concat(inputs, hex"00"), outputs, _with(Statement.InputListLength.selector, 129));
        _refuses(inputs, bytes.concat(outputs, hex"00"), _with(Statement.OutputListLength.selector, 73));
        (bytes memory second,) = Lists.encode(_only(fresh(2), 1));
        _refuses(bytes.concat(second, second), "", _with(Statement.KeysNotIncreasing.selector, 0));
        _refuses(new bytes(64), "", abi.encodeWithSelector(Statement.ZeroKey.selector));
        _refuses("", outputs, _with(Statement.OutputIndexOutOfOrder.selector, 1));
        _refuses(inputs, new bytes(36), _with(Statement.UnchangedOutput.selector, 0));
        bytes32 bad = bytes32(Limbs.P);
        _refuses(
            inputs, bytes.concat(bytes4(0), bad), abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad)
        );
    }

    function test_refusesAWrongProofAndForwardsTheVerifiersReason() public {
        Entry[] memory entries = fresh(1);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes32 expected = keccak256(abi.encode(publicInputsOf(subBlock(1), prover, entries)));
        vm.expectRevert(
            abi.encodeWithSelector(StubVerifier.ProofRejected.selector, expected), address(verifier)
        );
        vm.prank(prover);
        threads.settle(subBlock(1), inputs, outputs, abi.encode(uint256(expected) ^ 1));
    }

    function test_refusesAVerifierWhoseCodeIsGone() public {
        bytes32 registered = address(verifier).codehash;
        Entry[] memory entries = fresh(1);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory proof = proofOf(subBlock(1), prover, entries);
        vm.etch(address(verifier), "");
        vm.expectRevert(
            abi.encodeWithSelector(
                OsVersions.VerifierCodeMismatch.selector,
                address(verifier),
                registered,
                address(verifier).codehash
            )
        );
        vm.prank(prover);
        threads.settle(subBlock(1), inputs, outputs, proof);
    }

    function _refuses(bytes memory inputs, bytes memory outputs, bytes memory refusal) private {
        vm.expectRevert(refusal);
        vm.prank(prover);
        threads.settle(subBlock(1), inputs, outputs, "");
    }

    function _only(Entry[] memory entries, uint256 i) private pure returns (Entry[] memory one) {
        one = new Entry[](1);
        one[0] = entries[i];
    }

    function _with(bytes4 selector, uint256 value) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, value);
    }

    function _wrongSequence(uint256 expected, uint256 actual) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IZkThreads.WrongSequence.selector, expected, actual);
    }
}
