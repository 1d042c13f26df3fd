// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "../support/Test.sol";
import {Ext, extFrom} from "../../src/verifier/Ext2.sol";
import {Plonky2Verifier} from "../../src/verifier/Plonky2Verifier.sol";
import {WrapVerifierFast} from "../../src/verifier/generated/WrapVerifierFast.sol";
import {WrapVerifierSecure} from "../../src/verifier/generated/WrapVerifierSecure.sol";

/// @title A real wrap proof with its verifier and the values that Rust met on the way
abstract contract WrapFixture is Test {
    Plonky2Verifier internal _verifier;
    uint64[8] internal _publicInputs;
    bytes internal _proof;
    string internal _values;

    function _profile() internal pure virtual returns (string memory);
    function _deploy() internal virtual returns (Plonky2Verifier);

    function setUp() public virtual {
        string memory folder = string.concat("wrap/", _profile(), "/");
        _verifier = _deploy();
        _proof =
            vm.readFileBinary(string.concat(vm.projectRoot(), "/../../tests/vectors/", folder, "proof.bin"));
        _values = readVector(string.concat(folder, "intermediate.json"));
        uint256[] memory inputs =
            vm.parseJsonUintArray(readVector(string.concat(folder, "public_inputs.json")), ".public_inputs");
        for (uint256 i = 0; i < 8; ++i) {
            _publicInputs[i] = uint64(inputs[i]);
        }
    }

    function _limbs(string memory key) internal view returns (uint256[] memory) {
        return vm.parseJsonUintArray(_values, key);
    }

    function _extension(string memory key) internal view returns (Ext) {
        uint256[] memory pair = _limbs(key);
        return extFrom(pair[0], pair[1]);
    }

    function _extensions(string memory key) internal view returns (Ext[] memory list) {
        uint256[2][] memory pairs = abi.decode(vm.parseJsonType(_values, key, "uint256[2][]"), (uint256[2][]));
        list = new Ext[](pairs.length);
        for (uint256 i = 0; i < pairs.length; ++i) {
            list[i] = extFrom(pairs[i][0], pairs[i][1]);
        }
    }

    function _assertEq(Ext[] memory actual, Ext[] memory expected, string memory what) internal pure {
        vm.assertEq(actual.length, expected.length, what);
        for (uint256 i = 0; i < actual.length; ++i) {
            _assertEq(actual[i], expected[i], string.concat(what, " ", vm.toString(i)));
        }
    }

    function _assertEq(Ext actual, Ext expected, string memory what) internal pure {
        vm.assertEq(Ext.unwrap(actual), Ext.unwrap(expected), what);
    }

    function _assertEq(uint256[] memory actual, uint256[] memory expected, string memory what) internal pure {
        vm.assertEq(actual.length, expected.length, what);
        for (uint256 i = 0; i < actual.length; ++i) {
            vm.assertEq(actual[i], expected[i], string.concat(what, " ", vm.toString(i)));
        }
    }
}

abstract contract FastFixture is WrapFixture {
    function _profile() internal pure override returns (string memory) {
        return "fast";
    }

    function _deploy() internal override returns (Plonky2Verifier) {
        return new WrapVerifierFast();
    }
}

abstract contract SecureFixture is WrapFixture {
    function _profile() internal pure override returns (string memory) {
        return "secure";
    }

    function _deploy() internal override returns (Plonky2Verifier) {
        return new WrapVerifierSecure();
    }
}
