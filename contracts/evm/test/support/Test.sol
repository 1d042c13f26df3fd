// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Vm} from "./Vm.sol";

/// @title Base of all tests: cheatcodes, assertions and helpers
/// @notice An assertion reverts through forge's own cheatcode, so it cannot pass silently.
abstract contract Test {
    /// @dev forge recognises a test contract by this flag.
    bool public constant IS_TEST = true;
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev A labelled address that has no code.
    function makeAddr(string memory name) internal returns (address account) {
        account = address(uint160(uint256(keccak256(bytes(name)))));
        vm.label(account, name);
    }

    /// @dev Maps `x` into [low, high], for fuzzing.
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        require(low <= high, "bound: empty range");
        if (low == 0 && high == type(uint256).max) return x;
        return low + x % (high - low + 1);
    }

    /// @dev Text of a committed test vector, by its path under `tests/vectors/`.
    function readVector(string memory name) internal view returns (string memory) {
        return vm.readFile(string.concat(vm.projectRoot(), "/../../tests/vectors/", name));
    }
}
