// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IUsers} from "../src/interfaces/IUsers.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {SystemEntries} from "../src/lib/SystemEntries.sol";
import {Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Users, who they belong to, and the first keys of their lanes.
contract UsersTest is ThreadsFixture {
    bytes24 private constant KEY_A = bytes24(uint192(0xa));

    address private alice = makeAddr("alice");
    address private bob = makeAddr("bob");

    function test_anybodyCreatesUsers() public {
        vm.expectEmit(address(threads));
        emit IUsers.UserCreated(world, 1, alice);
        vm.assertEq(_create(alice), 1, "users are numbered from 1");
        vm.assertEq(_create(bob), 2, "the next");
        vm.assertEq(_create(alice), 3, "an address may have several");
        vm.assertEq(threads.userCountOf(world), 3, "count");
        vm.assertEq(threads.userCountOf(world + 1), 0, "other world");
        _requireUser(1, alice, address(0));
        _requireUser(2, bob, address(0));
        _requireUser(3, alice, address(0));
        _requireUser(0, address(0), address(0));
        _requireUser(4, address(0), address(0));
    }

    function test_everyWorldHasItsOwnUsers() public {
        _create(alice);
        vm.prank(owner);
        uint256 other = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        vm.prank(bob);
        vm.assertEq(threads.createUser(other), 1, "numbered from 1 again");
        _requireUser(1, alice, address(0));
        vm.expectRevert(abi.encodeWithSelector(IUsers.NotUserOwner.selector, other, 1, bob, alice));
        vm.prank(alice);
        threads.openLane(other, 1, 0, KEY_A);
    }

    function test_aUserNeedsAWorld() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.UnknownWorld.selector, 2));
        threads.createUser(2);
        vm.expectRevert(abi.encodeWithSelector(IWorlds.UnknownWorld.selector, 0));
        threads.createUser(0);
    }

    /// @dev Numbers stay below 2^32, as statements need them.
    function test_userNumbersEndBelow32Bits() public {
        bytes32 slot = keccak256(abi.encode(world, USER_COUNTS_SLOT));
        vm.store(address(threads), slot, bytes32(uint256(2 ** 32 - 2)));
        vm.assertEq(_create(alice), 2 ** 32 - 1, "the last one");
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _create(alice);
    }

    function test_aUserMovesInTwoSteps() public {
        uint32 user = _create(alice);
        vm.expectEmit(address(threads));
        emit IUsers.UserOffered(world, user, bob);
        vm.prank(alice);
        threads.offerUser(world, user, bob);
        _requireUser(user, alice, bob);

        vm.expectEmit(address(threads));
        emit IUsers.UserTransferred(world, user, bob);
        vm.prank(bob);
        threads.acceptUser(world, user);
        _requireUser(user, bob, address(0));

        vm.expectRevert(abi.encodeWithSelector(IUsers.NotUserOwner.selector, world, user, bob, alice));
        vm.prank(alice);
        threads.openLane(world, user, 0, KEY_A);
        vm.prank(bob);
        threads.openLane(world, user, 0, KEY_A);
    }

    function test_onlyWhomAUserIsOfferedToTakesIt() public {
        uint32 user = _create(alice);
        _notOffered(user, bob, address(0));
        _notOffered(user, alice, address(0));
        vm.prank(alice);
        threads.offerUser(world, user, bob);
        _notOffered(user, stranger, bob);
        _notOffered(user, alice, bob);
        vm.prank(alice);
        threads.offerUser(world, user, stranger);
        _notOffered(user, bob, stranger);
        vm.prank(alice);
        threads.offerUser(world, user, address(0));
        _notOffered(user, stranger, address(0));
        _requireUser(user, alice, address(0));
    }

    /// @dev An offer is good once: the former owner cannot be pushed out again by it.
    function test_anAcceptedOfferIsGone() public {
        uint32 user = _create(alice);
        vm.prank(alice);
        threads.offerUser(world, user, bob);
        vm.prank(bob);
        threads.acceptUser(world, user);
        _notOffered(user, bob, address(0));
    }

    function test_onlyTheOwnerOffersAUser() public {
        uint32 user = _create(alice);
        address[3] memory others = [bob, owner, prover];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IUsers.NotUserOwner.selector, world, user, alice, others[i])
            );
            vm.prank(others[i]);
            threads.offerUser(world, user, others[i]);
        }
    }

    function test_theFirstKeyIsRegisteredAtOnce() public {
        uint32 user = _create(alice);
        vm.expectEmit(address(threads));
        emit IUsers.LaneOpened(world, user, 0, KEY_A);
        vm.prank(alice);
        threads.openLane(world, user, 0, KEY_A);
        (uint64 nonce, bytes24 keyRoot) = threads.accountOf(world, user, 0);
        vm.assertEq(nonce, 0, "nonce");
        vm.assertEq(bytes32(keyRoot), bytes32(KEY_A), "key root");
        (, keyRoot) = threads.accountOf(world, user, 1);
        vm.assertEq(bytes32(keyRoot), bytes32(0), "other lane");
        (, keyRoot) = threads.accountOf(world, user + 1, 0);
        vm.assertEq(bytes32(keyRoot), bytes32(0), "other user");
    }

    /// @dev Key `(0 * 2^32 + 1, user, lane, 0)`, value `(0, keyRoot[3])`: what circuits read.
    function testFuzz_anAccountIsACanonicalEntry(uint32 lane, uint256 seed_) public {
        uint32 user = _create(alice);
        bytes32 value = Lists.canonical(seed_) & bytes32(uint256(type(uint192).max));
        vm.assume(value != 0);
        vm.prank(alice);
        threads.openLane(world, user, lane, bytes24(uint192(uint256(value))));
        vm.assertEq(threads.valueOf(world, Lists.word(1, user, lane, 0)), value, "value");
    }

    function test_aLaneIsOpenedOnce() public {
        uint32 user = _create(alice);
        vm.startPrank(alice);
        threads.openLane(world, user, 7, KEY_A);
        vm.expectRevert(
            abi.encodeWithSelector(
                IUsers.LaneAlreadyOpen.selector, world, user, 7, SystemEntries.account(0, KEY_A)
            )
        );
        threads.openLane(world, user, 7, KEY_A);
    }

    /// @dev Also a lane that a sub-block opened.
    function test_aLaneThatASubBlockOpenedIsOpen() public {
        uint32 user = _create(alice);
        bytes32 account = SystemEntries.account(5, KEY_A);
        setValue(world, SystemEntries.accountKey(user, 3), account);
        vm.expectRevert(abi.encodeWithSelector(IUsers.LaneAlreadyOpen.selector, world, user, 3, account));
        vm.prank(alice);
        threads.openLane(world, user, 3, KEY_A);
    }

    function test_onlyTheOwnerOpensLanes() public {
        uint32 user = _create(alice);
        address[3] memory others = [bob, owner, prover];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IUsers.NotUserOwner.selector, world, user, alice, others[i])
            );
            vm.prank(others[i]);
            threads.openLane(world, user, 0, KEY_A);
        }
        vm.expectRevert(abi.encodeWithSelector(IUsers.NotUserOwner.selector, world, 0, address(0), alice));
        vm.prank(alice);
        threads.openLane(world, 0, 0, KEY_A);
    }

    function test_aKeyRootIsThreeCanonicalLimbsAndNotZero() public {
        uint32 user = _create(alice);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(SystemEntries.ZeroKeyRoot.selector));
        threads.openLane(world, user, 0, 0);
        for (uint256 limb = 0; limb < 3; ++limb) {
            bytes32 bad = bytes32(Limbs.P << (64 * limb));
            vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad));
            threads.openLane(world, user, 0, bytes24(uint192(uint256(bad))));
        }
        bytes32 most = Lists.word(0, Limbs.P - 1, Limbs.P - 1, Limbs.P - 1);
        threads.openLane(world, user, 0, bytes24(uint192(uint256(most))));
    }

    function _create(address who) private returns (uint32) {
        vm.prank(who);
        return threads.createUser(world);
    }

    function _requireUser(uint32 user, address expected, address expectedOffer) private view {
        (address who, address offeredTo) = threads.userOf(world, user);
        vm.assertEq(who, expected, "owner of the user");
        vm.assertEq(offeredTo, expectedOffer, "offered to");
    }

    function _notOffered(uint32 user, address who, address offeredTo) private {
        vm.expectRevert(abi.encodeWithSelector(IUsers.UserNotOffered.selector, world, user, offeredTo, who));
        vm.prank(who);
        threads.acceptUser(world, user);
    }

    /// @dev Storage slot of `Users._userCounts`.
    uint256 private constant USER_COUNTS_SLOT = 6;
}
