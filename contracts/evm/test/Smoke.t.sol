// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "./support/Test.sol";

/// @notice The tool chain itself: the compiler, the EVM version and the cheatcodes.
contract SmokeTest is Test {
    function test_evmIsOsaka() public {
        uint256 leadingZeros;
        assembly ("memory-safe") {
            leadingZeros := clz(1)
        }
        vm.assertEq(leadingZeros, 255, "CLZ, new in Osaka");
        vm.expectRevert(bytes("no"));
        this.refuse();
    }

    function refuse() external pure {
        revert("no");
    }
}
