// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Registry of OS versions: which contract verifies the proofs of which circuit family
/// @notice An OS version is a hash of the exact circuit family, so it has one right verifier. An entry is made
/// once and never changes: whoever owns the registry later cannot redirect a version that worlds rely on.
contract OsVersions is Ownable2Step {
    /// @notice One version. The all-zero entry means "unknown" and is never trusted.
    struct Entry {
        /// The verifier contract.
        address verifier;
        /// Whether the family skips the authorisation of calls; only development worlds accept it.
        bool development;
        /// Hash of the verifier's code when it was registered.
        bytes32 codeHash;
    }

    mapping(uint256 version => Entry) private _entries;

    /// @notice A version was registered.
    /// @param version The OS version.
    /// @param verifier Its verifier.
    /// @param codeHash Hash of the verifier's code.
    /// @param development Whether only development worlds accept it.
    event OsVersionRegistered(
        uint256 indexed version, address indexed verifier, bytes32 codeHash, bool development
    );

    /// @notice A version is a hash modulo 2^252 and never zero.
    /// @param version The refused version.
    error InvalidOsVersion(uint256 version);

    /// @notice A version has its verifier for ever.
    /// @param version The version that has one.
    /// @param verifier The verifier that it has.
    error OsVersionAlreadyRegistered(uint256 version, address verifier);

    /// @notice Nobody registered the version.
    /// @param version The version.
    error UnknownOsVersion(uint256 version);

    /// @notice A verifier must be a contract.
    /// @param verifier The account without code.
    error VerifierWithoutCode(address verifier);

    /// @notice The code at the verifier's address is not the registered one.
    /// @param verifier The verifier.
    /// @param expected The code hash that was announced.
    /// @param actual The code hash that is there.
    error VerifierCodeMismatch(address verifier, bytes32 expected, bytes32 actual);

    /// @param initialOwner Who may register versions.
    constructor(address initialOwner) Ownable(initialOwner) {}

    /// @notice Registers a version, once for ever.
    /// @param version The OS version, below 2^252.
    /// @param verifier The contract that verifies its proofs (`IPlonky2Verifier`).
    /// @param codeHash Hash of the code that the owner means to register there.
    /// @param development Whether only development worlds may adopt it.
    function register(uint256 version, address verifier, bytes32 codeHash, bool development)
        external
        onlyOwner
    {
        if (version == 0 || version >> 252 != 0) revert InvalidOsVersion(version);
        address known = _entries[version].verifier;
        if (known != address(0)) revert OsVersionAlreadyRegistered(version, known);
        if (verifier.code.length == 0) revert VerifierWithoutCode(verifier);
        _requireCode(verifier, codeHash);

        _entries[version] = Entry({verifier: verifier, development: development, codeHash: codeHash});
        emit OsVersionRegistered(version, verifier, codeHash, development);
    }

    /// @notice The verifier of a version, if its code is still the registered one.
    /// @param version The OS version.
    function verifierOf(uint256 version) external view returns (address verifier) {
        Entry storage known = _known(version);
        verifier = known.verifier;
        _requireCode(verifier, known.codeHash);
    }

    /// @notice Whether only development worlds may adopt a version.
    /// @param version A registered OS version.
    function isDevelopment(uint256 version) external view returns (bool) {
        return _known(version).development;
    }

    /// @notice All that is known of a version; all zero if nothing is.
    /// @param version The OS version.
    function entry(uint256 version) external view returns (Entry memory) {
        return _entries[version];
    }

    function _known(uint256 version) private view returns (Entry storage known) {
        known = _entries[version];
        if (known.verifier == address(0)) revert UnknownOsVersion(version);
    }

    function _requireCode(address verifier, bytes32 expected) private view {
        bytes32 actual = verifier.codehash;
        if (actual != expected) revert VerifierCodeMismatch(verifier, expected, actual);
    }
}
