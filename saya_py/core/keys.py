"""Keys of the canonical state and typed values.

Typed values fill limbs from the left, least significant limb first, and the rest are 0. A stored value is read
strictly, because anything may have been written by a contract on the chain.
"""

from collections.abc import Sequence
from enum import Enum

from saya_py.core.errors import EncodingError
from saya_py.core.field import P, below, limb
from saya_py.core.limbs import ZERO, Digest, to_bytes, to_hex

CONTRACT_LIMIT = 2**31
"""Contracts are numbered below this."""
U32_LIMIT = 2**32
LIMB_MASK = 2**64 - 1
MAP_KEY_LIMBS = 3
"""Limbs of a key that map keys may fill."""


class ValueType(Enum):
    """A type: its name and its width in limbs.

    In Python every value is a number. That of a `Hash` is its four limbs as 32 bytes, big-endian, first limb first.
    """

    BOOL = ("Bool", 1)
    """One limb, 0 or 1."""
    U8 = ("U8", 1)
    """One limb below 2^8."""
    U16 = ("U16", 1)
    """One limb below 2^16."""
    U32 = ("U32", 1)
    """One limb below 2^32."""
    U64 = ("U64", 2)
    """Two limbs below 2^32, least significant first."""
    U128 = ("U128", 4)
    """Four limbs below 2^32, least significant first."""
    FELT = ("Felt", 1)
    """One limb."""
    HASH = ("Hash", 4)
    """Four limbs."""
    USER = ("User", 1)
    """A user id: one limb below 2^32; 0 is nobody."""

    def __init__(self, label: str, width: int) -> None:
        self.label = label
        self.width = width

    @property
    def unsigned_bits(self) -> int | None:
        """Bits of an unsigned number type; None for the others."""
        return _UNSIGNED_BITS.get(self)

    @property
    def limit(self) -> int:
        """Numbers of this type are below it; not every number below 2^256 is a Hash."""
        return _LIMITS[self]

    def limbs(self, number: int) -> list[int]:
        """The `width` limbs of a number.

        Raises `EncodingError` (RANGE, or LIMB_RANGE for a limb of a Hash) when the type has no such number.
        """
        below(self.label, number, self.limit)
        if self is ValueType.HASH:
            return [limb(number >> shift & LIMB_MASK) for shift in (192, 128, 64, 0)]
        if self is ValueType.FELT:
            return [number]
        return [number >> (32 * i) & (U32_LIMIT - 1) for i in range(self.width)]

    def number(self, limbs: Sequence[int]) -> int:
        """The number whose encoding `limbs` are, each below p; `EncodingError` (TYPED_VALUE) for anything else."""
        if len(limbs) != self.width:
            raise self._refuse(limbs, "it has another number of limbs")
        if self is ValueType.HASH:
            return int.from_bytes(to_bytes(limbs), "big")
        if self is ValueType.FELT:
            return limbs[0]
        if any(part >= U32_LIMIT for part in limbs):
            raise self._refuse(limbs, "a limb is 2^32 or more")
        number = sum(part << (32 * i) for i, part in enumerate(limbs))
        if number >= self.limit:
            raise self._refuse(limbs, "the limb is not below the type's limit")
        return number

    def encode(self, number: int) -> Digest:
        """The state value of a number; raises as `limbs` does."""
        return padded(self.limbs(number))

    def decode(self, value: Digest) -> int:
        """The number whose encoding a state value is; raises `EncodingError` (TYPED_VALUE) for anything else."""
        if any(value[self.width :]):
            raise self._refuse(value, "a limb beyond the width of the type is not 0")
        return self.number(value[: self.width])

    def _refuse(self, limbs: Sequence[int], why: str) -> EncodingError:
        return EncodingError(
            "TYPED_VALUE",
            f"{to_hex(limbs)} is not an encoding of {self.label}: {why}; "
            "the value was written by something that does not follow the type",
        )


_UNSIGNED_BITS: dict[ValueType, int] = {
    ValueType.U8: 8,
    ValueType.U16: 16,
    ValueType.U32: 32,
    ValueType.U64: 64,
    ValueType.U128: 128,
}
_LIMITS: dict[ValueType, int] = {kind: 1 << bits for kind, bits in _UNSIGNED_BITS.items()} | {
    ValueType.BOOL: 2,
    ValueType.FELT: P,
    ValueType.HASH: 2**256,
    ValueType.USER: U32_LIMIT,
}


def padded(limbs: Sequence[int]) -> Digest:
    """At most four limbs as a state value: the rest are 0."""
    a, b, c, d = (*limbs, *(0,) * (4 - len(limbs)))
    return a, b, c, d


def make_key(contract: int, slot: int, map_keys: Sequence[tuple[ValueType, int]] = ()) -> Digest:
    """The key of state variable `slot` of `contract`: `(contract·2^32 + slot, map keys in up to three limbs)`.

    Raises `EncodingError` for a contract of 2^31 or more, a slot of 2^32 or more, map keys of more than three limbs,
    and the key 0.
    """
    below("contract", contract, CONTRACT_LIMIT)
    below("slot", slot, U32_LIMIT)
    parts = [part for kind, number in map_keys for part in kind.limbs(number)]
    if len(parts) > MAP_KEY_LIMBS:
        raise EncodingError(
            "KEY_TOO_WIDE",
            f"a key of {len(parts)} limbs does not fit the 3 limbs of a map key; "
            "use fewer or narrower keys (U64 takes two limbs, U128 and Hash four, other types one)",
        )
    a, b, c = (*parts, *(0,) * (MAP_KEY_LIMBS - len(parts)))
    key = (contract * U32_LIMIT + slot, a, b, c)
    if key == ZERO:
        raise key_zero(0)
    return key


def key_zero(index: int) -> EncodingError:
    """The error for a key 0 in a list."""
    return EncodingError("KEY_ZERO", f"key {index} is 0, which is forbidden; contracts number their slots from 1")
