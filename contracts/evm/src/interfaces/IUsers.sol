// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Users of worlds, their lanes and the keys that sign in them
/// @notice A *user* is a number in a world that belongs to an L2 address. In each *lane* of the user an account,
/// the canonical entry `ACCOUNT(user, lane)` = (nonce, key root), says which key signs its calls. The first key
/// of a lane is registered at once. Another key is requested and can be applied only after the world's delay,
/// so that nobody can make sub-blocks stale that were executed before the request.
interface IUsers {
    /// @notice A user exists from now on.
    /// @param world The world.
    /// @param user The user's number in it.
    /// @param owner The L2 address that it belongs to.
    event UserCreated(uint256 indexed world, uint32 indexed user, address indexed owner);

    /// @notice A user is offered to another L2 address.
    /// @param world The world.
    /// @param user The user.
    /// @param newOwner Who may accept it; zero takes the offer back.
    event UserOffered(uint256 indexed world, uint32 indexed user, address indexed newOwner);

    /// @notice A user belongs to another L2 address from now on. Its keys are as they were.
    /// @param world The world.
    /// @param user The user.
    /// @param newOwner The address.
    event UserTransferred(uint256 indexed world, uint32 indexed user, address indexed newOwner);

    /// @notice `ACCOUNT(user, lane)` became (0, keyRoot).
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @param keyRoot Its first key.
    event LaneOpened(uint256 indexed world, uint32 indexed user, uint32 indexed lane, bytes24 keyRoot);

    /// @notice The user's owner wants another key for a lane.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @param keyRoot The key.
    /// @param readyAt From this second on anybody may apply it.
    event KeyRequested(
        uint256 indexed world, uint32 indexed user, uint32 indexed lane, bytes24 keyRoot, uint256 readyAt
    );

    /// @notice A requested key will not be applied.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    event KeyCancelled(uint256 indexed world, uint32 indexed user, uint32 indexed lane);

    /// @notice `ACCOUNT(user, lane)` became (nonce, keyRoot).
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @param nonce The nonce that it had and keeps.
    /// @param keyRoot Its new key.
    event KeyApplied(
        uint256 indexed world, uint32 indexed user, uint32 indexed lane, uint64 nonce, bytes24 keyRoot
    );

    /// @notice There is no such user.
    /// @param world The world.
    /// @param user The number.
    error UnknownUser(uint256 world, uint32 user);

    /// @notice Only the user's owner may do this.
    /// @param world The world.
    /// @param user The user.
    /// @param owner Its owner; zero if there is no such user.
    /// @param caller Who tried.
    error NotUserOwner(uint256 world, uint32 user, address owner, address caller);

    /// @notice The user is not offered to the caller.
    /// @param world The world.
    /// @param user The user.
    /// @param offeredTo Who it is offered to; zero if to nobody.
    /// @param caller Who tried.
    error UserNotOffered(uint256 world, uint32 user, address offeredTo, address caller);

    /// @notice The lane has an account already; request another key for it.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @param account Its value.
    error LaneAlreadyOpen(uint256 world, uint32 user, uint32 lane, bytes32 account);

    /// @notice The lane has no account yet; open it.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    error LaneNotOpen(uint256 world, uint32 user, uint32 lane);

    /// @notice Creates a user, owned by the caller. Open to everybody.
    /// @param world The world.
    /// @return user The user's number in the world, from 1.
    function createUser(uint256 world) external returns (uint32 user);

    /// @notice Offers a user to another L2 address. Only for its owner. Replaces an earlier offer.
    /// @param world The world.
    /// @param user The user.
    /// @param newOwner Who may accept it; zero takes the offer back.
    function offerUser(uint256 world, uint32 user, address newOwner) external;

    /// @notice Accepts an offered user. Its keys stay: whoever has them signs until other ones are applied.
    /// @param world The world.
    /// @param user The user.
    function acceptUser(uint256 world, uint32 user) external;

    /// @notice Registers the first key of a lane, at once. Only for the user's owner.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane, which has no account yet.
    /// @param keyRoot Three limbs, not all zero.
    function openLane(uint256 world, uint32 user, uint32 lane, bytes24 keyRoot) external;

    /// @notice Requests another key for a lane. Only for the user's owner. An earlier request is replaced, and
    /// the delay begins again.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @param keyRoot Three limbs, not all zero.
    function requestKey(uint256 world, uint32 user, uint32 lane, bytes24 keyRoot) external;

    /// @notice Applies a requested key whose delay is over; the account keeps its nonce. Open to everybody.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    function applyKey(uint256 world, uint32 user, uint32 lane) external;

    /// @notice Takes the request of a key back. Only for the user's owner.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    function cancelKey(uint256 world, uint32 user, uint32 lane) external;

    /// @notice How many users a world has; they are numbered from 1.
    /// @param world The world.
    function userCountOf(uint256 world) external view returns (uint32);

    /// @notice The L2 address that a user belongs to, and whom it is offered to; zero if nobody.
    /// @param world The world.
    /// @param user The user.
    /// @return owner Its owner.
    /// @return offeredTo Who may accept it.
    function userOf(uint256 world, uint32 user) external view returns (address owner, address offeredTo);

    /// @notice The account of a lane; all zero if the lane is not open.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @return nonce The least nonce that a call may carry now.
    /// @return keyRoot The key.
    function accountOf(uint256 world, uint32 user, uint32 lane)
        external
        view
        returns (uint64 nonce, bytes24 keyRoot);

    /// @notice The key that is requested for a lane; all zero if there is none. Calls of the lane should not go
    /// into a sub-block that may settle at or after `readyAt`.
    /// @param world The world.
    /// @param user The user.
    /// @param lane The lane.
    /// @return keyRoot The key.
    /// @return readyAt From this second on anybody may apply it.
    function pendingKeyOf(uint256 world, uint32 user, uint32 lane)
        external
        view
        returns (bytes24 keyRoot, uint256 readyAt);
}
