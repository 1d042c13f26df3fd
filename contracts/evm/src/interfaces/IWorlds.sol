// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Worlds: their owners, their delay, and the OS versions that they adopt
/// @notice A *world* is a registered contract set with a store of canonical values. It adopts *OS versions*
/// (circuit families), each with a whitelist of function circuits (its *set root*). The first one is adopted
/// when the world is created, every other one is requested and can be applied only after the world's delay, so
/// that its users and threads see it coming.
interface IWorlds {
    /// @notice A world exists from now on; the version that it adopts is told by `OsVersionAdopted`.
    /// @param world Its number.
    /// @param owner Who opens its threads, names its writers and operators and adopts OS versions.
    /// @param development Whether it accepts OS versions that do not check signatures.
    /// @param delay Seconds between the request of a change and the time when it can be applied.
    event WorldCreated(uint256 indexed world, address indexed owner, bool development, uint32 delay);

    /// @notice The world's owner wants to adopt a version, or to change the whitelist of an adopted one.
    /// @param world The world.
    /// @param osVersion The version.
    /// @param setRoot The whitelist that it shall have.
    /// @param readyAt From this second on anybody may apply it.
    event AdoptionRequested(
        uint256 indexed world, uint256 indexed osVersion, bytes32 setRoot, uint256 readyAt
    );

    /// @notice A requested adoption will not happen.
    /// @param world The world.
    /// @param osVersion The version.
    event AdoptionCancelled(uint256 indexed world, uint256 indexed osVersion);

    /// @notice Sub-blocks of this version, made with this whitelist and no other one, settle from now on.
    /// @param world The world.
    /// @param osVersion The version.
    /// @param setRoot Its whitelist of function circuits.
    event OsVersionAdopted(uint256 indexed world, uint256 indexed osVersion, bytes32 setRoot);

    /// @notice No sub-block of this version settles any more.
    /// @param world The world.
    /// @param osVersion The version.
    event OsVersionRetired(uint256 indexed world, uint256 indexed osVersion);

    /// @notice The registry address has no code.
    /// @param registry The address.
    error RegistryWithoutCode(address registry);

    /// @notice A world needs a whitelist.
    error ZeroSetRoot();

    /// @notice This OS version does not check signatures; only a development world may adopt it.
    /// @param osVersion The version.
    error DevelopmentOsVersion(uint256 osVersion);

    /// @notice A world's delay is outside of its bounds.
    /// @param delay The delay in seconds.
    /// @param least The shortest delay that such a world may have.
    /// @param most The longest.
    error InvalidDelay(uint256 delay, uint256 least, uint256 most);

    /// @notice There is no such world.
    /// @param world The number.
    error UnknownWorld(uint256 world);

    /// @notice Only the world's owner may do this.
    /// @param world The world.
    /// @param owner Its owner; zero if there is no such world.
    /// @param caller Who tried.
    error NotWorldOwner(uint256 world, address owner, address caller);

    /// @notice The world has not adopted this OS version.
    /// @param world The world.
    /// @param osVersion The version.
    error OsVersionNotAdopted(uint256 world, uint256 osVersion);

    /// @notice Somebody must be named: a prover, a delegate, a writer.
    error ZeroAddress();

    /// @notice Creates a world, owned by the caller.
    /// @param osVersion A registered OS version, adopted by the world at once.
    /// @param setRoot Root of the whitelist of function circuits, four limbs, not zero.
    /// @param development Whether the world accepts OS versions that do not check signatures.
    /// @param delay Seconds between the request of a change and the time when it can be applied, for ever: of
    /// `MIN_DELAY` to `MAX_DELAY`, for a development world of 0 to `MAX_DELAY`.
    /// @return world The world's number, from 1.
    function createWorld(uint256 osVersion, bytes32 setRoot, bool development, uint32 delay)
        external
        returns (uint256 world);

    /// @notice Requests to adopt a version, or to give an adopted one another whitelist. Only for the world's
    /// owner. An earlier request for the same version is replaced, and the delay begins again.
    /// @param world The world.
    /// @param osVersion A registered OS version.
    /// @param setRoot Root of the whitelist of function circuits, four limbs, not zero.
    function requestAdoption(uint256 world, uint256 osVersion, bytes32 setRoot) external;

    /// @notice Applies a request whose delay is over. Open to everybody.
    /// @param world The world.
    /// @param osVersion The version.
    function applyAdoption(uint256 world, uint256 osVersion) external;

    /// @notice Takes a request back. Only for the world's owner.
    /// @param world The world.
    /// @param osVersion The version.
    function cancelAdoption(uint256 world, uint256 osVersion) external;

    /// @notice Stops accepting a version at once, and drops a request for it. Only for the world's owner. To
    /// come back it must be requested again.
    /// @param world The world.
    /// @param osVersion An adopted version.
    function retire(uint256 world, uint256 osVersion) external;

    /// @notice How many worlds there are; they are numbered from 1.
    function worldCount() external view returns (uint256);

    /// @notice A world's owner and kind; owner zero if there is no such world.
    /// @param world The world.
    /// @return owner Its owner.
    /// @return development Whether it accepts OS versions that do not check signatures.
    /// @return delay Seconds between the request of a change and the time when it can be applied.
    function worldOf(uint256 world) external view returns (address owner, bool development, uint32 delay);

    /// @notice The whitelist that a world uses with an OS version; zero if it has not adopted the version.
    /// @param world The world.
    /// @param osVersion The version.
    function setRootOf(uint256 world, uint256 osVersion) external view returns (bytes32);

    /// @notice The requested adoption of a version; all zero if there is none.
    /// @param world The world.
    /// @param osVersion The version.
    /// @return setRoot The whitelist that it shall have.
    /// @return readyAt From this second on anybody may apply it.
    function pendingAdoptionOf(uint256 world, uint256 osVersion)
        external
        view
        returns (bytes32 setRoot, uint256 readyAt);
}
