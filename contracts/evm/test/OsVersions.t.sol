// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OsVersions} from "../src/OsVersions.sol";
import {StubVerifier} from "./support/StubVerifier.sol";
import {Test} from "./support/Test.sol";

contract OsVersionsTest is Test {
    uint256 private constant VERSION = 2 ** 252 - 1;

    address private registrar = makeAddr("registrar");
    address private stranger = makeAddr("stranger");
    OsVersions private registry = new OsVersions(registrar);
    address private verifier = address(new StubVerifier());

    function test_registers() public {
        vm.expectEmit(address(registry));
        emit OsVersions.OsVersionRegistered(VERSION, verifier, verifier.codehash, true);
        _register(VERSION, verifier, true);
        vm.assertEq(registry.verifierOf(VERSION), verifier, "verifier");
        vm.assertTrue(registry.isDevelopment(VERSION), "development");
        OsVersions.Entry memory entry = registry.entry(VERSION);
        vm.assertEq(entry.verifier, verifier, "entry verifier");
        vm.assertEq(entry.codeHash, verifier.codehash, "entry code hash");
        vm.assertTrue(entry.development, "entry development");

        _register(1, verifier, false);
        vm.assertFalse(registry.isDevelopment(1), "not development");
    }

    function test_onlyTheOwnerRegisters() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.register(VERSION, verifier, verifier.codehash, false);
    }

    function test_ownershipMovesInTwoSteps() public {
        vm.prank(registrar);
        registry.transferOwnership(stranger);
        vm.assertEq(registry.owner(), registrar, "not yet");
        vm.prank(stranger);
        registry.acceptOwnership();
        vm.assertEq(registry.owner(), stranger, "accepted");
    }

    function test_zeroAndWideVersionsAreInvalid() public {
        _refuses(
            0, verifier, verifier.codehash, abi.encodeWithSelector(OsVersions.InvalidOsVersion.selector, 0)
        );
        _refuses(
            2 ** 252,
            verifier,
            verifier.codehash,
            abi.encodeWithSelector(OsVersions.InvalidOsVersion.selector, 2 ** 252)
        );
    }

    function test_aVersionNeverChanges() public {
        _register(VERSION, verifier, true);
        address other = address(new StubVerifier());
        bytes memory refusal =
            abi.encodeWithSelector(OsVersions.OsVersionAlreadyRegistered.selector, VERSION, verifier);
        _refuses(VERSION, other, other.codehash, refusal);
        _refuses(VERSION, verifier, verifier.codehash, refusal);
    }

    function test_aVerifierMustHaveCode() public {
        bytes32 emptyCode = keccak256("");
        vm.deal(stranger, 1);
        vm.assertEq(stranger.codehash, emptyCode, "an account without code");
        _refuses(
            VERSION,
            stranger,
            emptyCode,
            abi.encodeWithSelector(OsVersions.VerifierWithoutCode.selector, stranger)
        );
        _refuses(
            VERSION,
            address(0),
            0,
            abi.encodeWithSelector(OsVersions.VerifierWithoutCode.selector, address(0))
        );
    }

    function test_theCodeMustBeTheAnnouncedOne() public {
        bytes32 announced = keccak256("other code");
        _refuses(
            VERSION,
            verifier,
            announced,
            abi.encodeWithSelector(
                OsVersions.VerifierCodeMismatch.selector, verifier, announced, verifier.codehash
            )
        );
    }

    /// @dev An account's code can change: a delegated account (EIP-7702) may point elsewhere later.
    function test_changedCodeIsRefusedAtUse() public {
        bytes32 registered = verifier.codehash;
        _register(VERSION, verifier, false);
        vm.etch(verifier, hex"00");
        vm.expectRevert(
            abi.encodeWithSelector(
                OsVersions.VerifierCodeMismatch.selector, verifier, registered, keccak256(hex"00")
            )
        );
        registry.verifierOf(VERSION);
        vm.etch(verifier, "");
        vm.expectPartialRevert(OsVersions.VerifierCodeMismatch.selector);
        registry.verifierOf(VERSION);
    }

    function testFuzz_unknownVersionsAreNeverTrusted(uint256 version) public {
        _register(VERSION, verifier, true);
        vm.assume(version != VERSION);
        bytes memory refusal = abi.encodeWithSelector(OsVersions.UnknownOsVersion.selector, version);
        vm.expectRevert(refusal);
        registry.verifierOf(version);
        vm.expectRevert(refusal);
        registry.isDevelopment(version);
        vm.assertEq(registry.entry(version).verifier, address(0), "empty entry");
    }

    function _register(uint256 version, address at, bool development) private {
        vm.prank(registrar);
        registry.register(version, at, at.codehash, development);
    }

    function _refuses(uint256 version, address at, bytes32 codeHash, bytes memory refusal) private {
        vm.expectRevert(refusal);
        vm.prank(registrar);
        registry.register(version, at, codeHash, false);
    }
}
