// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../../src/interfaces/IZkThreads.sol";
import {OsVersions} from "../../src/OsVersions.sol";
import {GemShop} from "../../src/samples/GemShop.sol";
import {ZkThreads} from "../../src/ZkThreads.sol";
import {Test} from "./Test.sol";

/// @title A sub-block of the Diamonds & Rubies sample, proven by the whole pipeline, where it belongs
/// @notice The proof was made for world 1 of a settlement contract at `SETTLEMENT` on forge's own chain.
abstract contract RealSettlementFixture is Test {
    address private constant SETTLEMENT = 0xCeCecececECecEcEcececECECeCECeCEcECececE;

    address internal owner = makeAddr("owner");
    address internal prover;
    address internal verifier;
    bytes32 internal setRoot;
    OsVersions internal registry;
    ZkThreads internal threads;
    GemShop internal shop;
    IZkThreads.SubBlock internal _block;
    bytes internal _inputs;
    bytes internal _outputs;
    bytes internal _proof;

    function profile() internal pure virtual returns (string memory);
    function deployVerifier() internal virtual returns (address);

    function setUp() public virtual {
        string memory folder = string.concat("wrap/", profile(), "/");
        string memory json = readVector(string.concat(folder, "statement.json"));
        setRoot = vm.parseJsonBytes32(json, ".head.set_root");
        prover = vm.parseJsonAddress(json, ".head.prover");
        _block = IZkThreads.SubBlock({
            world: 1,
            osVersion: uint256(vm.parseJsonBytes32(json, ".head.os_version")),
            thread: uint32(vm.parseJsonUint(json, ".head.thread")),
            seq: uint32(vm.parseJsonUint(json, ".head.seq")),
            tMin: uint40(vm.parseJsonUint(json, ".head.t_min")),
            tMax: uint40(vm.parseJsonUint(json, ".head.t_max")),
            callCount: uint32(vm.parseJsonUint(json, ".head.call_count")),
            callsOut: vm.parseJsonBytes32(json, ".head.calls_out"),
            logOut: vm.parseJsonBytes32(json, ".head.log_out"),
            commit: vm.parseJsonBytes32(json, ".commit")
        });
        _inputs = vm.parseJsonBytes(json, ".inputs");
        _outputs = vm.parseJsonBytes(json, ".outputs");
        _proof =
            vm.readFileBinary(string.concat(vm.projectRoot(), "/../../tests/vectors/", folder, "proof.bin"));
        vm.warp(_block.tMin);
        _deploy();
        vm.assertEq(threads.domainOf(1), vm.parseJsonBytes32(json, ".head.domain"), "domain of the proof");
    }

    function _settle(
        IZkThreads.SubBlock memory b,
        bytes memory inputs,
        bytes memory outputs,
        bytes memory proof
    ) internal {
        vm.prank(prover);
        threads.settle(b, inputs, outputs, proof);
    }

    function _requireGems(uint32 user, uint32 diamonds, uint32 rubies) internal view {
        vm.assertEq(shop.diamondsOf(user), diamonds, "diamonds");
        vm.assertEq(shop.rubiesOf(user), rubies, "rubies");
    }

    function _deploy() private {
        verifier = deployVerifier();
        registry = new OsVersions(address(this));
        registry.register(_block.osVersion, verifier, verifier.codehash, true);
        // The proof names the contract's address; its storage starts empty there, too.
        vm.etch(SETTLEMENT, address(new ZkThreads(registry)).code);
        threads = ZkThreads(SETTLEMENT);

        vm.startPrank(owner);
        vm.assertEq(threads.createWorld(_block.osVersion, setRoot, true, 0), 1, "world");
        vm.assertEq(threads.openThread(1, prover), _block.thread, "thread");
        shop = new GemShop(owner, threads, 1);
        threads.setWriter(1, shop.CONTRACT_ID(), address(shop), true);
        shop.grant(1, 20, 50);
        shop.grant(2, 15, 90);
        shop.grant(3, 10, 2);
        shop.grant(4, 12, 0);
        vm.stopPrank();
    }
}
