// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {SystemRules} from "../src/lib/SystemRules.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice What a sub-block may do to the entries of contract 0, whatever its proof says.
contract SystemRulesTest is ThreadsFixture {
    bytes32 private constant ROOT_A = bytes32(uint256(0xa));
    bytes32 private constant ROOT_B = bytes32(uint256(0xb));

    function test_anAccountsNonceRises() public {
        _allowed(1, _account(5, ROOT_A), _account(6, ROOT_A));
        _allowed(1, _account(5, ROOT_A), _account(2 ** 32 - 1, ROOT_A));
        _allowed(1, _account(5, ROOT_A), _account(6, ROOT_B));
        _forbidden(1, _account(5, ROOT_A), _account(5, ROOT_B));
        _forbidden(1, _account(5, ROOT_A), _account(4, ROOT_A));
        _forbidden(1, _account(5, ROOT_A), _account(0, ROOT_A));
        _forbidden(1, _account(5, ROOT_A), 0);
    }

    function test_aNewAccountIsOpened() public {
        _allowed(1, 0, _account(0, ROOT_A));
        _allowed(1, 0, _account(3, ROOT_A));
        _forbidden(1, _account(0, ROOT_A), _account(0, ROOT_B));
    }

    function test_operatorsAndBeaconsNeverChange() public {
        for (uint32 slot = 2; slot <= 3; ++slot) {
            _forbidden(slot, 0, Lists.word(1, 0, 0, 0));
            _forbidden(slot, Lists.word(1, 0, 0, 0), Lists.word(2, 0, 0, 0));
            _forbidden(slot, Lists.word(1, 0, 0, 0), 0);
        }
    }

    function test_depositsAreConsumed() public {
        bytes32 deposit = Lists.word(1, 2, 3, 4);
        _allowed(4, deposit, 0);
        _forbidden(4, deposit, Lists.word(1, 1, 3, 4));
        _forbidden(4, 0, deposit);
    }

    function test_withdrawalsAreMade() public {
        bytes32 withdrawal = Lists.word(1, 2, 3, 4);
        _allowed(5, 0, withdrawal);
        _forbidden(5, withdrawal, 0);
        _forbidden(5, withdrawal, Lists.word(1, 1, 3, 4));
    }

    function testFuzz_allOtherSystemSlotsNeverChange(uint32 slot, uint256 seed_) public {
        vm.assume(slot != 1 && slot != 4 && slot != 5);
        bytes32 a = Lists.canonical(seed_);
        bytes32 b = Lists.canonical(seed_ ^ 1);
        vm.assume(a != b);
        _forbidden(slot, a, b);
    }

    function test_otherContractsHaveNoRules() public {
        bytes32 a = Lists.word(1, 2, 3, 4);
        for (uint32 slot = 0; slot < 8; ++slot) {
            _settleOne(Lists.word((uint256(1) << 32) | slot, 1, 0, 0), 0, a);
            _settleOne(Lists.word((uint256(1) << 32) | slot, 1, 0, 0), a, 0);
        }
    }

    /// @dev A system entry may be read by anybody: it is an input that does not change.
    function test_systemEntriesCanBeRead() public {
        for (uint32 slot = 1; slot < 8; ++slot) {
            _settleOne(_key(slot), Lists.word(1, 2, 3, 4), Lists.word(1, 2, 3, 4));
        }
    }

    /// @dev The rule looks at each output's own entry, wherever it stands in the lists.
    function test_everyOutputIsChecked() public {
        Entry[] memory entries = new Entry[](4);
        entries[0] = Entry({key: _key(1), old: _account(1, ROOT_A), value: _account(2, ROOT_A)});
        entries[1] = Entry({key: _key(2), old: ROOT_A, value: ROOT_A});
        entries[2] = Entry({key: _key(4), old: ROOT_A, value: 0});
        entries[3] = Entry({key: key(1), old: 0, value: ROOT_B});
        seed(entries);
        uint256 snapshot = vm.snapshotState();
        settle(subBlock(1), entries);
        vm.revertToState(snapshot);

        entries[1].value = ROOT_B;
        settleReverts(subBlock(1), entries, _refusal(_key(2), ROOT_A, ROOT_B));
        entries[1].value = ROOT_A;
        entries[2].value = ROOT_B;
        settleReverts(subBlock(1), entries, _refusal(_key(4), ROOT_A, ROOT_B));
    }

    function _allowed(uint32 slot, bytes32 oldValue, bytes32 newValue) private {
        _settleOne(_key(slot), oldValue, newValue);
        vm.assertEq(threads.valueOf(world, _key(slot)), newValue, "applied");
    }

    function _forbidden(uint32 slot, bytes32 oldValue, bytes32 newValue) private {
        setValue(world, _key(slot), oldValue);
        settleReverts(_next(), _one(_key(slot), oldValue, newValue), _refusal(_key(slot), oldValue, newValue));
    }

    function _settleOne(bytes32 at, bytes32 oldValue, bytes32 newValue) private {
        setValue(world, at, oldValue);
        settle(_next(), _one(at, oldValue, newValue));
    }

    function _next() private view returns (IZkThreads.SubBlock memory) {
        (, uint32 seq) = threads.threadOf(world, thread);
        return subBlock(seq + 1);
    }

    function _key(uint32 slot) private pure returns (bytes32) {
        return Lists.word(slot, 1, 2, 0);
    }

    function _account(uint256 nonce, bytes32 root) private pure returns (bytes32) {
        return bytes32(nonce << 192) | root;
    }

    function _one(bytes32 at, bytes32 oldValue, bytes32 newValue) private pure returns (Entry[] memory list) {
        list = new Entry[](1);
        list[0] = Entry({key: at, old: oldValue, value: newValue});
    }

    function _refusal(bytes32 at, bytes32 oldValue, bytes32 newValue) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SystemRules.ForbiddenSystemChange.selector, at, oldValue, newValue);
    }
}
