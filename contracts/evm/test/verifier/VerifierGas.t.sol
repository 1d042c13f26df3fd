// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {VerifierProbe} from "./VerifierProbe.sol";
import {FastFixture, SecureFixture, WrapFixture} from "./WrapFixture.sol";

/// @notice What a verification costs, by part; the figures are kept in `snapshots/`.
abstract contract VerifierGasTest is WrapFixture {
    /// @dev EIP-7825's cap of a transaction, of which a settlement needs the rest for lists and storage.
    uint256 private constant TRANSACTION_CAP = 2 ** 24;
    uint256 private constant CALLDATA_CAP = 131072;

    function test_gas() public {
        bytes memory proof = _proof;
        uint64[8] memory inputs = _publicInputs;
        string memory group = string.concat("Plonky2Verifier-", _profile());

        uint256 left = gasleft();
        _verifier.verify(inputs, proof);
        uint256 execution = left - gasleft();
        (uint256 standard, uint256 floor) = _calldataGas(proof);

        VerifierProbe.GasSplit memory split = new VerifierProbe(_verifier).gasSplit(inputs, proof);
        vm.snapshotValue(group, "proof bytes", proof.length);
        vm.snapshotValue(group, "calldata (EIP-7623 floor)", floor);
        vm.snapshotValue(group, "calldata (standard)", standard);
        vm.snapshotValue(group, "execution", execution);
        vm.snapshotValue(group, "execution: layout and openings' limbs", split.layoutAndCanonical);
        vm.snapshotValue(group, "execution: transcript", split.transcript);
        vm.snapshotValue(group, "execution: gates", split.gates);
        vm.snapshotValue(group, "execution: permutation and vanishing", split.vanishing);
        vm.snapshotValue(group, "execution: FRI set-up", split.friSetup);
        vm.snapshotValue(group, "execution: FRI queries", split.friQueries);
        vm.snapshotValue(group, "code: verifier", address(_verifier).code.length);
        vm.snapshotValue(group, "code: gate evaluator", address(_verifier.gateEvaluator()).code.length);

        vm.assertLt(execution + standard, TRANSACTION_CAP / 2, "half a transaction's gas");
        vm.assertLt(floor, TRANSACTION_CAP, "calldata floor");
        vm.assertLt(proof.length, CALLDATA_CAP, "transaction size");
        vm.assertLe(address(_verifier).code.length, 24576, "verifier's code");
        vm.assertLe(address(_verifier.gateEvaluator()).code.length, 24576, "evaluator's code");
    }

    /// @dev Gas of the proof's bytes as calldata: 4 a zero byte, 16 another (floor: 10 and 40).
    function _calldataGas(bytes memory data) private pure returns (uint256 standard, uint256 floor) {
        for (uint256 i = 0; i < data.length; ++i) {
            standard += data[i] == 0 ? 4 : 16;
            floor += data[i] == 0 ? 10 : 40;
        }
    }
}

contract VerifierGasFastTest is FastFixture, VerifierGasTest {}

contract VerifierGasSecureTest is SecureFixture, VerifierGasTest {}
