"""Hashes and numbers of an EVM chain: the chain hash is keccak256, its digest read as a big-endian integer."""

from eth_hash.auto import keccak

from saya_py.core.errors import EncodingError
from saya_py.core.field import P, below
from saya_py.core.limbs import Digest

PACK_BITS = 252
"""Numbers below 2^252 pack into four limbs."""
_LIMB_BITS = 63
_LIMB_MASK = 2**_LIMB_BITS - 1


def keccak256(data: bytes) -> bytes:
    """The 32-byte digest of `data`."""
    return keccak(data)


def pack4(number: int) -> Digest:
    """A number below 2^252 as four 63-bit limbs, least significant first; raises `EncodingError` (PACK_RANGE)."""
    if not 0 <= number < 2**PACK_BITS:
        raise EncodingError(
            "PACK_RANGE",
            f"{number:#x} is not below 2^252, so it does not pack into four 63-bit limbs; "
            "take the value mod 2^252 first",
        )
    a, b, c, d = (number >> (_LIMB_BITS * i) & _LIMB_MASK for i in range(4))
    return a, b, c, d


def unpack4(packed: Digest) -> int:
    """The number below 2^252 that four 63-bit limbs stand for; raises `EncodingError` (UNPACK_RANGE)."""
    for index, part in enumerate(packed):
        if not 0 <= part <= _LIMB_MASK:
            raise EncodingError(
                "UNPACK_RANGE",
                f"limb {index} is 2^63 or more, so the limbs are not the packing of a number below 2^252; "
                "pack the number again",
            )
    return sum(part << (_LIMB_BITS * i) for i, part in enumerate(packed))


def word(name: str, value: int) -> bytes:
    """A number below 2^256 as 32 bytes big-endian."""
    return below(name, value, 2**256).to_bytes(32, "big")


def domain(chain_id: int, settlement: bytes, world: int) -> Digest:
    """`pack4(keccak256("SAYA/1" ‖ chain id ‖ settlement address ‖ world) mod 2^252)`, 32 bytes each.

    `settlement` are the 20 bytes of the address; raises `EncodingError` for other lengths and for numbers of 2^256.
    """
    address = address_number(settlement)
    parts = (("chain id", chain_id), ("settlement", address), ("world", world))
    digest = keccak256(b"SAYA/1" + b"".join(word(name, value) for name, value in parts))
    return pack4(int.from_bytes(digest, "big") % 2**PACK_BITS)


def address_number(address: bytes) -> int:
    """The number that the 20 bytes of an address are."""
    if len(address) != 20:
        raise EncodingError("LENGTH", f"{len(address)} bytes are no address; pass exactly 20")
    return int.from_bytes(address, "big")


def two_limbs(digest: bytes) -> tuple[int, int]:
    """The two limbs of a 32-byte chain digest h: `(h >> 128) mod p` and `(h mod 2^128) mod p`."""
    return int.from_bytes(digest[:16], "big") % P, int.from_bytes(digest[16:], "big") % P
