"""Keys of the canonical state and typed values.

Typed values fill limbs from the left, least significant limb first, and the rest are 0. A stored value is read
strictly, because anything may have been written by a contract on the chain.
"""

from collections.abc import Sequence
from enum import Enum

from saya_py.core.errors import EncodingError
from saya_py.core.field import below
from saya_py.core.limbs import ZERO, Digest, to_hex

CONTRACT_LIMIT = 2**31
"""Contracts are numbered below this."""
U32_LIMIT = 2**32
MAP_KEY_LIMBS = 3
"""Limbs of a key that map keys may fill."""


class ValueType(Enum):
    """A type: its name and its width in limbs."""

    BOOL = ("Bool", 1)
    """One limb, 0 or 1."""
    U32 = ("U32", 1)
    """One limb below 2^32."""
    U64 = ("U64", 2)
    """Two limbs below 2^32, least significant first."""
    USER = ("User", 1)
    """A user id: one limb below 2^32; 0 is nobody."""

    def __init__(self, label: str, width: int) -> None:
        self.label = label
        self.width = width

    @property
    def limit(self) -> int:
        """Numbers of this type are below it."""
        return 2 if self is ValueType.BOOL else 2 ** (32 * self.width)

    def limbs(self, number: int) -> list[int]:
        """The `width` limbs of a number; raises `EncodingError` (RANGE) when the type has no such number."""
        below(self.label, number, self.limit)
        return [number >> (32 * i) & (U32_LIMIT - 1) for i in range(self.width)]

    def encode(self, number: int) -> Digest:
        """The state value of a number."""
        a, b, c, d = (*self.limbs(number), *(0,) * (4 - self.width))
        return a, b, c, d

    def decode(self, value: Digest) -> int:
        """The number whose encoding a state value is; raises `EncodingError` (TYPED_VALUE) for anything else."""
        if any(value[self.width :]):
            raise self._refuse(value, "a limb beyond the width of the type is not 0")
        if any(part >= U32_LIMIT for part in value):
            raise self._refuse(value, "a limb is 2^32 or more")
        number = sum(part << (32 * i) for i, part in enumerate(value))
        if number >= self.limit:
            raise self._refuse(value, "the limb is neither 0 nor 1")
        return number

    def _refuse(self, value: Digest, why: str) -> EncodingError:
        return EncodingError(
            "TYPED_VALUE",
            f"{to_hex(value)} is not an encoding of {self.label}: {why}; "
            "the value was written by something that does not follow the type",
        )


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
            "use fewer or narrower keys (U64 takes two limbs, other types one)",
        )
    a, b, c = (*parts, *(0,) * (MAP_KEY_LIMBS - len(parts)))
    key = (contract * U32_LIMIT + slot, a, b, c)
    if key == ZERO:
        raise key_zero(0)
    return key


def key_zero(index: int) -> EncodingError:
    """The error for a key 0 in a list."""
    return EncodingError("KEY_ZERO", f"key {index} is 0, which is forbidden; contracts number their slots from 1")
