// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Challenges} from "../../src/verifier/Challenges.sol";
import {Ext} from "../../src/verifier/Ext2.sol";
import {VerifierProbe} from "./VerifierProbe.sol";
import {FastFixture, SecureFixture, WrapFixture} from "./WrapFixture.sol";

/// @notice The verifier accepts a real wrap proof, and every value on the way is the one that Rust computes.
abstract contract WrapProofTest is WrapFixture {
    VerifierProbe internal _probe;

    function setUp() public virtual override {
        super.setUp();
        _probe = new VerifierProbe(_verifier);
    }

    function test_acceptsTheProof() public view {
        _verifier.verify(_publicInputs, _proof);
    }

    function test_publicInputsHash() public view {
        uint256[4] memory hash = _probe.publicInputsHash(_publicInputs);
        uint256[] memory expected = _limbs(".public_inputs_hash");
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(hash[i], expected[i], "public inputs hash");
        }
    }

    function test_challenges() public view {
        Challenges memory c = _probe.challenges(_publicInputs, _proof);
        _assertEq(c.betas, _limbs(".challenges.betas"), "beta");
        _assertEq(c.gammas, _limbs(".challenges.gammas"), "gamma");
        _assertEq(c.alphas, _limbs(".challenges.alphas"), "alpha");
        _assertEq(c.zeta, _extension(".challenges.zeta"), "zeta");
        _assertEq(c.friAlpha, _extension(".challenges.fri_alpha"), "FRI alpha");
        _assertEq(c.friBetas, _extensions(".challenges.fri_betas"), "FRI beta");
        vm.assertEq(c.powResponse, vm.parseJsonUint(_values, ".challenges.pow_response"), "grinding");
        _assertEq(c.queryIndices, _limbs(".challenges.query_indices"), "query index");
    }

    function test_gateConstraints() public view {
        uint256[] memory sums = _probe.gateSums(_publicInputs, _proof);
        Ext[] memory expected = _extensions(".gate_constraints");
        vm.assertEq(sums.length, expected.length, "number of constraints");
        for (uint256 i = 0; i < sums.length; ++i) {
            vm.assertEq(sums[i], Ext.unwrap(expected[i]), vm.toString(i));
        }
    }

    function test_vanishing() public view {
        _assertEq(_probe.vanishing(_publicInputs, _proof), _extensions(".vanishing"), "vanishing");
    }

    function test_reducedOpenings() public view {
        Ext[2] memory sums = _probe.reducedOpenings(_publicInputs, _proof);
        Ext[] memory expected = _extensions(".reduced_openings");
        _assertEq(sums[0], expected[0], "openings at zeta");
        _assertEq(sums[1], expected[1], "openings at g zeta");
    }

    function test_queries() public view {
        uint256 count = _verifier.shape().numQueries;
        for (uint256 i = 0; i < count; ++i) {
            string memory key = string.concat(".queries[", vm.toString(i), "]");
            VerifierProbe.QueryTrace memory trace = _probe.traceQuery(_publicInputs, _proof, i);
            vm.assertEq(trace.point, vm.parseJsonUint(_values, string.concat(key, ".point")), "point");
            _assertEq(trace.initial, _extension(string.concat(key, ".initial")), "combined value");
            for (uint256 step = 0; step < trace.folded.length; ++step) {
                string memory fold = string.concat(key, ".folds[", vm.toString(step), "].folded");
                _assertEq(trace.folded[step], _extension(fold), "folded value");
            }
            _assertEq(trace.last, _extension(string.concat(key, ".last")), "final polynomial");
        }
    }
}

contract WrapProofFastTest is FastFixture, WrapProofTest {
    function setUp() public override(WrapFixture, WrapProofTest) {
        super.setUp();
    }
}

contract WrapProofSecureTest is SecureFixture, WrapProofTest {
    function setUp() public override(WrapFixture, WrapProofTest) {
        super.setUp();
    }
}
