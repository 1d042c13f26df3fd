// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {DelayedChanges} from "../src/lib/DelayedChanges.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {OsVersions} from "../src/OsVersions.sol";
import {StubVerifier} from "./support/StubVerifier.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice The OS versions of a world: requested, applied after the world's delay, retired at once.
contract AdoptionTest is ThreadsFixture {
    uint256 private constant NEXT_VERSION = 0xabc;
    bytes32 private constant NEXT_ROOT = bytes32(uint256(0x33));

    function setUp() public override {
        super.setUp();
        vm.prank(registrar);
        registry.register(NEXT_VERSION, address(verifier), address(verifier).codehash, false);
    }

    function test_aVersionIsRequestedAndAppliedAfterTheDelay() public {
        vm.expectEmit(address(threads));
        emit IWorlds.AdoptionRequested(world, NEXT_VERSION, NEXT_ROOT, NOW + DELAY);
        _request(NEXT_VERSION, NEXT_ROOT);
        _requirePending(NEXT_VERSION, NEXT_ROOT, NOW + DELAY);
        vm.warp(NOW + DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(DelayedChanges.NotReady.selector, NOW + DELAY, NOW + DELAY - 1)
        );
        threads.applyAdoption(world, NEXT_VERSION);
        vm.assertEq(threads.setRootOf(world, NEXT_VERSION), bytes32(0), "not yet");

        vm.warp(NOW + DELAY);
        vm.expectEmit(address(threads));
        emit IWorlds.OsVersionAdopted(world, NEXT_VERSION, NEXT_ROOT);
        vm.prank(stranger);
        threads.applyAdoption(world, NEXT_VERSION);
        vm.assertEq(threads.setRootOf(world, NEXT_VERSION), NEXT_ROOT, "adopted");
        vm.assertEq(threads.setRootOf(world, OS_VERSION), SET_ROOT, "the former one still is");
        _requirePending(NEXT_VERSION, 0, 0);
        _nothing(NEXT_VERSION);
    }

    /// @dev The whitelist comes from storage: a proof with the former one no longer settles, one with the new one
    /// did not settle before.
    function test_anAdoptedVersionGetsAnotherWhitelist() public {
        _request(OS_VERSION, NEXT_ROOT);
        IZkThreads.SubBlock memory b = subBlock(1);
        (b.tMin, b.tMax) = (uint40(NOW), uint40(NOW + DELAY));
        setRoot = NEXT_ROOT;
        _refusedProof(b);
        setRoot = SET_ROOT;
        settle(b, fresh(0));

        vm.warp(NOW + DELAY);
        threads.applyAdoption(world, OS_VERSION);
        b.seq = 2;
        _refusedProof(b);
        setRoot = NEXT_ROOT;
        settle(b, fresh(0));
    }

    function test_aNewRequestReplacesTheOldOne() public {
        _request(NEXT_VERSION, SET_ROOT);
        vm.warp(NOW + DELAY);
        _request(NEXT_VERSION, NEXT_ROOT);
        vm.expectRevert(
            abi.encodeWithSelector(DelayedChanges.NotReady.selector, NOW + 2 * DELAY, NOW + DELAY)
        );
        threads.applyAdoption(world, NEXT_VERSION);
        vm.warp(NOW + 2 * DELAY);
        threads.applyAdoption(world, NEXT_VERSION);
        vm.assertEq(threads.setRootOf(world, NEXT_VERSION), NEXT_ROOT, "the last request");
    }

    function test_aRequestIsTakenBack() public {
        _request(NEXT_VERSION, NEXT_ROOT);
        vm.expectEmit(address(threads));
        emit IWorlds.AdoptionCancelled(world, NEXT_VERSION);
        vm.prank(owner);
        threads.cancelAdoption(world, NEXT_VERSION);
        vm.warp(NOW + DELAY);
        _nothing(NEXT_VERSION);
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        vm.prank(owner);
        threads.cancelAdoption(world, NEXT_VERSION);
    }

    function test_requestsAreOfOneVersionInOneWorld() public {
        _request(NEXT_VERSION, NEXT_ROOT);
        vm.warp(NOW + DELAY);
        _nothing(OS_VERSION);
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyAdoption(world + 1, NEXT_VERSION);
    }

    function test_onlyTheWorldsOwnerDecides() public {
        _request(NEXT_VERSION, NEXT_ROOT);
        address[3] memory others = [stranger, prover, registrar];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory refusal =
                abi.encodeWithSelector(IWorlds.NotWorldOwner.selector, world, owner, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(refusal);
            threads.requestAdoption(world, NEXT_VERSION, NEXT_ROOT);
            vm.expectRevert(refusal);
            threads.cancelAdoption(world, NEXT_VERSION);
            vm.expectRevert(refusal);
            threads.retire(world, OS_VERSION);
            vm.stopPrank();
        }
    }

    function test_aRequestNeedsARegisteredVersionAndAWhitelist() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(OsVersions.UnknownOsVersion.selector, 77), address(registry));
        threads.requestAdoption(world, 77, NEXT_ROOT);
        vm.expectRevert(abi.encodeWithSelector(IWorlds.ZeroSetRoot.selector));
        threads.requestAdoption(world, NEXT_VERSION, 0);
        bytes32 bad = bytes32(Limbs.P << 128);
        vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad));
        threads.requestAdoption(world, NEXT_VERSION, bad);
    }

    function test_aDevelopmentVersionCannotBeRequested() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.DevelopmentOsVersion.selector, DEV_VERSION));
        _request(DEV_VERSION, NEXT_ROOT);
    }

    /// @dev Even if the registry would say another thing by then.
    function test_aDevelopmentVersionCannotBeApplied() public {
        _request(NEXT_VERSION, NEXT_ROOT);
        vm.warp(NOW + DELAY);
        vm.mockCall(
            address(registry), abi.encodeCall(OsVersions.isDevelopment, (NEXT_VERSION)), abi.encode(true)
        );
        vm.expectRevert(abi.encodeWithSelector(IWorlds.DevelopmentOsVersion.selector, NEXT_VERSION));
        threads.applyAdoption(world, NEXT_VERSION);
    }

    function test_aDevelopmentWorldAdoptsAnything() public {
        vm.startPrank(owner);
        uint256 dev = threads.createWorld(OS_VERSION, SET_ROOT, true, 0);
        threads.requestAdoption(dev, DEV_VERSION, NEXT_ROOT);
        threads.applyAdoption(dev, DEV_VERSION);
        vm.assertEq(threads.setRootOf(dev, DEV_VERSION), NEXT_ROOT, "at once, without a delay");
    }

    function test_aRetiredVersionSettlesNothing() public {
        settle(subBlock(1), fresh(0));
        vm.expectEmit(address(threads));
        emit IWorlds.OsVersionRetired(world, OS_VERSION);
        _retire(OS_VERSION);
        vm.assertEq(threads.setRootOf(world, OS_VERSION), bytes32(0), "no whitelist");
        settleReverts(
            subBlock(2),
            fresh(0),
            abi.encodeWithSelector(IWorlds.OsVersionNotAdopted.selector, world, OS_VERSION)
        );
    }

    /// @dev Otherwise a request from before could bring it back at once.
    function test_retiringDropsARequest() public {
        _request(OS_VERSION, NEXT_ROOT);
        vm.warp(NOW + DELAY);
        _retire(OS_VERSION);
        _requirePending(OS_VERSION, 0, 0);
        _nothing(OS_VERSION);
    }

    function test_aRetiredVersionComesBackByRequest() public {
        _retire(OS_VERSION);
        _request(OS_VERSION, NEXT_ROOT);
        vm.warp(NOW + DELAY);
        threads.applyAdoption(world, OS_VERSION);
        vm.assertEq(threads.setRootOf(world, OS_VERSION), NEXT_ROOT, "adopted again");
    }

    function test_onlyAnAdoptedVersionIsRetired() public {
        bytes memory refusal =
            abi.encodeWithSelector(IWorlds.OsVersionNotAdopted.selector, world, NEXT_VERSION);
        vm.expectRevert(refusal);
        _retire(NEXT_VERSION);
        _request(NEXT_VERSION, NEXT_ROOT);
        vm.expectRevert(refusal);
        _retire(NEXT_VERSION);
    }

    function testFuzz_aDelayIsWithinItsBounds(uint32 delay) public {
        bool refused = delay < 2 hours || delay > 30 days;
        if (refused) vm.expectRevert(_invalidDelay(delay, 2 hours));
        threads.createWorld(OS_VERSION, SET_ROOT, false, delay);
        if (delay > 30 days) vm.expectRevert(_invalidDelay(delay, 0));
        threads.createWorld(OS_VERSION, SET_ROOT, true, delay);
    }

    function test_theBoundsOfADelay() public {
        threads.createWorld(OS_VERSION, SET_ROOT, false, 2 hours);
        threads.createWorld(OS_VERSION, SET_ROOT, false, 30 days);
        threads.createWorld(OS_VERSION, SET_ROOT, true, 0);
        threads.createWorld(OS_VERSION, SET_ROOT, true, 30 days);
        vm.expectRevert(_invalidDelay(2 hours - 1, 2 hours));
        threads.createWorld(OS_VERSION, SET_ROOT, false, 2 hours - 1);
        vm.expectRevert(_invalidDelay(30 days + 1, 2 hours));
        threads.createWorld(OS_VERSION, SET_ROOT, false, 30 days + 1);
        vm.expectRevert(_invalidDelay(30 days + 1, 0));
        threads.createWorld(OS_VERSION, SET_ROOT, true, 30 days + 1);
    }

    function _invalidDelay(uint256 delay, uint256 least) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IWorlds.InvalidDelay.selector, delay, least, 30 days);
    }

    function _request(uint256 version, bytes32 root) private {
        vm.prank(owner);
        threads.requestAdoption(world, version, root);
    }

    function _retire(uint256 version) private {
        vm.prank(owner);
        threads.retire(world, version);
    }

    function _nothing(uint256 version) private {
        vm.expectRevert(abi.encodeWithSelector(DelayedChanges.NothingRequested.selector));
        threads.applyAdoption(world, version);
    }

    function _refusedProof(IZkThreads.SubBlock memory b) private {
        bytes memory proof = proofOf(b, prover, fresh(0));
        vm.expectPartialRevert(StubVerifier.ProofRejected.selector);
        vm.prank(prover);
        threads.settle(b, "", "", proof);
    }

    function _requirePending(uint256 version, bytes32 root, uint256 readyAt) private view {
        (bytes32 r, uint256 at) = threads.pendingAdoptionOf(world, version);
        vm.assertEq(r, root, "requested whitelist");
        vm.assertEq(at, readyAt, "ready");
    }
}
