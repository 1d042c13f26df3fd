// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SystemEntries} from "../src/lib/SystemEntries.sol";
import {ZkThreads} from "../src/ZkThreads.sol";
import {AccountsHandler} from "./support/AccountsHandler.sol";
import {Test} from "./support/Test.sol";

/// @notice Whatever anybody does, in any order: accounts change by settlements and by their owners' requests
/// alone, operators by the world owner's, requests take effect after the delay and never before, and nonces
/// never fall. The handler checks what a single action did; here stands what is stored.
contract AccountsInvariantTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    AccountsHandler private handler;

    function setUp() public {
        handler = new AccountsHandler();
        handler.setUp();
        // One of each, so that each action does what its name says.
        handler.openLane(0);
        handler.settleACall(0);
        handler.requestKey(0);
        handler.applyKey(0, address(this));
        handler.pass(2 * 2 hours - 1);
        handler.applyKey(0, address(this));
        handler.requestKey(0);
        handler.cancelKey(0);
        handler.changeOperator(0);
        handler.changeOperator(1 << 16);
        handler.applyOperator(0, address(this));
        handler.pass(2 * 2 hours - 1);
        handler.applyOperator(0, address(this));
        handler.changeOperator(1 << 16);
        handler.changeOperator(2 << 16);
        handler.offerUser(1 << 8);
        handler.acceptUser(1 << 8);
        handler.meddle(0, address(this));
        vm.assertEq(handler.done(), 13, "what happened");
        vm.assertEq(handler.refused(), 9, "what was refused");
    }

    /// @dev forge asks for the contracts and functions to call.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = AccountsHandler.settleACall.selector;
        selectors[1] = AccountsHandler.openLane.selector;
        selectors[2] = AccountsHandler.requestKey.selector;
        selectors[3] = AccountsHandler.cancelKey.selector;
        selectors[4] = AccountsHandler.applyKey.selector;
        selectors[5] = AccountsHandler.offerUser.selector;
        selectors[6] = AccountsHandler.acceptUser.selector;
        selectors[7] = AccountsHandler.changeOperator.selector;
        selectors[8] = AccountsHandler.applyOperator.selector;
        selectors[9] = AccountsHandler.meddle.selector;
        selectors[10] = AccountsHandler.pass.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector({addr: address(handler), selectors: selectors});
    }

    function invariant_accountsAreTheModels() public view {
        ZkThreads threads = handler.deployment();
        uint256 world = handler.inWorld();
        for (uint32 user = 1; user <= handler.USERS(); ++user) {
            (address owner, address offeredTo) = threads.userOf(world, user);
            vm.assertEq(owner, handler.ownerOf(user), "owner");
            vm.assertEq(offeredTo, handler.offerOf(user), "offer");
            for (uint32 lane = 0; lane < handler.LANES(); ++lane) {
                bytes32 value = threads.valueOf(world, SystemEntries.accountKey(user, lane));
                vm.assertEq(value, handler.accountOf(user, lane), "account");
                (bytes24 keyRoot,) = threads.pendingKeyOf(world, user, lane);
                (bytes32 requested,) = handler.keyRequestOf(user, lane);
                vm.assertEq(bytes32(keyRoot), requested, "requested key");
            }
        }
    }

    function invariant_operatorsAreTheModels() public view {
        ZkThreads threads = handler.deployment();
        uint256 world = handler.inWorld();
        for (uint32 id = 1; id <= handler.CONTRACTS(); ++id) {
            bytes32 value = threads.valueOf(world, SystemEntries.operatorKey(id));
            vm.assertEq(value, handler.operatorOf(id), "operator");
            (uint32 user,) = threads.pendingOperatorOf(world, id);
            (bytes32 requested,) = handler.operatorRequestOf(id);
            vm.assertEq(SystemEntries.operator(user), requested, "requested operator");
        }
    }
}
