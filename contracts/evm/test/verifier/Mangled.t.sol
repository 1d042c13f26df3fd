// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Challenges} from "../../src/verifier/Challenges.sol";
import {Ext} from "../../src/verifier/Ext2.sol";
import {Shape} from "../../src/verifier/Shape.sol";
import {Vanishing} from "../../src/verifier/Vanishing.sol";
import {DegeneratePoint} from "../../src/verifier/VerifierErrors.sol";
import {FastFixture, SecureFixture, WrapFixture} from "./WrapFixture.sol";

/// @notice Mangled proofs are refused for the very reason for which Rust's verifier refuses them (mangled.json): every
/// region, every public input, limbs of p and more, wrong lengths, exchanged parts.
abstract contract MangledTest is WrapFixture {
    function test_mangledProofsAreRefusedAsByRust() public view {
        string memory json = readVector(string.concat("wrap/", _profile(), "/mangled.json"));
        bytes memory honest = _proof;
        uint256 count = 0;
        for (; vm.keyExistsJson(json, _path(count, ".what")); ++count) {
            _check(json, count, honest);
        }
        vm.assertGt(count, 100, "number of mangled proofs");
    }

    function test_zetaInTheBaseFieldIsRefused() public {
        Challenges memory c;
        c.zeta = Ext.wrap(5);
        vm.expectRevert(DegeneratePoint.selector);
        this.checkVanishing(c);
    }

    function checkVanishing(Challenges memory c) external pure {
        Shape memory shape;
        Vanishing.check(shape, c, 0, "", new uint256[](0));
    }

    function _check(string memory json, uint256 i, bytes memory honest) private view {
        string memory what = vm.parseJsonString(json, _path(i, ".what"));
        bytes memory proof = _resized(honest, vm.parseJsonUint(json, _path(i, ".length")));
        bytes memory patch = vm.parseJsonBytes(json, _path(i, ".bytes"));
        uint256 offset = vm.parseJsonUint(json, _path(i, ".offset"));
        for (uint256 j = 0; j < patch.length; ++j) {
            proof[offset + j] = patch[j];
        }
        uint256[] memory inputs = vm.parseJsonUintArray(json, _path(i, ".public_inputs"));
        uint64[8] memory publicInputs;
        for (uint256 j = 0; j < 8; ++j) {
            publicInputs[j] = uint64(inputs[j]);
        }
        try _verifier.verify(publicInputs, proof) {
            revert(string.concat("accepted: ", what));
        } catch (bytes memory reason) {
            vm.assertEq(reason, _reason(json, i), what);
        }
    }

    /// @dev The error's selector and arguments.
    function _reason(string memory json, uint256 i) private pure returns (bytes memory reason) {
        bytes4 selector = bytes4(keccak256(bytes(vm.parseJsonString(json, _path(i, ".error")))));
        uint256[] memory arguments = vm.parseJsonUintArray(json, _path(i, ".arguments"));
        return bytes.concat(selector, abi.encodePacked(arguments));
    }

    /// @dev A copy of `length` bytes: cut, or with zeros at the end.
    function _resized(bytes memory data, uint256 length) private pure returns (bytes memory copy) {
        copy = new bytes(length);
        uint256 kept = length < data.length ? length : data.length;
        assembly ("memory-safe") {
            mcopy(add(copy, 32), add(data, 32), kept)
        }
    }

    function _path(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".mangled[", vm.toString(i), "]", field);
    }
}

contract MangledFastTest is FastFixture, MangledTest {}

contract MangledSecureTest is SecureFixture, MangledTest {}
