// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The canonical values of worlds, and the L2 contracts that write them
/// @notice A world's own L2 contracts (*writers*) read and write the same values that its threads work on.
interface IValues {
    /// @notice A writer was allowed or disallowed.
    /// @param world The world.
    /// @param contractId The contract whose values it may write.
    /// @param writer The L2 contract.
    /// @param allowed Whether it may, from now on.
    event WriterSet(uint256 indexed world, uint32 indexed contractId, address indexed writer, bool allowed);

    /// @notice An L2 contract wrote canonical values.
    /// @param world The world.
    /// @param contractId The contract that the keys belong to.
    /// @param writer The L2 contract.
    /// @param keys What it wrote to.
    /// @param values What it wrote.
    event ValuesWritten(
        uint256 indexed world,
        uint32 indexed contractId,
        address indexed writer,
        bytes32[] keys,
        bytes32[] values
    );

    /// @notice Contract 0 belongs to the system, and ids are below 2^31.
    /// @param contractId The id that can have neither writers nor an operator.
    error InvalidContract(uint32 contractId);

    /// @notice The caller may not write this contract's values.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param caller Who tried.
    error NotWriter(uint256 world, uint32 contractId, address caller);

    /// @notice A write needs one value for each key.
    /// @param keys How many keys there are.
    /// @param values How many values there are.
    error LengthMismatch(uint256 keys, uint256 values);

    /// @notice A written key belongs to another contract.
    /// @param key The key.
    /// @param contractId The contract that the caller named.
    error ForeignKey(bytes32 key, uint32 contractId);

    /// @notice Allows or disallows an L2 contract to write a contract's values. Only for the world's owner.
    /// @param world The world.
    /// @param contractId The contract, not 0.
    /// @param writer The L2 contract.
    /// @param allowed Whether it may.
    function setWriter(uint256 world, uint32 contractId, address writer, bool allowed) external;

    /// @notice Writes canonical values at once. Only for a writer of the contract. Sub-blocks that were
    /// executed on the old values become stale.
    /// @param world The world.
    /// @param contractId The contract that all keys belong to.
    /// @param keys Where to write.
    /// @param values What to write, one for each key, canonical limbs.
    function write(uint256 world, uint32 contractId, bytes32[] calldata keys, bytes32[] calldata values)
        external;

    /// @notice A canonical value; zero if it was never written.
    /// @param world The world.
    /// @param key The key.
    function valueOf(uint256 world, bytes32 key) external view returns (bytes32);

    /// @notice Several canonical values at once.
    /// @param world The world.
    /// @param keys The keys.
    function valuesOf(uint256 world, bytes32[] calldata keys) external view returns (bytes32[] memory values);

    /// @notice Whether an L2 contract may write a contract's values.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param writer The L2 contract.
    function isWriter(uint256 world, uint32 contractId, address writer) external view returns (bool);
}
