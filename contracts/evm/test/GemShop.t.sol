// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IValues} from "../src/interfaces/IValues.sol";
import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {GemShop} from "../src/samples/GemShop.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice The sample dApp's L2 contract works on the same canonical values as its thread.
contract GemShopTest is ThreadsFixture {
    uint32 private constant ALICE = 1;

    GemShop private shop;

    function setUp() public override {
        super.setUp();
        shop = new GemShop(owner, threads, world);
        vm.prank(owner);
        threads.setWriter(world, 1, address(shop), true);
    }

    function test_grantsAndReads() public {
        vm.expectEmit(address(shop));
        emit GemShop.Granted(ALICE, 20, 50);
        _grant(ALICE, 20, 50);
        _requireGems(ALICE, 20, 50);
        _grant(ALICE, 5, 0);
        _requireGems(ALICE, 25, 50);
        _requireGems(2, 0, 0);
        vm.assertEq(threads.valueOf(world, _diamonds(ALICE)), Lists.word(25, 0, 0, 0), "encoding of a U32");
    }

    function testFuzz_grantsAdd(uint32 user, uint32 a, uint32 b) public {
        vm.assume(user != 0);
        _grant(user, a, b);
        _requireGems(user, a, b);
        _grant(user, type(uint32).max - a, type(uint32).max - b);
        _requireGems(user, type(uint32).max, type(uint32).max);
    }

    function test_sumsNeverWrap() public {
        _grant(ALICE, type(uint32).max, 0);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _grant(ALICE, 1, 0);
    }

    function test_onlyItsOwnerGrants() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        shop.grant(ALICE, 1, 1);
    }

    function test_nobodyIsNotAPlayer() public {
        vm.expectRevert(abi.encodeWithSelector(GemShop.NoSuchUser.selector));
        _grant(0, 1, 1);
    }

    function test_needsToBeAWriter() public {
        vm.prank(owner);
        threads.setWriter(world, 1, address(shop), false);
        vm.expectRevert(abi.encodeWithSelector(IValues.NotWriter.selector, world, 1, address(shop)));
        _grant(ALICE, 1, 1);
    }

    function test_aValueThatIsNoU32IsRefused() public {
        bytes32[3] memory bad = [Lists.word(2 ** 32, 0, 0, 0), Lists.word(1, 1, 0, 0), Lists.word(0, 0, 0, 1)];
        for (uint256 i = 0; i < bad.length; ++i) {
            setValue(world, _diamonds(ALICE), bad[i]);
            vm.expectRevert(abi.encodeWithSelector(GemShop.NotU32.selector, _diamonds(ALICE), bad[i]));
            shop.diamondsOf(ALICE);
        }
    }

    /// @dev Synchronous composability: what the thread settles is at once what the L2 contract reads.
    function test_readsWhatTheThreadSettled() public {
        _grant(ALICE, 20, 50);
        settle(subBlock(1), _alice(20, 11, 50, 53));
        _requireGems(ALICE, 11, 53);
    }

    /// @dev And the other way round: a grant makes a sub-block stale that was executed before it.
    function test_aGrantMakesASubBlockStale() public {
        _grant(ALICE, 20, 50);
        Entry[] memory executed = _alice(20, 11, 50, 53);
        _grant(ALICE, 5, 0);
        settleReverts(
            subBlock(1),
            executed,
            abi.encodeWithSelector(
                IZkThreads.StaleInput.selector,
                _diamonds(ALICE),
                Lists.word(20, 0, 0, 0),
                Lists.word(25, 0, 0, 0)
            )
        );
        _requireGems(ALICE, 25, 50);
    }

    function _grant(uint32 user, uint32 diamonds, uint32 rubies) private {
        vm.prank(owner);
        shop.grant(user, diamonds, rubies);
    }

    function _requireGems(uint32 user, uint32 diamonds, uint32 rubies) private view {
        vm.assertEq(shop.diamondsOf(user), diamonds, "diamonds");
        vm.assertEq(shop.rubiesOf(user), rubies, "rubies");
    }

    function _alice(uint256 d0, uint256 d1, uint256 r0, uint256 r1)
        private
        pure
        returns (Entry[] memory list)
    {
        list = new Entry[](2);
        list[0] = Entry({key: _diamonds(ALICE), old: Lists.word(d0, 0, 0, 0), value: Lists.word(d1, 0, 0, 0)});
        list[1] = Entry({
            key: Lists.word((uint256(1) << 32) | 2, ALICE, 0, 0),
            old: Lists.word(r0, 0, 0, 0),
            value: Lists.word(r1, 0, 0, 0)
        });
    }

    function _diamonds(uint32 user) private pure returns (bytes32) {
        return Lists.word((uint256(1) << 32) | 1, user, 0, 0);
    }
}
