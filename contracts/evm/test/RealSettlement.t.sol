// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {WrapVerifierFast} from "../src/verifier/generated/WrapVerifierFast.sol";
import {WrapVerifierSecure} from "../src/verifier/generated/WrapVerifierSecure.sol";
import {RealSettlementFixture} from "./support/RealSettlementFixture.sol";

/// @notice A sub-block of the Diamonds & Rubies sample, proven by the whole pipeline, settles through the real
/// verifier; and nothing about it can be changed.
abstract contract RealSettlementTest is RealSettlementFixture {
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

    /// @dev The statement has the prover from storage, so it does not matter who pays for the transaction.
    function test_aDelegateSettlesIt() public {
        address delegate = makeAddr("delegate");
        vm.prank(prover);
        threads.setDelegate(1, _block.thread, delegate, true);
        vm.prank(delegate);
        threads.settle(_block, _inputs, _outputs, _proof);
        _requireGems(1, 11, 53);
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
