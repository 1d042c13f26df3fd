// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Operators: the users that sign a contract's `operator` functions
/// @notice The canonical entry `OPERATOR(contract)` is a user's number. The world's owner names the first
/// operator of a contract at once. Another one is requested and can be applied only after the world's delay.
interface IOperators {
    /// @notice `OPERATOR(contractId)` became `user`.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param user Its operator.
    event OperatorSet(uint256 indexed world, uint32 indexed contractId, uint32 indexed user);

    /// @notice The world's owner wants another operator for a contract.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param user The operator.
    /// @param readyAt From this second on anybody may apply it.
    event OperatorRequested(
        uint256 indexed world, uint32 indexed contractId, uint32 indexed user, uint256 readyAt
    );

    /// @notice A requested operator will not be applied.
    /// @param world The world.
    /// @param contractId The contract.
    event OperatorCancelled(uint256 indexed world, uint32 indexed contractId);

    /// @notice The contract has an operator already; request another one.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param user Its operator.
    error OperatorAlreadySet(uint256 world, uint32 contractId, uint32 user);

    /// @notice The contract has no operator yet; set the first one.
    /// @param world The world.
    /// @param contractId The contract.
    error OperatorNotSet(uint256 world, uint32 contractId);

    /// @notice Names the first operator of a contract, at once. Only for the world's owner.
    /// @param world The world.
    /// @param contractId The contract, not 0.
    /// @param user A user of the world.
    function setOperator(uint256 world, uint32 contractId, uint32 user) external;

    /// @notice Requests another operator. Only for the world's owner. An earlier request is replaced, and the
    /// delay begins again.
    /// @param world The world.
    /// @param contractId The contract.
    /// @param user A user of the world.
    function requestOperator(uint256 world, uint32 contractId, uint32 user) external;

    /// @notice Applies a requested operator whose delay is over. Open to everybody.
    /// @param world The world.
    /// @param contractId The contract.
    function applyOperator(uint256 world, uint32 contractId) external;

    /// @notice Takes the request of an operator back. Only for the world's owner.
    /// @param world The world.
    /// @param contractId The contract.
    function cancelOperator(uint256 world, uint32 contractId) external;

    /// @notice A contract's operator; 0 if it has none.
    /// @param world The world.
    /// @param contractId The contract.
    function operatorOf(uint256 world, uint32 contractId) external view returns (uint32 user);

    /// @notice The operator that is requested for a contract; all zero if there is none.
    /// @param world The world.
    /// @param contractId The contract.
    /// @return user The operator.
    /// @return readyAt From this second on anybody may apply it.
    function pendingOperatorOf(uint256 world, uint32 contractId)
        external
        view
        returns (uint32 user, uint256 readyAt);
}
