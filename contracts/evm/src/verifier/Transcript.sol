// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, LANE, P, extFrom} from "./Ext2.sol";
import {DIGEST} from "./Shape.sol";

/// @notice The Fiat–Shamir sponge of the wrap proof.
/// @param buffer Pointer to the 32-byte chain value, with the absorbed limbs (8 bytes, big-endian) after it.
/// @param length Bytes absorbed since the last duplex.
/// @param drawn Limbs drawn since the last duplex.
struct Transcript {
    uint256 buffer;
    uint256 length;
    uint256 drawn;
}

using TranscriptLib for Transcript global;

/// @title Absorbs the prover's messages and gives challenges
/// @dev duplex: chain = keccak256(chain ‖ absorbed limbs). The j-th limb after it is half of
/// keccak256(chain ‖ uint8(j / 2)), upper half first, mod p. After 8 limbs comes a duplex that absorbs nothing.
library TranscriptLib {
    /// @dev Limbs that the sponge can absorb at once; every message between two challenges is shorter.
    uint256 private constant RATE = 1024;
    uint256 private constant LIMBS_PER_DUPLEX = 8;

    function create() internal pure returns (Transcript memory t) {
        uint256 buffer;
        assembly ("memory-safe") {
            buffer := mload(64)
            mstore(buffer, 0)
            mstore(64, add(buffer, add(32, mul(8, RATE))))
        }
        t.buffer = buffer;
        t.drawn = LIMBS_PER_DUPLEX;
    }

    /// @dev Absorbs limbs that lie in calldata.
    function observe(Transcript memory t, uint256 at, uint256 length) internal pure {
        assembly ("memory-safe") {
            let absorbed := mload(add(t, 32))
            calldatacopy(add(add(mload(t), 32), absorbed), at, length)
            mstore(add(t, 32), add(absorbed, length))
        }
    }

    /// @dev Absorbs limbs that lie in memory.
    function observe(Transcript memory t, bytes memory limbs) internal pure {
        assembly ("memory-safe") {
            let absorbed := mload(add(t, 32))
            let length := mload(limbs)
            mcopy(add(add(mload(t), 32), absorbed), add(limbs, 32), length)
            mstore(add(t, 32), add(absorbed, length))
        }
    }

    /// @dev Absorbs four limbs.
    function observe(Transcript memory t, uint256[4] memory limbs) internal pure {
        for (uint256 i = 0; i < 4; ++i) {
            observe(t, abi.encodePacked(uint64(limbs[i])));
        }
    }

    /// @dev Absorbs digests of calldata: each as four limbs of 7, 7, 7 and 4 bytes.
    function observeDigests(Transcript memory t, uint256 at, uint256 count) internal pure {
        assembly ("memory-safe") {
            let to := add(add(mload(t), 32), mload(add(t, 32)))
            mstore(add(t, 32), add(mload(add(t, 32)), shl(5, count)))
            for { let end := add(to, shl(5, count)) } lt(to, end) { to := add(to, 32) } {
                let digest := calldataload(at)
                let limbs := shl(192, shr(200, digest))
                limbs := or(limbs, shl(128, and(shr(144, digest), 0xffffffffffffff)))
                limbs := or(limbs, shl(64, and(shr(88, digest), 0xffffffffffffff)))
                mstore(to, or(limbs, and(shr(56, digest), 0xffffffff)))
                at := add(at, DIGEST)
            }
        }
    }

    /// @notice The next challenge, in F_p.
    function challenge(Transcript memory t) internal pure returns (uint256 limb) {
        if (t.length != 0 || t.drawn == LIMBS_PER_DUPLEX) _duplex(t);
        assembly ("memory-safe") {
            let buffer := mload(t)
            let drawn := mload(add(t, 64))
            // Nothing is absorbed now, so the byte after the chain value is free.
            mstore8(add(buffer, 32), shr(1, drawn))
            let squeezed := keccak256(buffer, 33)
            switch and(drawn, 1)
            case 0 { limb := mod(shr(128, squeezed), P) }
            default { limb := mod(and(squeezed, LANE), P) }
            mstore(add(t, 64), add(drawn, 1))
        }
    }

    function challenges(Transcript memory t, uint256 count) internal pure returns (uint256[] memory limbs) {
        limbs = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            limbs[i] = challenge(t);
        }
    }

    function extChallenge(Transcript memory t) internal pure returns (Ext) {
        uint256 c0 = challenge(t);
        return extFrom(c0, challenge(t));
    }

    function _duplex(Transcript memory t) private pure {
        assembly ("memory-safe") {
            let buffer := mload(t)
            mstore(buffer, keccak256(buffer, add(32, mload(add(t, 32)))))
        }
        t.length = 0;
        t.drawn = 0;
    }
}
