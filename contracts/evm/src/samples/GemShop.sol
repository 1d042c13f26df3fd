// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IZkThreads} from "../interfaces/IZkThreads.sol";
import {Keys} from "../lib/Keys.sol";

/// @title The L2 side of the "Diamonds & Rubies" sample dApp
/// @notice Players trade in a thread; this contract hands out diamonds and rubies on the L2, directly into the
/// same canonical values, and anybody reads balances here. It must be a writer of contract 1 in its world.
contract GemShop is Ownable2Step {
    /// @notice The sample's contract id in its world.
    uint32 public constant CONTRACT_ID = 1;
    /// @notice Slot of `diamonds: Map[User, U32]`.
    uint32 public constant DIAMONDS = 1;
    /// @notice Slot of `rubies: Map[User, U32]`.
    uint32 public constant RUBIES = 2;

    /// @notice The settlement contract.
    IZkThreads public immutable THREADS;
    /// @notice The world that the sample lives in.
    uint256 public immutable WORLD;

    /// @notice A player was given gems.
    /// @param user The player.
    /// @param diamonds How many diamonds were added.
    /// @param rubies How many rubies were added.
    event Granted(uint32 indexed user, uint32 diamonds, uint32 rubies);

    /// @notice User id 0 means nobody.
    error NoSuchUser();

    /// @notice The canonical value of a balance is not a U32.
    /// @param key Where it is stored.
    /// @param value What is stored.
    error NotU32(bytes32 key, bytes32 value);

    /// @param initialOwner Who may grant gems.
    /// @param threads The settlement contract.
    /// @param world The sample's world.
    constructor(address initialOwner, IZkThreads threads, uint256 world) Ownable(initialOwner) {
        THREADS = threads;
        WORLD = world;
    }

    /// @notice Adds gems to a player's balances, at once; sums beyond 32 bits revert.
    /// @param user The player's id.
    /// @param diamonds How many diamonds to add.
    /// @param rubies How many rubies to add.
    function grant(uint32 user, uint32 diamonds, uint32 rubies) external onlyOwner {
        if (user == 0) revert NoSuchUser();
        bytes32[] memory keys = new bytes32[](2);
        bytes32[] memory values = new bytes32[](2);
        keys[0] = Keys.mapKey(CONTRACT_ID, DIAMONDS, user);
        keys[1] = Keys.mapKey(CONTRACT_ID, RUBIES, user);
        values[0] = _encode(_read(keys[0]) + diamonds);
        values[1] = _encode(_read(keys[1]) + rubies);
        emit Granted(user, diamonds, rubies);
        THREADS.write(WORLD, CONTRACT_ID, keys, values);
    }

    /// @notice A player's diamonds.
    /// @param user The player's id.
    function diamondsOf(uint32 user) external view returns (uint32) {
        return _read(Keys.mapKey(CONTRACT_ID, DIAMONDS, user));
    }

    /// @notice A player's rubies.
    /// @param user The player's id.
    function rubiesOf(uint32 user) external view returns (uint32) {
        return _read(Keys.mapKey(CONTRACT_ID, RUBIES, user));
    }

    /// @dev A U32 is the first limb of its value; the other limbs are zero.
    function _read(bytes32 key) private view returns (uint32) {
        bytes32 value = THREADS.valueOf(WORLD, key);
        uint256 number = uint256(value) >> 192;
        if (_encode(uint32(number)) != value) revert NotU32(key, value);
        return uint32(number);
    }

    function _encode(uint32 number) private pure returns (bytes32) {
        return bytes32(uint256(number) << 192);
    }
}
