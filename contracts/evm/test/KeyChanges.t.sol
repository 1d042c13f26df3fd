// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IUsers} from "../src/interfaces/IUsers.sol";
import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {DelayedChanges} from "../src/lib/DelayedChanges.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {SystemEntries} from "../src/lib/SystemEntries.sol";
import {Entry} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Another key for an open lane: requested, and applied after the world's delay.
contract KeyChangesTest is ThreadsFixture {
    bytes24 private constant KEY_A = bytes24(uint192(0xa));
    bytes24 private constant KEY_B = bytes24(uint192(0xb) << 128);
    bytes24 private constant KEY_C = bytes24(uint192(0xc) << 64);
    uint32 private constant LANE = 4;

    address private alice = makeAddr("alice");
    uint32 private user;

    function setUp() public override {
        super.setUp();
        vm.startPrank(alice);
        user = threads.createUser(world);
        threads.openLane(world, user, LANE, KEY_A);
        vm.stopPrank();
    }

    function test_aKeyIsRequestedAndAppliedAfterTheDelay() public {
        vm.expectEmit(address(threads));
        emit IUsers.KeyRequested(world, user, LANE, KEY_B, NOW + DELAY);
        _request(KEY_B);
        _requirePending(KEY_B, NOW + DELAY);
        _requireAccount(0, KEY_A);

        vm.warp(NOW + DELAY);
        vm.expectEmit(address(threads));
        emit IUsers.KeyApplied(world, user, LANE, 0, KEY_B);
        threads.applyKey(world, user, LANE);
        _requireAccount(0, KEY_B);
        _requirePending(0, 0);
    }

    function testFuzz_notBeforeTheDelay(uint32 early) public {
        _request(KEY_B);
        early = uint32(bound(early, 1, DELAY));
        vm.warp(NOW + DELAY - early);
        _notReady(NOW + DELAY, NOW + DELAY - early);
        _requireAccount(0, KEY_A);
    }

    /// @dev Whoever waits for the change need not wait for the user, too.
    function testFuzz_anybodyAppliesIt(address who, uint32 later) public {
        _request(KEY_B);
        vm.warp(NOW + DELAY + later);
        vm.prank(who);
        threads.applyKey(world, user, LANE);
        _requireAccount(0, KEY_B);
    }

    function test_itIsAppliedOnce() public {
        _request(KEY_B);
        vm.warp(NOW + DELAY);
        threads.applyKey(world, user, LANE);
        _nothing();
    }

    /// @dev The nonce is what sub-blocks made of it meanwhile: calls that settled stay consumed.
    function testFuzz_theNonceIsTheOneThatIsStoredThen(uint32 nonce) public {
        _request(KEY_B);
        nonce = uint32(bound(nonce, 1, 2 ** 32 - 1));
        _settleNonce(1, 0, nonce);
        vm.warp(NOW + DELAY);
        vm.expectEmit(address(threads));
        emit IUsers.KeyApplied(world, user, LANE, nonce, KEY_B);
        threads.applyKey(world, user, LANE);
        _requireAccount(nonce, KEY_B);
    }

    /// @dev What was executed before the request settles: its window ends before the delay does.
    function test_aSubBlockFromBeforeTheRequestSettles() public {
        _request(KEY_B);
        IZkThreads.SubBlock memory b = subBlock(1);
        b.tMax = uint40(NOW + 1 hours);
        vm.warp(b.tMax);
        settle(b, _use(0, 1, KEY_A));
        _requireAccount(1, KEY_A);
    }

    /// @dev And what is executed on the key before is stale afterwards.
    function test_theFormerKeySignsNoMore() public {
        _request(KEY_B);
        vm.warp(NOW + DELAY);
        threads.applyKey(world, user, LANE);
        IZkThreads.SubBlock memory b = subBlock(1);
        b.tMax = uint40(NOW + DELAY);
        settleReverts(
            b,
            _use(0, 1, KEY_A),
            abi.encodeWithSelector(
                IZkThreads.StaleInput.selector,
                SystemEntries.accountKey(user, LANE),
                SystemEntries.account(0, KEY_A),
                SystemEntries.account(0, KEY_B)
            )
        );
    }

    function test_aNewRequestReplacesTheOldOne() public {
        _request(KEY_B);
        vm.warp(NOW + DELAY - 1);
        _request(KEY_C);
        _requirePending(KEY_C, NOW + 2 * DELAY - 1);
        vm.warp(NOW + DELAY);
        _notReady(NOW + 2 * DELAY - 1, NOW + DELAY);
        vm.warp(NOW + 2 * DELAY - 1);
        threads.applyKey(world, user, LANE);
        _requireAccount(0, KEY_C);
        _nothing();
    }

    function test_aRequestIsTakenBack() public {
        _request(KEY_B);
        vm.expectEmit(address(threads));
        emit IUsers.KeyCancelled(world, user, LANE);
        vm.prank(alice);
        threads.cancelKey(world, user, LANE);
        _requirePending(0, 0);
        vm.warp(NOW + DELAY);
        _nothing();
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        vm.prank(alice);
        threads.cancelKey(world, user, LANE);
    }

    function test_requestsAreOfOneLaneOfOneUserInOneWorld() public {
        vm.prank(owner);
        uint256 other = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        _request(KEY_B);
        vm.warp(NOW + DELAY);
        bytes memory nothing = abi.encodeWithSelector(DelayedChanges.NothingRequested.selector);
        vm.expectRevert(nothing);
        threads.applyKey(world, user, LANE + 1);
        vm.expectRevert(nothing);
        threads.applyKey(world, user + 1, LANE);
        vm.expectRevert(nothing);
        threads.applyKey(other, user, LANE);
    }

    function test_onlyTheOwnerRequestsAndCancels() public {
        _request(KEY_B);
        address[3] memory others = [stranger, owner, prover];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory refusal =
                abi.encodeWithSelector(IUsers.NotUserOwner.selector, world, user, alice, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(refusal);
            threads.requestKey(world, user, LANE, KEY_C);
            vm.expectRevert(refusal);
            threads.cancelKey(world, user, LANE);
            vm.stopPrank();
        }
        _requirePending(KEY_B, NOW + DELAY);
    }

    function test_aLaneMustBeOpen() public {
        vm.expectRevert(abi.encodeWithSelector(IUsers.LaneNotOpen.selector, world, user, LANE + 1));
        vm.prank(alice);
        threads.requestKey(world, user, LANE + 1, KEY_B);
    }

    function test_aKeyRootIsThreeCanonicalLimbsAndNotZero() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(SystemEntries.ZeroKeyRoot.selector));
        threads.requestKey(world, user, LANE, 0);
        for (uint256 limb = 0; limb < 3; ++limb) {
            bytes32 bad = bytes32(Limbs.P << (64 * limb));
            vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad));
            threads.requestKey(world, user, LANE, bytes24(uint192(uint256(bad))));
        }
    }

    /// @dev The request goes with the user: its new owner may take it back, or wait for it.
    function test_aRequestOutlivesATransfer() public {
        _request(KEY_B);
        vm.prank(alice);
        threads.offerUser(world, user, stranger);
        vm.startPrank(stranger);
        threads.acceptUser(world, user);
        _requirePending(KEY_B, NOW + DELAY);
        threads.cancelKey(world, user, LANE);
        _requirePending(0, 0);
    }

    function test_aDevelopmentWorldMayHaveNoDelay() public {
        uint256 dev = threads.createWorld(DEV_VERSION, SET_ROOT, true, 0);
        vm.startPrank(alice);
        uint32 id = threads.createUser(dev);
        threads.openLane(dev, id, 0, KEY_A);
        threads.requestKey(dev, id, 0, KEY_B);
        threads.applyKey(dev, id, 0);
        (, bytes24 keyRoot) = threads.accountOf(dev, id, 0);
        vm.assertEq(bytes32(keyRoot), bytes32(KEY_B), "applied at once");
    }

    function _request(bytes24 keyRoot) private {
        vm.prank(alice);
        threads.requestKey(world, user, LANE, keyRoot);
    }

    function _settleNonce(uint32 seq, uint64 from, uint64 to) private {
        settle(subBlock(seq), _use(from, to, KEY_A));
    }

    /// @dev A sub-block in which the lane's nonce rises.
    function _use(uint64 from, uint64 to, bytes24 keyRoot) private view returns (Entry[] memory list) {
        list = new Entry[](1);
        list[0] = Entry({
            key: SystemEntries.accountKey(user, LANE),
            old: SystemEntries.account(from, keyRoot),
            value: SystemEntries.account(to, keyRoot)
        });
    }

    function _notReady(uint256 readyAt, uint256 time) private {
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NotReady.selector, readyAt, time));
        threads.applyKey(world, user, LANE);
    }

    function _nothing() private {
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyKey(world, user, LANE);
    }

    function _requireAccount(uint64 nonce, bytes24 keyRoot) private view {
        (uint64 n, bytes24 k) = threads.accountOf(world, user, LANE);
        vm.assertEq(n, nonce, "nonce");
        vm.assertEq(bytes32(k), bytes32(keyRoot), "key root");
    }

    function _requirePending(bytes24 keyRoot, uint256 readyAt) private view {
        (bytes24 k, uint256 at) = threads.pendingKeyOf(world, user, LANE);
        vm.assertEq(bytes32(k), bytes32(keyRoot), "requested key root");
        vm.assertEq(at, readyAt, "ready");
    }
}
