// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {WrapVerifierFast} from "../src/verifier/generated/WrapVerifierFast.sol";
import {ZkThreads} from "../src/ZkThreads.sol";
import {RealSettlementFixture} from "./support/RealSettlementFixture.sol";

/// @notice A real proof is good for nothing but its own sub-block: everywhere else the real verifier refuses it.
/// @dev In each place every other condition holds, so that nothing but the proof is wrong.
contract RealReplayTest is RealSettlementFixture {
    function profile() internal pure override returns (string memory) {
        return "fast";
    }

    function deployVerifier() internal override returns (address) {
        return address(new WrapVerifierFast());
    }

    function test_notOnAnotherChain() public {
        vm.chainId(block.chainid + 1);
        _refused(_block);
    }

    function test_notInAnotherDeployment() public {
        threads = new ZkThreads(registry);
        _world();
        vm.assertEq(threads.worldCount(), 1, "the same world");
        _refused(_block);
    }

    function test_notInAnotherWorld() public {
        IZkThreads.SubBlock memory b = _block;
        b.world = _world();
        _refused(b);
    }

    function test_notInAnotherThread() public {
        IZkThreads.SubBlock memory b = _block;
        vm.prank(owner);
        b.thread = threads.openThread(1, prover);
        _refused(b);
    }

    /// @dev A thread with the same number of another prover, in a contract at the same address.
    function test_notByAnotherProver() public {
        vm.store(address(threads), _threadSlot(), bytes32(uint256(uint160(address(this)))));
        (prover,) = threads.threadOf(1, _block.thread);
        vm.assertEq(prover, address(this), "another prover");
        _refused(_block);
    }

    /// @dev On the same values as before, so that it is not stale.
    function test_notAsTheNextSubBlock() public {
        _settle(_block, _inputs, _outputs, _proof);
        _write(1);
        IZkThreads.SubBlock memory b = _block;
        b.seq = 2;
        _refused(b);
    }

    function test_notUnderAnotherOsVersion() public {
        IZkThreads.SubBlock memory b = _block;
        b.osVersion ^= 1;
        registry.register(b.osVersion, verifier, verifier.codehash, true);
        _adopt(b.osVersion, setRoot);
        _refused(b);
    }

    function test_notWithAnotherWhitelist() public {
        _adopt(_block.osVersion, setRoot ^ bytes32(uint256(1)));
        _refused(_block);
    }

    function _refused(IZkThreads.SubBlock memory b) private {
        vm.expectRevert(verifier);
        _settle(b, _inputs, _outputs, _proof);
    }

    /// @dev The development world of the fixture has no delay.
    function _adopt(uint256 osVersion, bytes32 root) private {
        vm.startPrank(owner);
        threads.requestAdoption(1, osVersion, root);
        threads.applyAdoption(1, osVersion);
        vm.stopPrank();
    }

    /// @dev Another world with the same whitelist, thread and values.
    function _world() private returns (uint256 world) {
        vm.startPrank(owner);
        world = threads.createWorld(_block.osVersion, setRoot, true, 0);
        threads.openThread(world, prover);
        vm.stopPrank();
        _write(world);
    }

    /// @dev Makes the values of the input list canonical.
    function _write(uint256 world) private {
        uint256 n = _inputs.length / 64;
        bytes32[] memory keys = new bytes32[](n);
        bytes32[] memory values = new bytes32[](n);
        bytes memory inputs = _inputs;
        for (uint256 i = 0; i < n; ++i) {
            assembly ("memory-safe") {
                let at := add(add(inputs, 0x20), mul(i, 64))
                mstore(add(add(keys, 0x20), mul(i, 32)), mload(at))
                mstore(add(add(values, 0x20), mul(i, 32)), mload(add(at, 0x20)))
            }
        }
        vm.startPrank(owner);
        threads.setWriter(world, 1, owner, true);
        threads.write(world, 1, keys, values);
        vm.stopPrank();
    }

    /// @dev Storage of `Threads._threads[1][thread]`.
    function _threadSlot() private view returns (bytes32) {
        return keccak256(abi.encode(uint256(_block.thread), keccak256(abi.encode(uint256(1), uint256(11)))));
    }
}
