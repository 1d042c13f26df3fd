// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IThreads} from "../src/interfaces/IThreads.sol";
import {IValues} from "../src/interfaces/IValues.sol";
import {IWorlds} from "../src/interfaces/IWorlds.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {OsVersions} from "../src/OsVersions.sol";
import {ZkThreads} from "../src/ZkThreads.sol";
import {Lists} from "./support/Lists.sol";
import {StatementReference} from "./support/StatementReference.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Worlds, their threads and their writers: who may set up what.
contract WorldsTest is ThreadsFixture {
    function test_aRegistryMustHaveCode() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.RegistryWithoutCode.selector, stranger));
        new ZkThreads(OsVersions(stranger));
    }

    function test_createsWorlds() public {
        vm.expectEmit(address(threads));
        emit IWorlds.WorldCreated(2, stranger, true, 5);
        vm.expectEmit(address(threads));
        emit IWorlds.OsVersionAdopted(2, DEV_VERSION, SET_ROOT);
        vm.prank(stranger);
        vm.assertEq(threads.createWorld(DEV_VERSION, SET_ROOT, true, 5), 2, "worlds are numbered from 1");
        _requireWorld(1, owner, false, DELAY);
        _requireWorld(2, stranger, true, 5);
        _requireWorld(3, address(0), false, 0);
        vm.assertEq(threads.worldCount(), 2, "count");
        vm.assertEq(threads.setRootOf(2, DEV_VERSION), SET_ROOT, "adopted version");
        vm.assertEq(threads.setRootOf(2, OS_VERSION), bytes32(0), "other version");
        vm.assertEq(threads.setRootOf(1, DEV_VERSION), bytes32(0), "other world");
    }

    function test_aDevelopmentWorldMayAdoptAnyVersion() public {
        threads.createWorld(OS_VERSION, SET_ROOT, true, 0);
        threads.createWorld(DEV_VERSION, SET_ROOT, true, 0);
    }

    function test_onlyADevelopmentWorldAdoptsADevelopmentVersion() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.DevelopmentOsVersion.selector, DEV_VERSION));
        threads.createWorld(DEV_VERSION, SET_ROOT, false, DELAY);
    }

    function test_aWorldNeedsARegisteredVersion() public {
        vm.expectRevert(abi.encodeWithSelector(OsVersions.UnknownOsVersion.selector, 77), address(registry));
        threads.createWorld(77, SET_ROOT, true, 0);
    }

    function test_aWorldNeedsAWhitelist() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.ZeroSetRoot.selector));
        threads.createWorld(OS_VERSION, 0, false, DELAY);
        bytes32 bad = Lists.word(1, 2, 3, Limbs.P);
        vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad));
        threads.createWorld(OS_VERSION, bad, false, DELAY);
    }

    function test_domainsDifferByChainContractAndWorld() public {
        bytes32 here = threads.domainOf(world);
        vm.assertEq(here, StatementReference.domain(block.chainid, address(threads), world), "domain");
        vm.assertNotEq(threads.domainOf(world + 1), here, "world");
        vm.assertNotEq(new ZkThreads(registry).domainOf(world), here, "contract");
        vm.chainId(block.chainid + 1);
        vm.assertNotEq(threads.domainOf(world), here, "chain, also after a fork of it");
    }

    function test_opensThreads() public {
        vm.expectEmit(address(threads));
        emit IThreads.ThreadOpened(world, 2, stranger);
        vm.prank(owner);
        vm.assertEq(threads.openThread(world, stranger), 2, "threads are numbered from 1");
        _requireThread(1, prover);
        _requireThread(2, stranger);
        _requireThread(3, address(0));
        _requireThread(0, address(0));
        vm.assertEq(threads.threadCountOf(world), 2, "count");
        vm.assertEq(threads.threadCountOf(world + 1), 0, "other world");
    }

    function test_onlyTheOwnerOpensThreads() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.NotWorldOwner.selector, world, owner, stranger));
        vm.prank(stranger);
        threads.openThread(world, stranger);
        vm.expectRevert(abi.encodeWithSelector(IWorlds.NotWorldOwner.selector, 9, address(0), owner));
        vm.prank(owner);
        threads.openThread(9, owner);
    }

    function test_aThreadNeedsAProver() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.ZeroAddress.selector));
        vm.prank(owner);
        threads.openThread(world, address(0));
    }

    function test_setsWriters() public {
        uint32 last = 2 ** 31 - 1;
        vm.expectEmit(address(threads));
        emit IValues.WriterSet(world, last, stranger, true);
        vm.prank(owner);
        threads.setWriter(world, last, stranger, true);
        vm.assertTrue(threads.isWriter(world, last, stranger), "allowed");
        vm.assertFalse(threads.isWriter(world, CONTRACT, stranger), "other contract");
        vm.assertFalse(threads.isWriter(world + 1, last, stranger), "other world");
        vm.assertFalse(threads.isWriter(world, last, writer), "other writer");
        vm.prank(owner);
        threads.setWriter(world, last, stranger, false);
        vm.assertFalse(threads.isWriter(world, last, stranger), "disallowed");
    }

    function test_onlyTheOwnerSetsWriters() public {
        vm.expectRevert(abi.encodeWithSelector(IWorlds.NotWorldOwner.selector, world, owner, stranger));
        vm.prank(stranger);
        threads.setWriter(world, CONTRACT, stranger, true);
    }

    function test_theSystemContractAndInvalidIdsHaveNoWriters() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IValues.InvalidContract.selector, 0));
        threads.setWriter(world, 0, writer, true);
        vm.expectRevert(abi.encodeWithSelector(IValues.InvalidContract.selector, uint32(2 ** 31)));
        threads.setWriter(world, 2 ** 31, writer, true);
        vm.expectRevert(abi.encodeWithSelector(IWorlds.ZeroAddress.selector));
        threads.setWriter(world, CONTRACT, address(0), true);
    }

    function _requireWorld(uint256 id, address owner_, bool development_, uint32 delay_) private view {
        (address who, bool development, uint32 delay) = threads.worldOf(id);
        vm.assertEq(who, owner_, "world owner");
        vm.assertEq(development, development_, "development");
        vm.assertEq(delay, delay_, "delay");
    }

    function _requireThread(uint32 id, address expected) private view {
        (address who, uint32 seq) = threads.threadOf(world, id);
        vm.assertEq(who, expected, "prover");
        vm.assertEq(seq, 0, "nothing settled");
    }
}
