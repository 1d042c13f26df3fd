// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {OsVersions} from "../src/OsVersions.sol";
import {GemShop} from "../src/samples/GemShop.sol";
import {WrapVerifierFast} from "../src/verifier/generated/WrapVerifierFast.sol";
import {WrapVerifierSecure} from "../src/verifier/generated/WrapVerifierSecure.sol";
import {ZkThreads} from "../src/ZkThreads.sol";
import {Test} from "./support/Test.sol";

/// @notice A sub-block of the Diamonds & Rubies sample, proven by the whole pipeline, settles through the real
/// verifier; and nothing about it can be changed.
/// @dev The proof was made for world 1 of a settlement contract at `SETTLEMENT` on forge's own chain.
abstract contract RealSettlementTest is Test {
    address private constant SETTLEMENT = 0xCeCecececECecEcEcececECECeCECeCEcECececE;

    address private owner = makeAddr("owner");
    address private prover;
    address private verifier;
    ZkThreads private threads;
    GemShop private shop;
    IZkThreads.SubBlock private _block;
    bytes private _inputs;
    bytes private _outputs;
    bytes private _proof;

    function profile() internal pure virtual returns (string memory);
    function deployVerifier() internal virtual returns (address);

    function setUp() public {
        string memory folder = string.concat("wrap/", profile(), "/");
        string memory json = readVector(string.concat(folder, "statement.json"));
        bytes32 setRoot = vm.parseJsonBytes32(json, ".head.set_root");
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
        _deploy(setRoot);
        vm.assertEq(threads.domainOf(1), vm.parseJsonBytes32(json, ".head.domain"), "domain of the proof");
    }

    /// @dev Alice, Bob, Carol and Mike buy 3, 2, 3 and 4 rubies at 3 diamonds each.
    function test_settles() public {
        _settle(_block, _inputs, _outputs, _proof);
        _requireGems(1, 11, 53);
        _requireGems(2, 9, 92);
        _requireGems(3, 1, 5);
        _requireGems(4, 0, 4);
        (, uint32 seq) = threads.threadOf(1, _block.thread);
        vm.assertEq(seq, 1, "sequence number");
    }

    function test_aGrantBeforeItMakesItStale() public {
        vm.prank(owner);
        shop.grant(3, 5, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IZkThreads.StaleInput.selector,
                bytes32(uint256(0x0000000100000001) << 192 | uint256(3) << 128),
                bytes32(uint256(10) << 192),
                bytes32(uint256(15) << 192)
            )
        );
        _settle(_block, _inputs, _outputs, _proof);
        _requireGems(3, 15, 2);
    }

    /// @dev Every field of the statement that the sender may choose, with everything else as it was.
    function test_noWordOfTheStatementCanChange() public {
        for (uint256 field = 0; field < 6; ++field) {
            IZkThreads.SubBlock memory b = _block;
            if (field == 0) b.tMin -= 1;
            if (field == 1) b.tMax += 1;
            if (field == 2) b.callCount += 1;
            if (field == 3) b.callsOut ^= bytes32(uint256(1));
            if (field == 4) b.logOut ^= bytes32(uint256(1));
            if (field == 5) b.commit ^= bytes32(uint256(1));
            vm.expectRevert(verifier);
            _settle(b, _inputs, _outputs, _proof);
        }
        bytes memory outputs = _outputs;
        outputs[4 + 7] ^= 0x01;
        vm.expectRevert(verifier);
        _settle(_block, _inputs, outputs, _proof);
        _settle(_block, _inputs, _outputs, _proof);
    }

    function test_notOnAnotherChain() public {
        vm.chainId(block.chainid + 1);
        vm.expectRevert(verifier);
        _settle(_block, _inputs, _outputs, _proof);
    }

    function test_notWithAChangedProof() public {
        bytes memory proof = _proof;
        proof[proof.length / 2] ^= 0x01;
        vm.expectRevert(verifier);
        _settle(_block, _inputs, _outputs, proof);
        vm.expectRevert(verifier);
        _settle(_block, _inputs, _outputs, bytes.concat(_proof, hex"00"));
    }

    /// @dev A whole transaction: the contracts below isolate their calls.
    function test_gas() public {
        string memory group = string.concat("Settlement-", profile());
        bytes memory data = abi.encodeCall(IZkThreads.settle, (_block, _inputs, _outputs, _proof));
        vm.snapshotValue(group, "calldata bytes", data.length);
        vm.assertLt(data.length, 131_072, "size of a transaction");

        _settle(_block, _inputs, _outputs, _proof);
        uint256 gas = vm.snapshotGasLastCall(group, "transaction");
        vm.assertLt(gas, 2 ** 24, "gas of a transaction");
    }

    function _settle(
        IZkThreads.SubBlock memory b,
        bytes memory inputs,
        bytes memory outputs,
        bytes memory proof
    ) private {
        vm.prank(prover);
        threads.settle(b, inputs, outputs, proof);
    }

    function _requireGems(uint32 user, uint32 diamonds, uint32 rubies) private view {
        vm.assertEq(shop.diamondsOf(user), diamonds, "diamonds");
        vm.assertEq(shop.rubiesOf(user), rubies, "rubies");
    }

    function _deploy(bytes32 setRoot) private {
        verifier = deployVerifier();
        OsVersions registry = new OsVersions(address(this));
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

/// forge-config: default.isolate = true
contract RealSettlementFastTest is RealSettlementTest {
    function profile() internal pure override returns (string memory) {
        return "fast";
    }

    function deployVerifier() internal override returns (address) {
        return address(new WrapVerifierFast());
    }
}

/// forge-config: default.isolate = true
contract RealSettlementSecureTest is RealSettlementTest {
    function profile() internal pure override returns (string memory) {
        return "secure";
    }

    function deployVerifier() internal override returns (address) {
        return address(new WrapVerifierSecure());
    }
}
