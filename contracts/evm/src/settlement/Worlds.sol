// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IWorlds} from "../interfaces/IWorlds.sol";
import {DelayedChanges} from "../lib/DelayedChanges.sol";
import {Limbs} from "../lib/Limbs.sol";
import {OsVersions} from "../OsVersions.sol";

/// @title Worlds and the OS versions that they adopt
/// @dev A version is looked up in the registry when it is requested and again when it is applied.
abstract contract Worlds is IWorlds {
    using DelayedChanges for DelayedChanges.Change;

    struct World {
        address owner;
        bool development;
        uint32 delay;
    }

    /// @notice The shortest delay of a world that is not for development: longer than the windows of an hour that
    /// threads give their sub-blocks, so that what was executed before a request settles before its effect.
    uint32 public constant MIN_DELAY = 2 hours;
    /// @notice The longest delay, so that no world is created that can never change.
    uint32 public constant MAX_DELAY = 30 days;

    /// @notice Where verifiers are looked up.
    OsVersions public immutable REGISTRY;

    /// @inheritdoc IWorlds
    uint256 public worldCount;

    mapping(uint256 world => World) private _worlds;
    mapping(uint256 world => mapping(uint256 osVersion => bytes32)) private _setRoots;
    mapping(uint256 world => mapping(uint256 osVersion => DelayedChanges.Change)) private _adoptions;

    modifier onlyWorldOwner(uint256 world) {
        address owner = _worlds[world].owner;
        if (msg.sender != owner) revert NotWorldOwner(world, owner, msg.sender);
        _;
    }

    constructor(OsVersions registry) {
        if (address(registry).code.length == 0) revert RegistryWithoutCode(address(registry));
        REGISTRY = registry;
    }

    /// @inheritdoc IWorlds
    function createWorld(uint256 osVersion, bytes32 setRoot, bool development, uint32 delay)
        external
        returns (uint256 world)
    {
        uint32 least = development ? 0 : MIN_DELAY;
        if (delay < least || delay > MAX_DELAY) revert InvalidDelay(delay, least, MAX_DELAY);
        _requireAdoptable(osVersion, setRoot, development);

        world = ++worldCount;
        _worlds[world] = World({owner: msg.sender, development: development, delay: delay});
        emit WorldCreated(world, msg.sender, development, delay);
        _adopt(world, osVersion, setRoot);
    }

    /// @inheritdoc IWorlds
    function requestAdoption(uint256 world, uint256 osVersion, bytes32 setRoot)
        external
        onlyWorldOwner(world)
    {
        _requireAdoptable(osVersion, setRoot, _worlds[world].development);
        uint48 readyAt = _adoptions[world][osVersion].request(setRoot, _delayOf(world));
        emit AdoptionRequested(world, osVersion, setRoot, readyAt);
    }

    /// @inheritdoc IWorlds
    function applyAdoption(uint256 world, uint256 osVersion) external {
        bytes32 setRoot = _adoptions[world][osVersion].take();
        _requireAdoptable(osVersion, setRoot, _worlds[world].development);
        _adopt(world, osVersion, setRoot);
    }

    /// @inheritdoc IWorlds
    function cancelAdoption(uint256 world, uint256 osVersion) external onlyWorldOwner(world) {
        _adoptions[world][osVersion].cancel();
        emit AdoptionCancelled(world, osVersion);
    }

    /// @inheritdoc IWorlds
    function retire(uint256 world, uint256 osVersion) external onlyWorldOwner(world) {
        _requireAdopted(world, osVersion);
        _setRoots[world][osVersion] = 0;
        _adoptions[world][osVersion].drop();
        emit OsVersionRetired(world, osVersion);
    }

    /// @inheritdoc IWorlds
    function worldOf(uint256 world) external view returns (address owner, bool development, uint32 delay) {
        World storage w = _worlds[world];
        return (w.owner, w.development, w.delay);
    }

    /// @inheritdoc IWorlds
    function setRootOf(uint256 world, uint256 osVersion) external view returns (bytes32) {
        return _setRoots[world][osVersion];
    }

    /// @inheritdoc IWorlds
    function pendingAdoptionOf(uint256 world, uint256 osVersion)
        external
        view
        returns (bytes32 setRoot, uint256 readyAt)
    {
        DelayedChanges.Change storage change = _adoptions[world][osVersion];
        return (change.value, change.readyAt);
    }

    /// @dev The world's whitelist for a version that it has adopted.
    function _requireAdopted(uint256 world, uint256 osVersion) internal view returns (bytes32 setRoot) {
        setRoot = _setRoots[world][osVersion];
        if (setRoot == 0) revert OsVersionNotAdopted(world, osVersion);
    }

    function _requireWorld(uint256 world) internal view {
        if (_worlds[world].owner == address(0)) revert UnknownWorld(world);
    }

    function _delayOf(uint256 world) internal view returns (uint32) {
        return _worlds[world].delay;
    }

    function _requireAdoptable(uint256 osVersion, bytes32 setRoot, bool development) private view {
        if (setRoot == 0) revert ZeroSetRoot();
        Limbs.requireCanonical(setRoot);
        if (REGISTRY.isDevelopment(osVersion) && !development) revert DevelopmentOsVersion(osVersion);
    }

    function _adopt(uint256 world, uint256 osVersion, bytes32 setRoot) private {
        _setRoots[world][osVersion] = setRoot;
        emit OsVersionAdopted(world, osVersion, setRoot);
    }
}
