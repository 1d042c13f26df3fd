// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../../src/interfaces/IZkThreads.sol";
import {SystemEntries} from "../../src/lib/SystemEntries.sol";
import {ZkThreads} from "../../src/ZkThreads.sol";
import {Entry} from "./Lists.sol";
import {ThreadsFixture} from "./ThreadsFixture.sol";

/// @title Random actions on accounts and operators, with a model of what must come of them
/// @notice Users use, open, change and give away their lanes, the world's owner changes operators, time passes,
/// and others try the same without right. What the model allows must succeed, everything else must revert.
/// Each action is watched: whatever it did, no nonce fell and no key changed but in the ways that there are.
contract AccountsHandler is ThreadsFixture {
    uint32 public constant USERS = 2;
    uint32 public constant LANES = 2;
    uint32 public constant CONTRACTS = 2;

    struct Request {
        bytes32 value;
        uint256 madeAt;
    }

    /// @notice What must be stored.
    mapping(uint32 user => address) public ownerOf;
    mapping(uint32 user => address) public offerOf;
    mapping(uint32 user => mapping(uint32 lane => bytes32)) public accountOf;
    mapping(uint32 contractId => bytes32) public operatorOf;
    /// @notice What was asked for, and when.
    mapping(uint32 user => mapping(uint32 lane => Request)) public keyRequestOf;
    mapping(uint32 contractId => Request) public operatorRequestOf;
    /// @notice How often something happened, and how often something was refused.
    uint256 public done;
    uint256 public refused;

    address[2] private people = [makeAddr("alice"), makeAddr("bob")];
    /// @dev Whether the action under way may change an account by applying a request.
    bool private applying;

    /// @dev Looks at all accounts before and after an action.
    modifier watched() {
        bytes32[] memory before = _accounts();
        _;
        bytes32[] memory later = _accounts();
        for (uint256 i = 0; i < before.length; ++i) {
            uint64 nonce = SystemEntries.nonceOf(later[i]);
            vm.assertGe(nonce, SystemEntries.nonceOf(before[i]), "a nonce fell");
            if (before[i] == later[i] || before[i] == 0) continue;
            bool used = nonce > SystemEntries.nonceOf(before[i]);
            vm.assertTrue(used || applying, "an account changed by neither settlement nor request");
            vm.assertNotEq(bytes32(SystemEntries.keyRootOf(later[i])), bytes32(0), "an account lost its key");
        }
        applying = false;
    }

    function setUp() public override {
        super.setUp();
        for (uint32 user = 1; user <= USERS; ++user) {
            ownerOf[user] = people[user - 1];
            vm.prank(ownerOf[user]);
            threads.createUser(world);
        }
    }

    /// @notice A sub-block uses a lane, and sometimes changes its key, or opens it.
    function settleACall(uint256 seed_) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        bytes32 old = accountOf[user][lane];
        uint64 nonce = old == 0 ? 0 : uint64(SystemEntries.nonceOf(old) + 1 + (seed_ >> 8) % 3);
        bytes24 keyRoot = old == 0 || (seed_ >> 16) % 4 == 0 ? _keyRoot(seed_) : SystemEntries.keyRootOf(old);
        _settleAccount(user, lane, SystemEntries.account(nonce, keyRoot));
        accountOf[user][lane] = SystemEntries.account(nonce, keyRoot);
        ++done;
    }

    /// @notice The owner opens a lane, which is refused if it is open.
    function openLane(uint256 seed_) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        bool may = accountOf[user][lane] == 0;
        bytes24 keyRoot = _keyRoot(seed_);
        _call(ownerOf[user], abi.encodeCall(threads.openLane, (world, user, lane, keyRoot)), may);
        if (may) accountOf[user][lane] = SystemEntries.account(0, keyRoot);
    }

    /// @notice The owner asks for another key.
    function requestKey(uint256 seed_) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        bool may = accountOf[user][lane] != 0;
        bytes24 keyRoot = _keyRoot(seed_);
        _call(ownerOf[user], abi.encodeCall(threads.requestKey, (world, user, lane, keyRoot)), may);
        if (may) keyRequestOf[user][lane] = Request(keyRoot, block.timestamp);
    }

    /// @notice The owner takes a request back.
    function cancelKey(uint256 seed_) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        bool may = keyRequestOf[user][lane].madeAt != 0;
        _call(ownerOf[user], abi.encodeCall(threads.cancelKey, (world, user, lane)), may);
        delete keyRequestOf[user][lane];
    }

    /// @notice Anybody applies a request: once, and a delay after it was made.
    function applyKey(uint256 seed_, address who) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        Request memory request = keyRequestOf[user][lane];
        applying = _ready(request);
        _call(who, abi.encodeCall(threads.applyKey, (world, user, lane)), applying);
        if (!applying) return;
        uint64 nonce = SystemEntries.nonceOf(accountOf[user][lane]);
        accountOf[user][lane] = SystemEntries.account(nonce, bytes24(request.value));
        delete keyRequestOf[user][lane];
    }

    /// @notice A user is offered to somebody.
    function offerUser(uint256 seed_) external watched {
        (uint32 user,) = _lane(seed_);
        offerOf[user] = people[(seed_ >> 8) % 2];
        _call(ownerOf[user], abi.encodeCall(threads.offerUser, (world, user, offerOf[user])), true);
    }

    /// @notice Somebody accepts a user, which is refused if it is not offered to him.
    function acceptUser(uint256 seed_) external watched {
        (uint32 user,) = _lane(seed_);
        address who = people[(seed_ >> 8) % 2];
        bool may = offerOf[user] == who;
        _call(who, abi.encodeCall(threads.acceptUser, (world, user)), may);
        if (may) (ownerOf[user], offerOf[user]) = (who, address(0));
    }

    /// @notice The world's owner sets, asks for and cancels operators.
    function changeOperator(uint256 seed_) external watched {
        uint32 contractId = _contract(seed_);
        uint32 user = uint32(1 + (seed_ >> 8) % USERS);
        uint256 action = (seed_ >> 16) % 3;
        bool isSet = operatorOf[contractId] != 0;
        if (action == 0) {
            _call(owner, abi.encodeCall(threads.setOperator, (world, contractId, user)), !isSet);
            if (!isSet) operatorOf[contractId] = SystemEntries.operator(user);
        } else if (action == 1) {
            _call(owner, abi.encodeCall(threads.requestOperator, (world, contractId, user)), isSet);
            if (isSet) {
                operatorRequestOf[contractId] = Request(SystemEntries.operator(user), block.timestamp);
            }
        } else {
            bool may = operatorRequestOf[contractId].madeAt != 0;
            _call(owner, abi.encodeCall(threads.cancelOperator, (world, contractId)), may);
            delete operatorRequestOf[contractId];
        }
    }

    /// @notice Anybody applies the request of an operator: once, and a delay after it was made.
    function applyOperator(uint256 seed_, address who) external watched {
        uint32 contractId = _contract(seed_);
        Request memory request = operatorRequestOf[contractId];
        bool may = _ready(request);
        _call(who, abi.encodeCall(threads.applyOperator, (world, contractId)), may);
        if (!may) return;
        operatorOf[contractId] = request.value;
        delete operatorRequestOf[contractId];
    }

    /// @notice Somebody without right tries everything.
    function meddle(uint256 seed_, address who) external watched {
        (uint32 user, uint32 lane) = _lane(seed_);
        uint32 contractId = _contract(seed_);
        bytes24 keyRoot = _keyRoot(seed_);
        if (who != ownerOf[user]) {
            _call(who, abi.encodeCall(threads.openLane, (world, user, lane, keyRoot)), false);
            _call(who, abi.encodeCall(threads.requestKey, (world, user, lane, keyRoot)), false);
            _call(who, abi.encodeCall(threads.cancelKey, (world, user, lane)), false);
            _call(who, abi.encodeCall(threads.offerUser, (world, user, who)), false);
        }
        if (who != owner) {
            _call(who, abi.encodeCall(threads.setOperator, (world, contractId, user)), false);
            _call(who, abi.encodeCall(threads.requestOperator, (world, contractId, user)), false);
            _call(who, abi.encodeCall(threads.cancelOperator, (world, contractId)), false);
        }
    }

    /// @notice Time passes: sometimes a delay and more, often less.
    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 1, 2 * DELAY));
    }

    /// @notice The contract under test.
    function deployment() external view returns (ZkThreads) {
        return threads;
    }

    /// @notice The world that everything happens in.
    function inWorld() external view returns (uint256) {
        return world;
    }

    function _call(address who, bytes memory data, bool succeeds) private {
        vm.prank(who);
        (bool success,) = address(threads).call(data);
        vm.assertEq(success, succeeds, succeeds ? "refused what is allowed" : "allowed what is not");
        if (success) ++done;
        else ++refused;
    }

    function _settleAccount(uint32 user, uint32 lane, bytes32 value) private {
        Entry[] memory entries = new Entry[](1);
        entries[0] =
            Entry({key: SystemEntries.accountKey(user, lane), old: accountOf[user][lane], value: value});
        (, uint32 seq) = threads.threadOf(world, thread);
        IZkThreads.SubBlock memory b = subBlock(seq + 1);
        (b.tMin, b.tMax) = (uint40(block.timestamp), uint40(block.timestamp));
        settle(b, entries);
    }

    /// @dev By the time when it was made, which the contract does not keep.
    function _ready(Request memory request) private view returns (bool) {
        return request.madeAt != 0 && block.timestamp >= request.madeAt + DELAY;
    }

    function _accounts() private view returns (bytes32[] memory values) {
        bytes32[] memory keys = new bytes32[](USERS * LANES);
        for (uint32 i = 0; i < keys.length; ++i) {
            keys[i] = SystemEntries.accountKey(1 + i / LANES, i % LANES);
        }
        return threads.valuesOf(world, keys);
    }

    function _lane(uint256 seed_) private pure returns (uint32 user, uint32 lane) {
        return (uint32(1 + seed_ % USERS), uint32((seed_ >> 4) % LANES));
    }

    function _contract(uint256 seed_) private pure returns (uint32) {
        return uint32(1 + (seed_ >> 6) % CONTRACTS);
    }

    /// @dev Not zero, and canonical: its limbs are below 2^63.
    function _keyRoot(uint256 seed_) private pure returns (bytes24) {
        uint256 hash = uint256(keccak256(abi.encode(seed_, "key root"))) | 1;
        return bytes24(uint192(hash & 0x7fffffffffffffff7fffffffffffffff7fffffffffffffff));
    }
}
