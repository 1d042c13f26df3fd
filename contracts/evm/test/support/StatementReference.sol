// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Statement} from "../../src/lib/Statement.sol";
import {Entry, Lists} from "./Lists.sol";

/// @title The statement, computed the slow and obvious way
/// @notice Written from the definition alone: D as a list of limbs, P as a sum of D[i] times r^i. Shares with
/// the library only the type of the header.
library StatementReference {
    uint256 internal constant P = 0xffffffff00000001;

    /// @notice D, limb by limb.
    function limbs(Statement.Header memory h, Entry[] memory entries)
        internal
        pure
        returns (uint256[] memory d)
    {
        d = new uint256[](40 + 12 * entries.length);
        d[0] = 0x5341594101;
        d[1] = entries.length;
        for (uint256 i = 0; i < entries.length; ++i) {
            if (entries[i].value != entries[i].old) ++d[2];
        }
        d[3] = h.callCount;
        _put(d, 4, h.domain);
        _put(d, 8, h.setRoot);
        d[12] = h.tMin;
        d[13] = h.tMax;
        _pack4(d, 16, uint160(h.prover));
        d[20] = h.thread;
        d[21] = h.seq;
        _put(d, 22, h.callsOut);
        _put(d, 26, h.logOut);
        _pack4(d, 30, h.osVersion);
        for (uint256 i = 0; i < entries.length; ++i) {
            _put(d, 40 + 12 * i, entries[i].key);
            _put(d, 44 + 12 * i, entries[i].old);
            _put(d, 48 + 12 * i, entries[i].value);
        }
    }

    /// @notice commit, r, P, and the hash that r comes from.
    function evaluate(bytes32 commit, Statement.Header memory h, Entry[] memory entries)
        internal
        pure
        returns (uint64[8] memory publicInputs, bytes32 hash)
    {
        uint256[] memory d = limbs(h, entries);
        bytes memory preimage = bytes.concat("SAYA/R/1", commit);
        for (uint256 i = 0; i < 40; ++i) {
            preimage = bytes.concat(preimage, bytes8(uint64(d[i])));
        }
        (bytes memory inputs, bytes memory outputs) = Lists.encode(entries);
        hash = keccak256(bytes.concat(preimage, inputs, outputs));

        for (uint256 i = 0; i < 4; ++i) {
            publicInputs[i] = uint64(uint256(commit) >> (64 * (3 - i)));
        }
        publicInputs[4] = uint64((uint256(hash) / 2 ** 128) % P);
        publicInputs[5] = uint64((uint256(hash) % 2 ** 128) % P);
        (publicInputs[6], publicInputs[7]) = _sum(d, publicInputs[4], publicInputs[5]);
    }

    /// @notice keccak256("SAYA/1", chain id, contract, world) mod 2^252, as four limbs.
    function domain(uint256 chainId, address settlement, uint256 world) internal pure returns (bytes32) {
        bytes32 hash = keccak256(
            bytes.concat("SAYA/1", bytes32(chainId), bytes32(uint256(uint160(settlement))), bytes32(world))
        );
        uint256[] memory d = new uint256[](4);
        _pack4(d, 0, uint256(hash) % 2 ** 252);
        return Lists.word(d[0], d[1], d[2], d[3]);
    }

    function _sum(uint256[] memory d, uint256 r0, uint256 r1) private pure returns (uint64, uint64) {
        (uint256 x0, uint256 x1) = (1, 0);
        (uint256 p0, uint256 p1) = (0, 0);
        for (uint256 i = 0; i < d.length; ++i) {
            p0 = addmod(p0, mulmod(d[i], x0, P), P);
            p1 = addmod(p1, mulmod(d[i], x1, P), P);
            (x0, x1) =
            (
                addmod(mulmod(x0, r0, P), mulmod(7, mulmod(x1, r1, P), P), P),
                addmod(mulmod(x0, r1, P), mulmod(x1, r0, P), P)
            );
        }
        return (uint64(p0), uint64(p1));
    }

    function _put(uint256[] memory d, uint256 at, bytes32 word) private pure {
        for (uint256 i = 0; i < 4; ++i) {
            d[at + i] = uint64(uint256(word) >> (192 - 64 * i));
        }
    }

    function _pack4(uint256[] memory d, uint256 at, uint256 number) private pure {
        for (uint256 i = 0; i < 4; ++i) {
            d[at + i] = number % 2 ** 63;
            number /= 2 ** 63;
        }
        require(number == 0, "pack4: too wide");
    }
}
