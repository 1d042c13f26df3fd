// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IOperators} from "../src/interfaces/IOperators.sol";
import {IUsers} from "../src/interfaces/IUsers.sol";
import {IValues} from "../src/interfaces/IValues.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {DelayedChanges} from "../src/lib/DelayedChanges.sol";
import {Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Operators of contracts: the first at once, others after the world's delay.
contract OperatorsTest is ThreadsFixture {
    uint32 private first;
    uint32 private second;

    function setUp() public override {
        super.setUp();
        first = threads.createUser(world);
        second = threads.createUser(world);
    }

    function test_theFirstOperatorIsSetAtOnce() public {
        vm.assertEq(threads.operatorOf(world, CONTRACT), 0, "none");
        vm.expectEmit(address(threads));
        emit IOperators.OperatorSet(world, CONTRACT, first);
        _set(first);
        vm.assertEq(threads.operatorOf(world, CONTRACT), first, "operator");
        vm.assertEq(threads.operatorOf(world, CONTRACT + 1), 0, "other contract");
        vm.assertEq(threads.operatorOf(world + 1, CONTRACT), 0, "other world");
    }

    /// @dev Key `(0 * 2^32 + 2, contract, 0, 0)`, value `(user, 0, 0, 0)`: what circuits read.
    function testFuzz_anOperatorIsACanonicalEntry(uint32 contractId) public {
        contractId = uint32(bound(contractId, 1, 2 ** 31 - 1));
        vm.prank(owner);
        threads.setOperator(world, contractId, second);
        vm.assertEq(
            threads.valueOf(world, Lists.word(2, contractId, 0, 0)), Lists.word(second, 0, 0, 0), "value"
        );
    }

    function test_theFirstOperatorIsSetOnce() public {
        _set(first);
        bytes memory refusal =
            abi.encodeWithSelector(IOperators.OperatorAlreadySet.selector, world, CONTRACT, first);
        vm.expectRevert(refusal);
        _set(second);
        vm.expectRevert(refusal);
        _set(first);
    }

    function test_anotherOneIsRequestedAndAppliedAfterTheDelay() public {
        _set(first);
        vm.expectEmit(address(threads));
        emit IOperators.OperatorRequested(world, CONTRACT, second, NOW + DELAY);
        _request(second);
        _requirePending(second, NOW + DELAY);
        vm.warp(NOW + DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(DelayedChanges.NotReady.selector, NOW + DELAY, NOW + DELAY - 1)
        );
        threads.applyOperator(world, CONTRACT);
        vm.assertEq(threads.operatorOf(world, CONTRACT), first, "not yet");

        vm.warp(NOW + DELAY);
        vm.expectEmit(address(threads));
        emit IOperators.OperatorSet(world, CONTRACT, second);
        vm.prank(stranger);
        threads.applyOperator(world, CONTRACT);
        vm.assertEq(threads.operatorOf(world, CONTRACT), second, "changed");
        _requirePending(0, 0);
        _nothing();
    }

    function test_aNewRequestReplacesTheOldOne() public {
        _set(first);
        _request(second);
        vm.warp(NOW + DELAY);
        uint32 third = threads.createUser(world);
        _request(third);
        vm.expectRevert(
            abi.encodeWithSelector(DelayedChanges.NotReady.selector, NOW + 2 * DELAY, NOW + DELAY)
        );
        threads.applyOperator(world, CONTRACT);
        vm.warp(NOW + 2 * DELAY);
        threads.applyOperator(world, CONTRACT);
        vm.assertEq(threads.operatorOf(world, CONTRACT), third, "the last request");
    }

    function test_aRequestIsTakenBack() public {
        _set(first);
        _request(second);
        vm.expectEmit(address(threads));
        emit IOperators.OperatorCancelled(world, CONTRACT);
        vm.prank(owner);
        threads.cancelOperator(world, CONTRACT);
        vm.warp(NOW + DELAY);
        _nothing();
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        vm.prank(owner);
        threads.cancelOperator(world, CONTRACT);
    }

    function test_requestsAreOfOneContractInOneWorld() public {
        _set(first);
        _request(second);
        vm.warp(NOW + DELAY);
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyOperator(world, CONTRACT + 1);
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyOperator(world + 1, CONTRACT);
    }

    function test_aRequestNeedsAnOperatorToReplace() public {
        vm.expectRevert(abi.encodeWithSelector(IOperators.OperatorNotSet.selector, world, CONTRACT));
        _request(first);
    }

    function test_anOperatorIsAUserOfTheWorld() public {
        uint32[3] memory nobody = [uint32(0), 3, type(uint32).max];
        for (uint256 i = 0; i < nobody.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IUsers.UnknownUser.selector, world, nobody[i]));
            _set(nobody[i]);
        }
        _set(first);
        for (uint256 i = 0; i < nobody.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IUsers.UnknownUser.selector, world, nobody[i]));
            _request(nobody[i]);
        }
    }

    function test_theSystemContractAndInvalidIdsHaveNoOperator() public {
        uint32[3] memory ids = [uint32(0), 2 ** 31, type(uint32).max];
        vm.startPrank(owner);
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IValues.InvalidContract.selector, ids[i]));
            threads.setOperator(world, ids[i], first);
        }
    }

    function test_onlyTheWorldsOwnerNamesOperators() public {
        _set(first);
        _request(second);
        address[3] memory others = [stranger, prover, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory refusal =
                abi.encodeWithSelector(IWorlds.NotWorldOwner.selector, world, owner, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(refusal);
            threads.setOperator(world, CONTRACT + 1, first);
            vm.expectRevert(refusal);
            threads.requestOperator(world, CONTRACT, second);
            vm.expectRevert(refusal);
            threads.cancelOperator(world, CONTRACT);
            vm.stopPrank();
        }
    }

    function _set(uint32 user) private {
        vm.prank(owner);
        threads.setOperator(world, CONTRACT, user);
    }

    function _request(uint32 user) private {
        vm.prank(owner);
        threads.requestOperator(world, CONTRACT, user);
    }

    function _nothing() private {
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyOperator(world, CONTRACT);
    }

    function _requirePending(uint32 user, uint256 readyAt) private view {
        (uint32 u, uint256 at) = threads.pendingOperatorOf(world, CONTRACT);
        vm.assertEq(u, user, "requested operator");
        vm.assertEq(at, readyAt, "ready");
    }
}
