// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Keys} from "../src/lib/Keys.sol";
import {Limbs} from "../src/lib/Limbs.sol";
import {Statement} from "../src/lib/Statement.sol";
import {StatementHarness} from "./support/StatementHarness.sol";
import {Test} from "./support/Test.sol";

/// @notice The contracts' encoders on the vectors that the Rust and Python sides are tested on, too.
contract StatementVectorsTest is Test {
    /// @dev A header with room for numbers that are out of range.
    struct WideHeader {
        uint256 callCount;
        bytes32 domain;
        bytes32 setRoot;
        uint256 tMin;
        uint256 tMax;
        address prover;
        uint256 thread;
        uint256 seq;
        bytes32 callsOut;
        bytes32 logOut;
        uint256 osVersion;
    }

    StatementHarness private harness = new StatementHarness();

    function test_statements() public view {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".statements_count");
        vm.assertGt(count, 2, "there are statements");
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".statements", i);
            uint256[] memory expected = vm.parseJsonUintArray(json, string.concat(at, ".public_inputs"));
            uint64[8] memory actual = _evaluate(json, at, _narrow(_head(json, at)));
            for (uint256 j = 0; j < 8; ++j) {
                vm.assertEq(actual[j], expected[j], string.concat(at, ": public input"));
            }
        }
    }

    function test_headers() public view {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".statements_count");
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".statements", i);
            uint256[] memory limbs = vm.parseJsonUintArray(json, string.concat(at, ".limbs"));
            uint256[10] memory words = harness.pack(_narrow(_head(json, at)), limbs[1], limbs[2]);
            for (uint256 j = 0; j < 40; ++j) {
                vm.assertEq(
                    uint64(words[j / 4] >> (192 - 64 * (j % 4))), limbs[j], string.concat(at, ": limb")
                );
            }
        }
    }

    /// @dev No field of a header is left out of the statement: changing one changes r and P.
    function test_everyHeaderFieldCounts() public view {
        string memory json = readVector("core.json");
        string memory at = ".statements[5]";
        uint64[8] memory before = _evaluate(json, at, _narrow(_head(json, at)));
        for (uint256 field = 0; field < 11; ++field) {
            WideHeader memory wide = _head(json, at);
            if (field == 0) wide.callCount ^= 1;
            if (field == 1) wide.domain ^= bytes32(uint256(1));
            if (field == 2) wide.setRoot ^= bytes32(uint256(1));
            if (field == 3) wide.tMin ^= 1;
            if (field == 4) wide.tMax ^= 1;
            if (field == 5) wide.prover = address(uint160(wide.prover) ^ 1);
            if (field == 6) wide.thread ^= 1;
            if (field == 7) wide.seq ^= 1;
            if (field == 8) wide.callsOut ^= bytes32(uint256(1));
            if (field == 9) wide.logOut ^= bytes32(uint256(1));
            if (field == 10) wide.osVersion ^= 1;
            uint64[8] memory changed = _evaluate(json, at, _narrow(wide));
            vm.assertNotEq(changed[4], before[4], "first component of r");
            vm.assertNotEq(changed[5], before[5], "second component of r");
            vm.assertNotEq(changed[6], before[6], "first component of P");
            vm.assertNotEq(changed[7], before[7], "second component of P");
        }
    }

    function test_rejectedLists() public {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".rejected_lists_count");
        vm.assertGt(count, 7, "there are rejected lists");
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".rejected_lists", i);
            Statement.Header memory h = _narrow(_head(json, at));
            bytes memory inputs = vm.parseJsonBytes(json, string.concat(at, ".inputs"));
            bytes memory outputs = vm.parseJsonBytes(json, string.concat(at, ".outputs"));
            vm.expectPartialRevert(_errorOf(vm.parseJsonString(json, string.concat(at, ".code"))));
            harness.evaluate(0, h, inputs, outputs);
        }
    }

    /// @dev Numbers beyond their type are refused by the ABI decoder, the OS version by `pack4`. A window that
    /// ends before it begins contains no block's time, so `settle` refuses it whenever it is sent.
    function test_rejectedHeads() public {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".rejected_heads_count");
        vm.assertGt(count, 0, "there are rejected heads");
        for (uint256 i = 0; i < count; ++i) {
            WideHeader memory h = _head(json, _at(".rejected_heads", i));
            if (h.tMin > h.tMax && h.tMin >> 40 == 0) continue;
            bytes memory call =
                abi.encodeWithSelector(StatementHarness.evaluate.selector, bytes32(0), h, "", "");
            (bool accepted,) = address(harness).call(call);
            vm.assertFalse(accepted, _at(".rejected_heads", i));
        }
        WideHeader memory good = _head(json, _at(".statements", 0));
        (bool ok,) = address(harness)
            .call(abi.encodeWithSelector(StatementHarness.evaluate.selector, bytes32(0), good, "", ""));
        vm.assertTrue(ok, "a good head is accepted in the same way");
    }

    function test_domains() public view {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".domains_count");
        vm.assertGt(count, 2, "there are domains");
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".domains", i);
            bytes32 actual = harness.domain(
                uint256(vm.parseJsonBytes32(json, string.concat(at, ".chain_id"))),
                vm.parseJsonAddress(json, string.concat(at, ".settlement")),
                uint256(vm.parseJsonBytes32(json, string.concat(at, ".world")))
            );
            vm.assertEq(actual, vm.parseJsonBytes32(json, string.concat(at, ".domain")), at);
        }
    }

    function test_pack4() public {
        string memory json = readVector("core.json");
        bytes32[] memory numbers = vm.parseJsonBytes32Array(json, ".pack4.numbers");
        bytes32[] memory packed = vm.parseJsonBytes32Array(json, ".pack4.packed");
        vm.assertGt(numbers.length, 2, "there are numbers");
        for (uint256 i = 0; i < numbers.length; ++i) {
            vm.assertEq(harness.pack4(uint256(numbers[i])), packed[i], "packed");
        }
        bytes32[] memory rejected = vm.parseJsonBytes32Array(json, ".pack4.rejected_numbers");
        for (uint256 i = 0; i < rejected.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Limbs.TooWideToPack.selector, rejected[i]));
            harness.pack4(uint256(rejected[i]));
        }
    }

    function test_limbs() public {
        string memory json = readVector("core.json");
        uint256[] memory good = vm.parseJsonUintArray(json, ".field.a");
        uint256[] memory bad = vm.parseJsonUintArray(json, ".field.rejected");
        for (uint256 shift = 0; shift < 256; shift += 64) {
            for (uint256 i = 0; i < good.length; ++i) {
                harness.requireCanonical(bytes32(good[i] << shift));
            }
            for (uint256 i = 0; i < bad.length; ++i) {
                vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad[i] << shift));
                harness.requireCanonical(bytes32(bad[i] << shift));
            }
        }
    }

    function test_keys() public view {
        string memory json = readVector("core.json");
        uint256 count = vm.parseJsonUint(json, ".keys_count");
        uint256 single;
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".keys", i);
            bytes32 key = vm.parseJsonBytes32(json, string.concat(at, ".key"));
            uint256 contractId = vm.parseJsonUint(json, string.concat(at, ".contract"));
            uint256 slot = vm.parseJsonUint(json, string.concat(at, ".slot"));
            vm.assertEq(Keys.contractOf(key), contractId, "contract");
            vm.assertEq(Keys.slotOf(key), slot, "slot");
            if (uint128(uint256(key)) != 0) continue;
            ++single;
            uint64 k0 = uint64(uint256(key) >> 128);
            vm.assertEq(Keys.mapKey(uint32(contractId), uint32(slot), k0), key, "map key of one limb");
        }
        vm.assertGt(single, 0, "there are keys of one limb");
    }

    function _evaluate(string memory json, string memory at, Statement.Header memory h)
        private
        view
        returns (uint64[8] memory result)
    {
        (result,) = harness.evaluate(
            vm.parseJsonBytes32(json, string.concat(at, ".commit")),
            h,
            vm.parseJsonBytes(json, string.concat(at, ".inputs")),
            vm.parseJsonBytes(json, string.concat(at, ".outputs"))
        );
    }

    function _head(string memory json, string memory at) private pure returns (WideHeader memory h) {
        at = string.concat(at, ".head");
        h.callCount = vm.parseJsonUint(json, string.concat(at, ".call_count"));
        h.domain = vm.parseJsonBytes32(json, string.concat(at, ".domain"));
        h.setRoot = vm.parseJsonBytes32(json, string.concat(at, ".set_root"));
        h.tMin = vm.parseJsonUint(json, string.concat(at, ".t_min"));
        h.tMax = vm.parseJsonUint(json, string.concat(at, ".t_max"));
        h.prover = vm.parseJsonAddress(json, string.concat(at, ".prover"));
        h.thread = vm.parseJsonUint(json, string.concat(at, ".thread"));
        h.seq = vm.parseJsonUint(json, string.concat(at, ".seq"));
        h.callsOut = vm.parseJsonBytes32(json, string.concat(at, ".calls_out"));
        h.logOut = vm.parseJsonBytes32(json, string.concat(at, ".log_out"));
        h.osVersion = uint256(vm.parseJsonBytes32(json, string.concat(at, ".os_version")));
    }

    /// @dev The same header in the library's types, decoded as calldata would be: too wide a number reverts.
    function _narrow(WideHeader memory h) private pure returns (Statement.Header memory) {
        return abi.decode(abi.encode(h), (Statement.Header));
    }

    function _at(string memory group, uint256 i) private pure returns (string memory) {
        return string.concat(group, "[", vm.toString(i), "]");
    }

    function _errorOf(string memory code) private pure returns (bytes4) {
        bytes32 hash = keccak256(bytes(code));
        if (hash == keccak256("KEY_ZERO")) return Statement.ZeroKey.selector;
        if (hash == keccak256("KEY_ORDER")) return Statement.KeysNotIncreasing.selector;
        if (hash == keccak256("INPUT_LENGTH")) return Statement.InputListLength.selector;
        if (hash == keccak256("OUTPUT_LENGTH")) return Statement.OutputListLength.selector;
        if (hash == keccak256("OUTPUT_ORDER")) return Statement.OutputIndexOutOfOrder.selector;
        if (hash == keccak256("OUTPUT_INDEX")) return Statement.OutputIndexOutOfOrder.selector;
        if (hash == keccak256("OUTPUT_UNCHANGED")) return Statement.UnchangedOutput.selector;
        if (hash == keccak256("LIMB_RANGE")) return Limbs.NonCanonicalLimb.selector;
        revert(string.concat("no error for code ", code));
    }
}
