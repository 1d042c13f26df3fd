// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "../support/Test.sol";
import {Ext, P, extEqual, extFrom, extInverse, feltInverse, rootOfUnity} from "../../src/verifier/Ext2.sol";
import {GateEvaluator} from "../../src/verifier/GateEvaluator.sol";
import {IGateEvaluator} from "../../src/verifier/IGateEvaluator.sol";
import {PoseidonLayers} from "../../src/verifier/PoseidonLayers.sol";
import {PoseidonPermutation} from "../../src/verifier/PoseidonPermutation.sol";

/// @notice Every gate evaluator against the constraints that plonky2 computes (tests/vectors/gates.json).
contract GatesTest is Test {
    GateEvaluator private _evaluator;
    string private _vectors;
    bytes private _constants;
    bytes private _wires;
    uint256[4] private _hash;

    function setUp() public {
        _evaluator = new GateEvaluator();
        _vectors = readVector("gates.json");
        // One selector; with the single group 0..1 the filter is 1 whatever it is.
        _constants = bytes.concat(bytes16(0), _packed(vm.parseJsonUintArray(_vectors, ".constants")));
        _wires = _packed(vm.parseJsonUintArray(_vectors, ".wires"));
        uint256[] memory hash = vm.parseJsonUintArray(_vectors, ".public_inputs_hash");
        for (uint256 i = 0; i < 4; ++i) {
            _hash[i] = hash[i];
        }
    }

    function test_constant() public view {
        _check("ConstantGate", 1, 2, 0, 0);
    }

    function test_publicInput() public view {
        _check("PublicInputGate", 2, 0, 0, 0);
    }

    function test_baseSum2() public view {
        _check("BaseSumGate { num_limbs: 63 } + Base: 2", 3, 2, 63, 0);
    }

    function test_baseSum4() public view {
        _check("BaseSumGate { num_limbs: 31 } + Base: 4", 3, 4, 31, 0);
    }

    function test_arithmetic() public view {
        _check("ArithmeticGate", 4, 20, 0, 0);
    }

    function test_arithmeticExtension() public view {
        _check("ArithmeticExtensionGate", 5, 10, 0, 0);
    }

    function test_mulExtension() public view {
        _check("MulExtensionGate", 6, 13, 0, 0);
    }

    function test_reducing() public view {
        _check("ReducingGate", 7, 43, 0, 0);
    }

    function test_reducingExtension() public view {
        _check("ReducingExtensionGate", 8, 32, 0, 0);
    }

    function test_randomAccess() public view {
        _check("RandomAccessGate", 9, 4, 4, 2);
    }

    function test_exponentiation() public view {
        _check("ExponentiationGate", 10, 66, 0, 0);
    }

    function test_cosetInterpolation() public view {
        _check("CosetInterpolationGate", 11, 4, 6, 0);
    }

    function test_poseidon() public view {
        _check("PoseidonGate", 12, 0, 0, 0);
    }

    function test_poseidonMds() public view {
        _check("PoseidonMdsGate", 13, 0, 0, 0);
    }

    function test_noopAddsNothing() public view {
        uint256[] memory sums = _evaluator.evaluate(_table(0, 4, 0, 0, 0), _constants, _wires, _hash);
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(sums[i], 0, "noop");
        }
    }

    function test_filterAndSumOfTwoGates() public view {
        // Selector value s; rows 3 (arithmetic) and 4 (constant) of the group 2..5, with an "unused" factor.
        uint256 s = 77;
        bytes memory constants = bytes.concat(
            bytes8(uint64(s)), bytes8(0), bytes16(0), _packed(vm.parseJsonUintArray(_vectors, ".constants"))
        );
        bytes memory table =
            bytes.concat(hex"020014", hex"0400030205", hex"001400000000", hex"0100040205", hex"000200000000");
        uint256[] memory sums = _evaluator.evaluate(table, constants, _wires, _hash);
        Ext[] memory arithmetic = _expected("ArithmeticGate");
        Ext[] memory constant_ = _expected("ConstantGate");
        uint256 common = mulmod(P + 2 - s, P + 0xffffffff - s, P);
        Ext filterArithmetic = Ext.wrap(mulmod(common, P + 4 - s, P));
        Ext filterConstant = Ext.wrap(mulmod(common, P + 3 - s, P));
        for (uint256 i = 0; i < 20; ++i) {
            Ext expected = filterArithmetic * arithmetic[i];
            if (i < 2) expected = expected + filterConstant * constant_[i];
            vm.assertTrue(extEqual(Ext.wrap(sums[i]), expected), "filtered sum");
        }
    }

    function test_unknownGateReverts() public {
        vm.expectRevert(abi.encodeWithSelector(IGateEvaluator.UnknownGate.selector, 14));
        _evaluator.evaluate(_table(14, 1, 0, 0, 0), _constants, _wires, _hash);
    }

    function test_poseidonPermutation() public view {
        uint256[] memory input = vm.parseJsonUintArray(_vectors, ".poseidon.input");
        uint256[] memory output = vm.parseJsonUintArray(_vectors, ".poseidon.output");
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := add(input, 32)
        }
        PoseidonPermutation.permute(pointer, PoseidonLayers.load());
        for (uint256 i = 0; i < 12; ++i) {
            vm.assertEq(input[i] % P, output[i], "permutation");
        }
    }

    function testFuzz_inverses(uint256 a, uint256 b) public pure {
        a %= P;
        b %= P;
        vm.assume(a != 0);
        vm.assertEq(mulmod(a, feltInverse(a), P), 1, "base inverse");
        Ext x = extFrom(a, b);
        vm.assertEq(Ext.unwrap(x * extInverse(x)), 1, "extension inverse");
        vm.assertTrue(extEqual((x - Ext.wrap(b)) + Ext.wrap(b), x), "subtraction");
    }

    function test_rootsOfUnity() public pure {
        vm.assertEq(rootOfUnity(0), 1, "order 1");
        vm.assertEq(rootOfUnity(1), P - 1, "order 2");
        uint256 x = rootOfUnity(32);
        for (uint256 k = 32; k != 0; --k) {
            vm.assertEq(x, rootOfUnity(k), "chain of squares");
            x = mulmod(x, x, P);
        }
    }

    function _check(string memory name, uint256 kind, uint256 a, uint256 b, uint256 c) private view {
        Ext[] memory expected = _expected(name);
        uint256[] memory sums =
            _evaluator.evaluate(_table(kind, expected.length, a, b, c), _constants, _wires, _hash);
        vm.assertGt(expected.length, 0, "vectors of the gate");
        for (uint256 i = 0; i < expected.length; ++i) {
            vm.assertTrue(extEqual(Ext.wrap(sums[i]), expected[i]), string.concat(name, " ", vm.toString(i)));
        }
    }

    /// @dev The constraints of the first gate whose id starts with `name`.
    function _expected(string memory name) private view returns (Ext[] memory values) {
        for (uint256 i = 0; vm.keyExistsJson(_vectors, _path(i, ".id")); ++i) {
            if (!_startsWith(vm.parseJsonString(_vectors, _path(i, ".id")), name)) continue;
            uint256[] memory limbs = vm.parseJsonUintArray(_vectors, _path(i, ".constraints"));
            values = new Ext[](limbs.length / 2);
            for (uint256 j = 0; j < values.length; ++j) {
                values[j] = extFrom(limbs[2 * j], limbs[2 * j + 1]);
            }
            return values;
        }
    }

    function _path(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".gates[", vm.toString(i), "]", field);
    }

    function _startsWith(string memory text, string memory prefix) private pure returns (bool) {
        bytes memory a = bytes(text);
        bytes memory b = bytes(prefix);
        if (a.length < b.length) return false;
        assembly ("memory-safe") {
            mstore(a, mload(b))
        }
        return keccak256(a) == keccak256(b);
    }

    function _table(uint256 kind, uint256 constraints, uint256 a, uint256 b, uint256 c)
        private
        pure
        returns (bytes memory)
    {
        return bytes.concat(
            hex"01",
            bytes2(uint16(constraints)),
            bytes1(uint8(kind)),
            hex"00000001",
            bytes2(uint16(a)),
            bytes2(uint16(b)),
            bytes2(uint16(c))
        );
    }

    function _packed(uint256[] memory limbs) private pure returns (bytes memory data) {
        data = new bytes(8 * limbs.length);
        for (uint256 i = 0; i < limbs.length; ++i) {
            for (uint256 j = 0; j < 8; ++j) {
                data[8 * i + j] = bytes1(uint8(limbs[i] >> (56 - 8 * j)));
            }
        }
    }
}
