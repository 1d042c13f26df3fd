"""Groups of four limbs as bytes and as text.

As `bytes32` four big-endian 8-byte words, first limb first; as text `0x` and 64 hexadecimal digits.
"""

from collections.abc import Sequence
from typing import TypeAlias

from saya_py.core.errors import EncodingError
from saya_py.core.field import limb

Digest: TypeAlias = tuple[int, int, int, int]
"""A hash value, key, value, or another group of four limbs."""

ZERO: Digest = (0, 0, 0, 0)
"""0⁴."""

_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def digest(limbs: Sequence[int]) -> Digest:
    """Four limbs as a `Digest`; raises `EncodingError` when there are not four, or one is p or more."""
    if len(limbs) != 4:
        raise EncodingError("LENGTH", f"{len(limbs)} limbs are no digest, key or value; pass exactly 4")
    a, b, c, d = (limb(x) for x in limbs)
    return a, b, c, d


def to_bytes(limbs: Sequence[int]) -> bytes:
    """Eight bytes big-endian for each limb."""
    return b"".join(x.to_bytes(8, "big") for x in limbs)


def from_bytes(data: bytes) -> Digest:
    """The four limbs of a `bytes32`; raises `EncodingError` for other lengths and for limbs of p or more."""
    if len(data) != 32:
        raise EncodingError("LENGTH", f"{len(data)} bytes are no digest, key or value; pass exactly 32")
    return digest([int.from_bytes(data[i : i + 8], "big") for i in range(0, 32, 8)])


def to_hex(limbs: Sequence[int]) -> str:
    """`0x` and 16 digits for each limb."""
    return "0x" + to_bytes(limbs).hex()


def parse_hex(text: str, length: int) -> bytes:
    """The bytes that `0x` and exactly `2·length` hexadecimal digits stand for; raises `EncodingError` (HEX)."""
    digits = text[2:]
    if text[:2] != "0x" or len(digits) != 2 * length or not _HEX_DIGITS.issuperset(digits):
        raise EncodingError(
            "HEX",
            f'"{text[:80]}" is not hexadecimal text of this field: '
            f"write 0x and exactly {2 * length} hexadecimal digits",
        )
    return bytes.fromhex(digits)


def from_hex(text: str) -> Digest:
    """The four limbs of `bytes32` text, read strictly."""
    return from_bytes(parse_hex(text, 32))


def limb_from_hex(text: str) -> int:
    """The limb of a text of 16 digits, read strictly."""
    return limb(int.from_bytes(parse_hex(text, 8), "big"))
