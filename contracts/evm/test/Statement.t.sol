// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Limbs} from "../src/lib/Limbs.sol";
import {Statement} from "../src/lib/Statement.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {StatementHarness} from "./support/StatementHarness.sol";
import {StatementReference} from "./support/StatementReference.sol";
import {Test} from "./support/Test.sol";

/// @notice The statement library against a slow reference, and each of its validity rules.
contract StatementTest is Test {
    uint256 private constant P = 0xffffffff00000001;

    StatementHarness private harness = new StatementHarness();

    function testFuzz_agreesWithTheReference(uint256 seed, uint256 n) public view {
        n = bound(n, 0, 20);
        Entry[] memory entries = Lists.random(seed, n, uint32(bound(seed, 0, 2 ** 31 - 1)));
        _requireAgreement(Lists.canonical(seed ^ 0xc0), _header(seed), entries);
    }

    function test_agreesWithTheReferenceOnTheLargestLimbs() public view {
        bytes32 top = Lists.word(P - 1, P - 1, P - 1, P - 1);
        Statement.Header memory h = Statement.Header({
            callCount: type(uint32).max,
            domain: top,
            setRoot: top,
            tMin: type(uint40).max,
            tMax: type(uint40).max,
            prover: address(type(uint160).max),
            thread: type(uint32).max,
            seq: type(uint32).max,
            callsOut: top,
            logOut: top,
            osVersion: 2 ** 252 - 1
        });
        Entry[] memory entries = new Entry[](2);
        entries[0] = Entry({key: Lists.word(P - 1, P - 1, P - 1, P - 2), old: top, value: 0});
        entries[1] = Entry({key: top, old: 0, value: top});
        _requireAgreement(top, h, entries);
    }

    function testFuzz_packsTheHeaderAsTheReference(uint256 seed, uint32 n) public view {
        Statement.Header memory h = _header(seed);
        uint256[] memory d = StatementReference.limbs(h, new Entry[](0));
        (d[1], d[2]) = (n, n / 2);
        uint256[10] memory words = harness.pack(h, n, n / 2);
        for (uint256 i = 0; i < 40; ++i) {
            vm.assertEq(uint64(words[i / 4] >> (192 - 64 * (i % 4))), d[i], "limb of the header");
        }
    }

    function testFuzz_domainAgreesWithTheReference(uint256 chainId, address settlement, uint256 world)
        public
        view
    {
        vm.assertEq(
            harness.domain(chainId, settlement, world),
            StatementReference.domain(chainId, settlement, world),
            "domain"
        );
    }

    /// @dev Any changed limb of a list gives other public inputs.
    function testFuzz_everyLimbOfTheListsChangesTheStatement(uint256 seed, uint256 which) public view {
        Entry[] memory entries = Lists.random(seed, 5, 7);
        (uint64[8] memory before,) = StatementReference.evaluate(0, _header(seed), entries);
        uint256 i = which % 15;
        uint256 bit = 1 << (64 * bound(which >> 16, 0, 3));
        Entry memory e = entries[i / 3];
        if (i % 3 == 0) e.key = bytes32(uint256(e.key) ^ bit);
        if (i % 3 == 1) e.old = bytes32(uint256(e.old) ^ bit);
        if (i % 3 == 2) e.value = bytes32(uint256(e.value) ^ bit);
        vm.assume(Limbs.isCanonical(e.key) && Limbs.isCanonical(e.old) && Limbs.isCanonical(e.value));
        vm.assume(i / 3 == 0 || e.key > entries[i / 3 - 1].key);
        vm.assume(i / 3 == 4 || e.key < entries[i / 3 + 1].key);

        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        (uint64[8] memory now_,) = harness.evaluate(0, _header(seed), inputs, outputs);
        vm.assertNotEq(keccak256(abi.encode(now_)), keccak256(abi.encode(before)), "public inputs");
        vm.assertNotEq(now_[4], before[4], "r");
        vm.assertNotEq(now_[6], before[6], "P");
    }

    function test_emptyListsAreAStatement() public view {
        _requireAgreement(Lists.word(1, 2, 3, 4), _header(1), new Entry[](0));
    }

    function test_pack4() public {
        vm.assertEq(harness.pack4(0), bytes32(0), "zero");
        uint256 low = 2 ** 63 - 1;
        vm.assertEq(harness.pack4(2 ** 252 - 1), Lists.word(low, low, low, low), "largest");
        vm.assertEq(harness.pack4(2 ** 63), Lists.word(0, 1, 0, 0), "least significant first");
        vm.expectRevert(abi.encodeWithSelector(Limbs.TooWideToPack.selector, 2 ** 252));
        harness.pack4(2 ** 252);
    }

    function test_limbsBelowTheModulusAreCanonical() public {
        for (uint256 i = 0; i < 4; ++i) {
            uint256 shift = 64 * i;
            harness.requireCanonical(bytes32((P - 1) << shift));
            harness.requireCanonical(bytes32(~(uint256(type(uint64).max) << shift) & _top()));
            _refused(bytes32(P << shift));
            _refused(bytes32((P + 1) << shift));
            _refused(bytes32(uint256(type(uint64).max) << shift));
            _refused(bytes32(_top() + (1 << shift)));
        }
    }

    function testFuzz_canonicalMeansEachLimbBelowTheModulus(uint256 word) public pure {
        bool expected = true;
        for (uint256 i = 0; i < 4; ++i) {
            if (uint64(word >> (64 * i)) >= P) expected = false;
        }
        vm.assertEq(Limbs.isCanonical(bytes32(word)), expected, "canonical");
    }

    function test_refusesNonCanonicalLimbsAnywhere() public {
        bytes32 bad = Lists.word(0, P, 0, 0);
        Statement.Header memory h = _header(3);
        Entry[] memory entries = Lists.random(3, 3, 7);
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        bytes memory refusal = abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, bad);

        vm.expectRevert(refusal);
        harness.evaluate(bad, h, inputs, outputs);

        h.setRoot = bad;
        vm.expectRevert(refusal);
        harness.evaluate(0, h, inputs, outputs);
        h = _header(3);
        h.domain = bad;
        vm.expectRevert(refusal);
        harness.evaluate(0, h, inputs, outputs);
        h = _header(3);
        h.callsOut = bad;
        vm.expectPartialRevert(Limbs.NonCanonicalLimb.selector);
        harness.evaluate(0, h, inputs, outputs);
        h = _header(3);
        h.logOut = bad;
        vm.expectPartialRevert(Limbs.NonCanonicalLimb.selector);
        harness.evaluate(0, h, inputs, outputs);
        h = _header(3);

        for (uint256 i = 0; i < 3; ++i) {
            bytes32 badKey = entries[i].key | bytes32(uint256(type(uint64).max));
            _refusedEntry(entries, i, Entry({key: badKey, old: 0, value: 0}), badKey);
            _refusedEntry(entries, i, Entry({key: entries[i].key, old: bad, value: 0}), bad);
            _refusedEntry(entries, i, Entry({key: entries[i].key, old: 0, value: bad}), bad);
        }
    }

    function test_refusesListsOfOtherLengths() public {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(Lists.random(4, 3, 7));
        outputs = bytes.concat(bytes4(0), bytes32(uint256(1)));
        Statement.Header memory h = _header(4);
        for (uint256 extra = 1; extra < 64; ++extra) {
            bytes memory longer = bytes.concat(inputs, new bytes(extra));
            vm.expectRevert(abi.encodeWithSelector(Statement.InputListLength.selector, longer.length));
            harness.evaluate(0, h, longer, outputs);
        }
        for (uint256 extra = 1; extra < 36; ++extra) {
            bytes memory longer = bytes.concat(outputs, new bytes(extra));
            vm.expectRevert(abi.encodeWithSelector(Statement.OutputListLength.selector, longer.length));
            harness.evaluate(0, h, inputs, longer);
        }
    }

    function test_refusesKeysThatDoNotRise() public {
        Entry[] memory entries = Lists.random(5, 4, 7);
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 kept = entries[i].key;
            entries[i].key = entries[i + 1].key;
            _reverts(entries, abi.encodeWithSelector(Statement.KeysNotIncreasing.selector, i));
            entries[i].key = bytes32(uint256(entries[i + 1].key) + 1);
            _reverts(entries, abi.encodeWithSelector(Statement.KeysNotIncreasing.selector, i));
            entries[i].key = kept;
        }
    }

    function test_refusesKeyZero() public {
        Entry[] memory entries = Lists.random(6, 2, 7);
        entries[0].key = 0;
        _reverts(entries, abi.encodeWithSelector(Statement.ZeroKey.selector));
        entries[0].key = bytes32(uint256(1));
        _requireAgreement(0, _header(6), entries);
    }

    function test_refusesOutputsOutOfOrderOrRange() public {
        (bytes memory inputs,) = Lists.encode(Lists.random(7, 4, 7));
        bytes32 a = Lists.word(1, 1, 1, 1);
        bytes32 c = Lists.word(2, 2, 2, 2);
        Statement.Header memory h = _header(7);

        harness.evaluate(0, h, inputs, bytes.concat(bytes4(uint32(1)), a, bytes4(uint32(3)), c));
        _outOfOrder(h, inputs, bytes.concat(bytes4(uint32(3)), a, bytes4(uint32(1)), c), 0);
        _outOfOrder(h, inputs, bytes.concat(bytes4(uint32(2)), a, bytes4(uint32(2)), c), 0);
        _outOfOrder(h, inputs, bytes.concat(bytes4(uint32(2)), a, bytes4(uint32(4)), c), 1);
        _outOfOrder(h, inputs, bytes.concat(bytes4(type(uint32).max), a), 0);
        _outOfOrder(h, "", bytes.concat(bytes4(0), a), 0);
    }

    function test_refusesAnOutputThatChangesNothing() public {
        Entry[] memory entries = Lists.random(8, 3, 7);
        (bytes memory inputs,) = Lists.encode(entries);
        for (uint32 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Statement.UnchangedOutput.selector, i));
            harness.evaluate(0, _header(8), inputs, bytes.concat(bytes4(i), entries[i].old));
        }
    }

    function test_refusesAnOsVersionOf252BitsOrMore() public {
        Statement.Header memory h = _header(9);
        h.osVersion = 2 ** 252;
        vm.expectRevert(abi.encodeWithSelector(Limbs.TooWideToPack.selector, h.osVersion));
        harness.evaluate(0, h, "", "");
    }

    function _requireAgreement(bytes32 commit, Statement.Header memory h, Entry[] memory entries)
        private
        view
    {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        (uint64[8] memory actual, bytes32 hash) = harness.evaluate(commit, h, inputs, outputs);
        (uint64[8] memory expected, bytes32 expectedHash) = StatementReference.evaluate(commit, h, entries);
        vm.assertEq(hash, expectedHash, "statement hash");
        for (uint256 i = 0; i < 8; ++i) {
            vm.assertEq(actual[i], expected[i], "public input");
        }
    }

    function _refusedEntry(Entry[] memory entries, uint256 i, Entry memory bad, bytes32 word) private {
        Entry memory kept = entries[i];
        entries[i] = bad;
        _reverts(entries, abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, word));
        entries[i] = kept;
    }

    function _outOfOrder(
        Statement.Header memory h,
        bytes memory inputs,
        bytes memory outputs,
        uint256 position
    ) private {
        vm.expectRevert(abi.encodeWithSelector(Statement.OutputIndexOutOfOrder.selector, position));
        harness.evaluate(0, h, inputs, outputs);
    }

    function _reverts(Entry[] memory entries, bytes memory revertData) private {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        vm.expectRevert(revertData);
        harness.evaluate(0, _header(0), inputs, outputs);
    }

    function _refused(bytes32 word) private {
        vm.expectRevert(abi.encodeWithSelector(Limbs.NonCanonicalLimb.selector, word));
        harness.requireCanonical(word);
    }

    /// @dev All four limbs p - 1.
    function _top() private pure returns (uint256) {
        return uint256(Lists.word(P - 1, P - 1, P - 1, P - 1));
    }

    function _header(uint256 seed) private pure returns (Statement.Header memory) {
        uint256 s = uint256(keccak256(abi.encode(seed, "header")));
        return Statement.Header({
            callCount: uint32(s),
            domain: Lists.canonical(s ^ 1),
            setRoot: Lists.canonical(s ^ 2),
            tMin: uint40(s >> 32),
            tMax: uint40(s >> 72),
            prover: address(uint160(uint256(keccak256(abi.encode(s))))),
            thread: uint32(s >> 112),
            seq: uint32(s >> 144),
            callsOut: Lists.canonical(s ^ 3),
            logOut: Lists.canonical(s ^ 4),
            osVersion: uint256(keccak256(abi.encode(s, "version"))) >> 4
        });
    }
}
