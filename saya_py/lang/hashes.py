"""Hash values."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, final

from saya_py.core.errors import EncodingError
from saya_py.core.keys import ValueType
from saya_py.core.limbs import Digest, digest
from saya_py.lang.felt import Felt
from saya_py.lang.typed import Typed


@final
class Hash(Typed):
    """Four field elements, `h[0]` to `h[3]`; as a number 32 bytes, the first element most significant.

    Hashes can be compared for equality only.
    """

    TYPE = ValueType.HASH
    RANGE = "32 bytes, in four words below p = 2^64 - 2^32 + 1"
    __slots__ = ()

    def __init__(self, number: int) -> None:
        """A constant; ValueError when it is no hash."""
        if type(number) is not int:
            raise TypeError(f"Hash takes an int, not {number!r}")
        self._number = self._constant(number)

    @classmethod
    def of_limbs(cls, limbs: Sequence[int]) -> "Hash":
        """The hash of four elements; EncodingError when they are not four, or one is p or more."""
        return cls._of(ValueType.HASH.number(digest(limbs)))

    @property
    def limbs(self) -> Digest:
        """The four elements as numbers."""
        return digest(ValueType.HASH.limbs(self._number))

    def __getitem__(self, index: int) -> Felt:
        if type(index) is not int or not 0 <= index < 4:
            raise IndexError(f"a Hash has the elements 0 to 3, not {index!r}")
        return Felt(self.limbs[index])

    def __str__(self) -> str:
        return f"0x{self._number:064x}"

    @classmethod
    def _constant(cls, number: int) -> int:
        try:
            ValueType.HASH.limbs(number)
        except EncodingError:
            raise ValueError(f"{number} is no Hash: it takes {cls.RANGE}") from None
        return number

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "Hash | int") -> None: ...
