// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IValues} from "../interfaces/IValues.sol";
import {Keys} from "../lib/Keys.sol";
import {Limbs} from "../lib/Limbs.sol";
import {Worlds} from "./Worlds.sol";

/// @title The canonical values of worlds, and the L2 contracts that write them
abstract contract Values is Worlds, IValues {
    /// @dev Written by `write` and by settlements; entries of contract 0 by `Users`, `Operators` and settlements.
    mapping(uint256 world => mapping(bytes32 key => bytes32)) internal _values;
    mapping(uint256 world => mapping(uint32 contractId => mapping(address writer => bool))) private _writers;

    /// @inheritdoc IValues
    function setWriter(uint256 world, uint32 contractId, address writer, bool allowed)
        external
        onlyWorldOwner(world)
    {
        _requireDappContract(contractId);
        if (writer == address(0)) revert ZeroAddress();
        _writers[world][contractId][writer] = allowed;
        emit WriterSet(world, contractId, writer, allowed);
    }

    /// @inheritdoc IValues
    /// @dev Contract 0 can have no writer, so a key with the right contract part is never zero either.
    function write(uint256 world, uint32 contractId, bytes32[] calldata keys, bytes32[] calldata values)
        external
    {
        if (!_writers[world][contractId][msg.sender]) revert NotWriter(world, contractId, msg.sender);
        if (keys.length != values.length) revert LengthMismatch(keys.length, values.length);

        mapping(bytes32 => bytes32) storage canonical = _values[world];
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes32 key = keys[i];
            bytes32 value = values[i];
            if (Keys.contractOf(key) != contractId) revert ForeignKey(key, contractId);
            Limbs.requireCanonical(key);
            Limbs.requireCanonical(value);
            canonical[key] = value;
        }
        emit ValuesWritten(world, contractId, msg.sender, keys, values);
    }

    /// @inheritdoc IValues
    function valueOf(uint256 world, bytes32 key) external view returns (bytes32) {
        return _values[world][key];
    }

    /// @inheritdoc IValues
    function valuesOf(uint256 world, bytes32[] calldata keys)
        external
        view
        returns (bytes32[] memory values)
    {
        values = new bytes32[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            values[i] = _values[world][keys[i]];
        }
    }

    /// @inheritdoc IValues
    function isWriter(uint256 world, uint32 contractId, address writer) external view returns (bool) {
        return _writers[world][contractId][writer];
    }

    /// @dev Refuses the system contract and ids that no contract can have.
    function _requireDappContract(uint32 contractId) internal pure {
        if (contractId == Keys.SYSTEM || contractId >= Keys.MAX_CONTRACTS) {
            revert InvalidContract(contractId);
        }
    }
}
