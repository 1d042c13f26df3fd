// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "./support/Test.sol";
import {
    FinalPolynomialMismatch,
    FoldMerklePathMismatch,
    FoldMismatch,
    GrindingFailed,
    MerklePathMismatch,
    VanishingMismatch
} from "../src/verifier/VerifierErrors.sol";
import {LieVerifier} from "./LieVerifier.sol";

/// @notice Proofs of a prover that lies before its messages are absorbed: each violates exactly one check. Not in the
/// test folder, because the lies are made on demand: tools/delete_a_check.py puts this test and them into a copy.
contract LiesTest is Test {
    LieVerifier private _verifier;
    string private _index;

    function setUp() public {
        _verifier = new LieVerifier();
        _index = readVector("lies/index.json");
    }

    function test_theHonestProofIsAccepted() public view {
        uint256[] memory inputs =
            vm.parseJsonUintArray(readVector("lies/public_inputs.json"), ".public_inputs");
        _verifier.verify(_publicInputs(inputs), _read("proof"));
    }

    function test_everyLieIsRefused() public view {
        string memory accepted = "";
        uint256 count = 0;
        for (; vm.keyExistsJson(_index, _path(count, ".name")); ++count) {
            string memory name = vm.parseJsonString(_index, _path(count, ".name"));
            (bool isAccepted,) = _verdict(count, name);
            if (isAccepted) accepted = string.concat(accepted, " ", name);
        }
        vm.assertGt(count, 40, "number of lies");
        vm.assertEq(accepted, "", "accepted lies");
    }

    function test_everyLieIsNoticedByItsCheck() public view {
        for (uint256 i = 0; vm.keyExistsJson(_index, _path(i, ".name")); ++i) {
            string memory name = vm.parseJsonString(_index, _path(i, ".name"));
            (, bytes memory reason) = _verdict(i, name);
            (bytes4 selector, uint256 argument) = _error(vm.parseJsonString(_index, _path(i, ".noticed_by")));
            vm.assertEq(bytes32(reason), bytes32(bytes.concat(selector, _start(reason))), name);
            // The step or the oracle comes after the query.
            if (reason.length == 68) vm.assertEq(_lastWord(reason), argument, name);
        }
    }

    function _verdict(uint256 i, string memory name)
        private
        view
        returns (bool isAccepted, bytes memory reason)
    {
        uint256[] memory inputs = vm.parseJsonUintArray(_index, _path(i, ".public_inputs"));
        try _verifier.verify(_publicInputs(inputs), _read(name)) {
            isAccepted = true;
        } catch (bytes memory data) {
            reason = data;
        }
    }

    /// @dev The error that reports a failed check of this name, and its last argument if it has two.
    function _error(string memory check) private pure returns (bytes4 selector, uint256 argument) {
        bytes32 id = keccak256(bytes(check));
        if (id == keccak256("vanishing")) return (VanishingMismatch.selector, 0);
        if (id == keccak256("final")) return (FinalPolynomialMismatch.selector, 0);
        if (id == keccak256("grinding")) return (GrindingFailed.selector, 0);
        for (uint256 step = 0; step < 8; ++step) {
            string memory number = vm.toString(step);
            if (id == keccak256(abi.encodePacked("fold:", number))) return (FoldMismatch.selector, step);
            if (id == keccak256(abi.encodePacked("merkle:layer:", number))) {
                return (FoldMerklePathMismatch.selector, step);
            }
        }
        string[4] memory oracles = ["constants-sigmas", "wires", "zs-partial-products", "quotient"];
        for (uint256 oracle = 0; oracle < 4; ++oracle) {
            if (id == keccak256(abi.encodePacked("merkle:", oracles[oracle]))) {
                return (MerklePathMismatch.selector, oracle);
            }
        }
        revert(string.concat("unknown check: ", check));
    }

    /// @dev Bytes 4 to 31, as they are: only the selector is compared here.
    function _start(bytes memory reason) private pure returns (bytes28) {
        return bytes28(bytes32(reason) << 32);
    }

    function _lastWord(bytes memory reason) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(reason, mload(reason)))
        }
    }

    function _publicInputs(uint256[] memory inputs) private pure returns (uint64[8] memory limbs) {
        for (uint256 i = 0; i < 8; ++i) {
            limbs[i] = uint64(inputs[i]);
        }
    }

    function _read(string memory name) private view returns (bytes memory) {
        return vm.readFileBinary(string.concat(vm.projectRoot(), "/../../tests/vectors/lies/", name, ".bin"));
    }

    function _path(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".lies[", vm.toString(i), "]", field);
    }
}
