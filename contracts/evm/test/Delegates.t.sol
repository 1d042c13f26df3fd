// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IThreads} from "../src/interfaces/IThreads.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {Lists} from "./support/Lists.sol";
import {StubVerifier} from "./support/StubVerifier.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Delegates: they send the prover's proofs, and can do nothing else.
contract DelegatesTest is ThreadsFixture {
    address private delegate = makeAddr("delegate");

    function test_aDelegateSettlesTheProversProof() public {
        vm.expectEmit(address(threads));
        emit IThreads.DelegateSet(world, thread, delegate, true);
        _allow(true);
        vm.assertTrue(threads.isDelegate(world, thread, delegate), "allowed");
        _settleAs(delegate, prover);
        vm.assertEq(threads.valueOf(world, key(1)), fresh(1)[0].value, "applied");
        (, uint32 seq) = threads.threadOf(world, thread);
        vm.assertEq(seq, 1, "sequence number");
    }

    /// @dev A delegate who copies the prover's work into a proof of his own gets nothing for it.
    function test_aDelegateCannotSettleAProofOfHisOwn() public {
        _allow(true);
        bytes32 expected = keccak256(abi.encode(publicInputsOf(subBlock(1), prover, fresh(1))));
        _refused(delegate, delegate, abi.encodeWithSelector(StubVerifier.ProofRejected.selector, expected));
    }

    function test_aDisallowedDelegateSettlesNoMore() public {
        _allow(true);
        _allow(false);
        vm.assertFalse(threads.isDelegate(world, thread, delegate), "disallowed");
        _refused(delegate, prover, abi.encodeWithSelector(IThreads.NotProver.selector, prover, delegate));
        _settleAs(prover, prover);
    }

    function test_aDelegateIsOfOneThreadInOneWorld() public {
        _allow(true);
        vm.startPrank(owner);
        uint32 second = threads.openThread(world, prover);
        uint256 other = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        threads.openThread(other, prover);
        vm.stopPrank();
        vm.assertFalse(threads.isDelegate(world, second, delegate), "other thread");
        vm.assertFalse(threads.isDelegate(other, thread, delegate), "other world");
        vm.assertFalse(threads.isDelegate(world, thread, stranger), "other account");
        thread = second;
        _refused(delegate, prover, abi.encodeWithSelector(IThreads.NotProver.selector, prover, delegate));
        (world, thread) = (other, 1);
        _refused(delegate, prover, abi.encodeWithSelector(IThreads.NotProver.selector, prover, delegate));
    }

    function test_onlyTheProverNamesDelegates() public {
        _allow(true);
        address[3] memory others = [stranger, owner, delegate];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IThreads.NotProver.selector, prover, others[i]));
            vm.prank(others[i]);
            threads.setDelegate(world, thread, stranger, true);
        }
    }

    function test_aDelegateNeedsAThreadAndAnAddress() public {
        vm.startPrank(prover);
        vm.expectRevert(abi.encodeWithSelector(IThreads.ThreadNotOpen.selector, world, 2));
        threads.setDelegate(world, 2, delegate, true);
        vm.expectRevert(abi.encodeWithSelector(IWorlds.ZeroAddress.selector));
        threads.setDelegate(world, thread, address(0), true);
    }

    function _allow(bool allowed) private {
        vm.prank(prover);
        threads.setDelegate(world, thread, delegate, allowed);
    }

    /// @dev Sends, as `who`, a proof that was made for `madeFor`.
    function _settleAs(address who, address madeFor) private {
        _send(who, proofOf(subBlock(1), madeFor, fresh(1)));
    }

    function _refused(address who, address madeFor, bytes memory refusal) private {
        bytes memory proof = proofOf(subBlock(1), madeFor, fresh(1));
        vm.expectRevert(refusal, revertsIn(refusal));
        _send(who, proof);
    }

    function _send(address who, bytes memory proof) private {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(fresh(1));
        vm.prank(who);
        threads.settle(subBlock(1), inputs, outputs, proof);
    }
}
