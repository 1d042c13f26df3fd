// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IZkThreads} from "../src/interfaces/IZkThreads.sol";
import {Statement} from "../src/lib/Statement.sol";
import {Entry, Lists} from "./support/Lists.sol";
import {ThreadsFixture} from "./support/ThreadsFixture.sol";

/// @notice Gas of settling without the proof, written to `snapshots/ZkThreads.json`.
/// @dev `settle.*` are whole transactions with the stub verifier: base fee, calldata, input check, statement,
/// storage, event. `statement.*` is the library alone. `stale.*` is what a prover pays who lost a race.
/// forge-config: default.isolate = true
contract GasTest is ThreadsFixture {
    function test_gas_8() public {
        _measure("8", 8);
    }

    function test_gas_256() public {
        _measure("256", 256);
    }

    /// @dev More than one transaction of Ethereum takes when all are new: an entry costs the same in a long list.
    function test_gas_1024() public {
        _measure("1024", 1024);
    }

    /// @dev Bytes of code; EIP-170 allows 24,576.
    function test_codeSize() public {
        vm.snapshotValue("ZkThreads", "code", address(threads).code.length);
    }

    /// @dev The statement of 8 and of 256 entries, half of them changed, by the gas counter around the library.
    function test_gas_statement() public {
        _statement("statement.8", 8);
        _statement("statement.256", 256);
    }

    function _statement(string memory name, uint256 n) private {
        (bytes memory inputs, bytes memory outputs) = Lists.encode(Lists.random(n, n, 7));
        vm.snapshotValue("ZkThreads", name, this.statementGas(headerOf(subBlock(1), prover), inputs, outputs));
    }

    /// @notice Gas that the library takes.
    function statementGas(Statement.Header memory header, bytes calldata inputs, bytes calldata outputs)
        external
        view
        returns (uint256 gas)
    {
        gas = gasleft();
        Statement.evaluate(0, header, inputs, outputs);
        gas -= gasleft();
    }

    function _measure(string memory n, uint256 count) private {
        Entry[] memory entries = fresh(count);
        _settleAs(string.concat("settle.", n, ".new"), 1, entries);
        for (uint256 i = 0; i < count; ++i) {
            (entries[i].old, entries[i].value) = (entries[i].value, Lists.word(7, 7, 7, i));
        }
        _settleAs(string.concat("settle.", n, ".changed"), 2, entries);
        for (uint256 i = 0; i < count; ++i) {
            entries[i].old = entries[i].value;
        }
        _settleAs(string.concat("settle.", n, ".read"), 3, entries);

        entries[count - 1].old = 0;
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        vm.prank(prover);
        try threads.settle(subBlock(4), inputs, outputs, new bytes(32)) {
            revert("stale inputs were accepted");
        } catch (bytes memory reason) {
            vm.assertEq(bytes32(bytes4(reason)), bytes32(IZkThreads.StaleInput.selector), "stale");
        }
        vm.snapshotGasLastCall("ZkThreads", string.concat("stale.", n, ".lastKey"));
    }

    function _settleAs(string memory name, uint32 seq, Entry[] memory entries) private {
        settle(subBlock(seq), entries);
        vm.snapshotGasLastCall("ZkThreads", name);
    }
}
