// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ZkThreads} from "../src/ZkThreads.sol";
import {Test} from "./support/Test.sol";
import {ThreadsHandler} from "./support/ThreadsHandler.sol";

/// @notice Whatever anybody does, in any order: only settling and writing change values, as the model says.
contract ZkThreadsInvariantTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private constant SEED = uint256(keccak256("seed"));

    ThreadsHandler private handler;

    function setUp() public {
        handler = new ThreadsHandler();
        handler.setUp();
        // One of each, so that every run has something to replay, and that each action does what its name says.
        handler.settleHonestly(SEED);
        handler.writeHonestly(SEED);
        handler.settleOnAnotherValue(SEED);
        handler.settleAsSomebodyElse(SEED);
        handler.settleOutOfSequence(SEED, 0);
        handler.settleAgain(SEED);
        handler.writeDishonestly(SEED, address(this), 1);
        vm.assertEq(handler.settled(), 1, "sub-blocks settled");
        vm.assertEq(handler.refused(), 5, "sub-blocks and writes refused");
    }

    /// @dev forge asks for the contracts and functions to call.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = ThreadsHandler.settleHonestly.selector;
        selectors[1] = ThreadsHandler.settleOnAnotherValue.selector;
        selectors[2] = ThreadsHandler.settleAsSomebodyElse.selector;
        selectors[3] = ThreadsHandler.settleOutOfSequence.selector;
        selectors[4] = ThreadsHandler.settleAgain.selector;
        selectors[5] = ThreadsHandler.writeHonestly.selector;
        selectors[6] = ThreadsHandler.writeDishonestly.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector({addr: address(handler), selectors: selectors});
    }

    function invariant_valuesAreTheModels() public view {
        ZkThreads threads = _threads();
        for (uint256 world = 1; world <= handler.WORLDS(); ++world) {
            for (uint256 i = 0; i < handler.KEYS(); ++i) {
                bytes32 key = handler.keyOf(i);
                vm.assertEq(threads.valueOf(world, key), handler.modelValue(world, key), "value");
            }
        }
    }

    function invariant_sequenceNumbersCountSettlements() public view {
        uint256 sum;
        for (uint256 world = 1; world <= handler.WORLDS(); ++world) {
            for (uint32 thread = 1; thread <= handler.THREADS(); ++thread) {
                (, uint32 seq) = _threads().threadOf(world, thread);
                vm.assertEq(seq, handler.modelSeq(world, thread), "sequence number");
                sum += seq;
            }
        }
        vm.assertEq(sum, handler.settled(), "each settlement counts once");
    }

    function _threads() private view returns (ZkThreads) {
        return handler.deployment();
    }
}
