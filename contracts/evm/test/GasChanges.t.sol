// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Gas of what users, world owners and provers do besides settling, written to
/// `snapshots/Changes.json`: whole transactions, each the first of its kind.
/// forge-config: default.isolate = true
contract GasChangesTest is ThreadsFixture {
    bytes24 private constant KEY_A = bytes24(uint192(0xa));
    bytes24 private constant KEY_B = bytes24(uint192(0xb));

    function test_gas_worlds() public {
        threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        _record("createWorld");
        vm.prank(owner);
        threads.openThread(world, stranger);
        _record("openThread");
        vm.prank(prover);
        threads.setDelegate(world, thread, stranger, true);
        _record("setDelegate");
        vm.prank(owner);
        threads.requestAdoption(world, OS_VERSION, KEY_A);
        _record("requestAdoption");
        vm.warp(NOW + DELAY);
        threads.applyAdoption(world, OS_VERSION);
        _record("applyAdoption");
        vm.prank(owner);
        threads.retire(world, OS_VERSION);
        _record("retire");
    }

    function test_gas_users() public {
        uint32 user = threads.createUser(world);
        _record("createUser");
        threads.openLane(world, user, 0, KEY_A);
        _record("openLane");
        threads.requestKey(world, user, 0, KEY_B);
        _record("requestKey");
        vm.warp(NOW + DELAY);
        threads.applyKey(world, user, 0);
        _record("applyKey");
    }

    function test_gas_operators() public {
        uint32 user = threads.createUser(world);
        vm.prank(owner);
        threads.setOperator(world, CONTRACT, user);
        _record("setOperator");
        vm.prank(owner);
        threads.requestOperator(world, CONTRACT, user);
        _record("requestOperator");
        vm.warp(NOW + DELAY);
        threads.applyOperator(world, CONTRACT);
        _record("applyOperator");
    }

    function _record(string memory name) private {
        vm.snapshotGasLastCall("Changes", name);
    }
}
