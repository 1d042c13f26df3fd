// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Limbs} from "../../src/lib/Limbs.sol";
import {Statement} from "../../src/lib/Statement.sol";

/// @title The statement library behind external functions, for calldata arguments and expected reverts
contract StatementHarness {
    function evaluate(
        bytes32 commit,
        Statement.Header calldata header,
        bytes calldata inputs,
        bytes calldata outputs
    ) external pure returns (uint64[8] memory publicInputs, bytes32 hash) {
        return Statement.evaluate(commit, header, inputs, outputs);
    }

    function pack(Statement.Header calldata header, uint256 n, uint256 m)
        external
        pure
        returns (uint256[10] memory)
    {
        return Statement.pack(header, n, m);
    }

    function domain(uint256 chainId, address settlement, uint256 world) external pure returns (bytes32) {
        return Statement.domain(chainId, settlement, world);
    }

    function requireCanonical(bytes32 word) external pure {
        Limbs.requireCanonical(word);
    }

    function pack4(uint256 number) external pure returns (bytes32) {
        return Limbs.pack4(number);
    }
}
