// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IValues} from "../src/interfaces/IValues.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Writes by the world's own L2 contracts.
contract WriteTest is ThreadsFixture {
    bytes32[] private keys;
    bytes32[] private values;

    function setUp() public override {
        super.setUp();
        keys = [key(1), key(2)];
        values = [Lists.word(5, 0, 0, 0), Lists.word(Limbs.P - 1, 0, 0, 1)];
    }

    function test_writes() public {
        vm.expectEmit(address(threads));
        emit IValues.ValuesWritten(world, CONTRACT, writer, keys, values);
        _write(writer, CONTRACT);
        vm.assertEq(threads.valueOf(world, keys[0]), values[0], "first value");
        vm.assertEq(
            keccak256(abi.encode(threads.valuesOf(world, keys))), keccak256(abi.encode(values)), "all"
        );
        vm.assertEq(threads.valueOf(world + 1, keys[0]), bytes32(0), "other world");
        values = [bytes32(0), bytes32(0)];
        _write(writer, CONTRACT);
        vm.assertEq(threads.valueOf(world, keys[0]), bytes32(0), "a value can be cleared");
    }

    function testFuzz_writesAnyCanonicalValue(uint256 seed) public {
        bytes32 tail = Lists.canonical(seed) & bytes32(uint256(type(uint192).max));
        keys = [bytes32(uint256(CONTRACT) << 224 | uint256(uint32(seed)) << 192) | tail];
        values = [Lists.canonical(seed ^ 1)];
        _write(writer, CONTRACT);
        vm.assertEq(threads.valueOf(world, keys[0]), values[0], "value");
    }

    function test_onlyAWriterOfThatContractInThatWorldWrites() public {
        _refuses(stranger, CONTRACT, _notWriter(world, CONTRACT, stranger));
        _refuses(owner, CONTRACT, _notWriter(world, CONTRACT, owner));
        _refuses(prover, CONTRACT, _notWriter(world, CONTRACT, prover));
        _refuses(writer, 2, _notWriter(world, 2, writer));
        _refuses(writer, 0, _notWriter(world, 0, writer));

        uint256 mine = world;
        vm.prank(owner);
        world = threads.createWorld(OS_VERSION, SET_ROOT, false, DELAY);
        _refuses(writer, CONTRACT, _notWriter(world, CONTRACT, writer));
        world = mine;

        vm.prank(owner);
        threads.setWriter(world, CONTRACT, writer, false);
        _refuses(writer, CONTRACT, _notWriter(world, CONTRACT, writer));
    }

    function test_keysMustBelongToTheContract() public {
        bytes32[4] memory foreign = [
            bytes32(0),
            Lists.word(1, 0, 0, 0),
            Lists.word(uint256(2) << 32, 0, 0, 0),
            Lists.word((uint256(CONTRACT) | 2 ** 31) << 32, 0, 0, 0)
        ];
        for (uint256 i = 0; i < foreign.length; ++i) {
            keys[1] = foreign[i];
            _refuses(writer, CONTRACT, abi.encodeWithSelector(IValues.ForeignKey.selector, keys[1], CONTRACT));
        }
        vm.assertEq(threads.valueOf(world, keys[0]), bytes32(0), "all or nothing");
    }

    function test_eachKeyNeedsOneValue() public {
        values.push(0);
        _refuses(writer, CONTRACT, abi.encodeWithSelector(IValues.LengthMismatch.selector, 2, 3));
        values = [bytes32(0)];
        _refuses(writer, CONTRACT, abi.encodeWithSelector(IValues.LengthMismatch.selector, 2, 1));
    }

    function test_limbsMustBeCanonical() public {
        bytes32 kept = keys[1];
        keys[1] = kept | bytes32(Limbs.P << 128);
        _refuses(writer, CONTRACT, abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, keys[1]));
        keys[1] = kept;
        values[1] = bytes32(Limbs.P);
        _refuses(writer, CONTRACT, abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, values[1]));
    }

    function _notWriter(uint256 inWorld, uint32 contractId, address who) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IValues.NotWriter.selector, inWorld, contractId, who);
    }

    function _write(address who, uint32 contractId) private {
        vm.prank(who);
        threads.write(world, contractId, keys, values);
    }

    function _refuses(address who, uint32 contractId, bytes memory refusal) private {
        vm.expectRevert(refusal);
        _write(who, contractId);
    }
}
