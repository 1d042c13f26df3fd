"""The value types of the language."""

from typing import TYPE_CHECKING, TypeAlias, final

from saya_py.core.keys import ValueType
from saya_py.lang.bits import Bits
from saya_py.lang.felt import Felt
from saya_py.lang.hashes import Hash
from saya_py.lang.typed import Number, Typed
from saya_py.lang.unsigned import Unsigned

__all__ = ["U8", "U16", "U32", "U64", "U128", "Bool", "Felt", "Hash", "Number", "Typed", "Unsigned", "User", "Value"]

Bool: TypeAlias = bool
"""The truth values are Python's own."""


@final
class U8(Bits):
    """A number from 0 to 2^8 - 1."""

    TYPE = ValueType.U8
    RANGE = "0 to 2^8 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "U8 | int") -> None: ...


@final
class U16(Bits):
    """A number from 0 to 2^16 - 1."""

    TYPE = ValueType.U16
    RANGE = "0 to 2^16 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "U16 | int") -> None: ...


@final
class U32(Bits):
    """A number from 0 to 2^32 - 1."""

    TYPE = ValueType.U32
    RANGE = "0 to 2^32 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "U32 | int") -> None: ...


@final
class U64(Bits):
    """A number from 0 to 2^64 - 1."""

    TYPE = ValueType.U64
    RANGE = "0 to 2^64 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "U64 | int") -> None: ...


@final
class U128(Unsigned):
    """A number from 0 to 2^128 - 1; it has no bit operations."""

    TYPE = ValueType.U128
    RANGE = "0 to 2^128 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "U128 | int") -> None: ...


@final
class User(Number):
    """A user's id, 32 bits; 0 means nobody. Users can be compared for equality only."""

    TYPE = ValueType.USER
    RANGE = "0 to 2^32 - 1"
    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "User | int") -> None: ...


Value: TypeAlias = bool | Typed
"""A plain value of the language; structs are `saya_py.lang.structs.Struct`."""
