"""What a contract declares: state variables, events, functions and parameters, with their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from saya_py.core.errors import EncodingError
from saya_py.core.keys import ValueType, make_key, padded
from saya_py.core.limbs import Digest, to_hex

Auth: TypeAlias = Literal["user", "operator"]
"""Who authorises a call: its user, or the operator of the contract."""


@dataclass(frozen=True)
class Field:
    """One typed part of a record or an event; the one part of a plain type has no name."""

    name: str
    type: ValueType


@dataclass(frozen=True)
class Record:
    """A plain value type, or a struct: its fields' encodings follow each other.

    Its values are tuples of numbers here, one for each field; `saya_py.lang.records` makes language values of them.
    """

    name: str
    """`U32` and so on, or the name of the struct."""
    fields: tuple[Field, ...]
    struct: type | None = field(default=None, compare=False, repr=False)
    """The class of a struct, where the source is at hand."""

    @classmethod
    def of(cls, ty: ValueType) -> "Record":
        """A plain type."""
        return cls(ty.label, (Field("", ty),))

    @property
    def is_struct(self) -> bool:
        """Whether it has named fields."""
        return not (len(self.fields) == 1 and self.fields[0].name == "")

    @property
    def types(self) -> tuple[ValueType, ...]:
        """Types of the fields."""
        return tuple(part.type for part in self.fields)

    @property
    def width(self) -> int:
        """Limbs of all fields."""
        return sum(ty.width for ty in self.types)

    def limbs(self, numbers: Sequence[int]) -> list[int]:
        """The `width` limbs of a value; EncodingError for a number that a field's type has not."""
        return limbs_of(self.fields, numbers)

    def numbers(self, limbs: Sequence[int]) -> tuple[int, ...]:
        """The value whose encoding `limbs` are, exactly `width` of them; EncodingError for anything else."""
        return numbers_of(self.fields, limbs)

    def encode(self, numbers: Sequence[int]) -> Digest:
        """The state value of a value of at most four limbs."""
        return padded(self.limbs(numbers))

    def decode(self, stored: Digest) -> tuple[int, ...]:
        """The value whose encoding a state value is; EncodingError for anything else."""
        if any(stored[self.width :]):
            raise _refuse(stored, f"{self.name} has {self.width} limbs, and a limb behind them is not 0")
        return self.numbers(stored[: self.width])


@dataclass(frozen=True)
class StateVar:
    """A `Var` (no keys) or a `Map`, in its slot of the contract that declares it."""

    name: str
    slot: int
    contract: int
    keys: tuple[Record, ...]
    value: Record

    @property
    def key_types(self) -> tuple[ValueType, ...]:
        """Types of the fields of all keys."""
        return tuple(ty for key in self.keys for ty in key.types)

    def key(self, keys: Iterable[int]) -> Digest:
        """State key of the entry at `keys`, the fields of all map keys: `(contract·2^32 + slot, k0, k1, k2)`."""
        return make_key(self.contract, self.slot, list(zip(self.key_types, keys, strict=True)))


@dataclass(frozen=True)
class EventSchema:
    """An event that a contract declares."""

    name: str
    id: int
    contract: int
    fields: tuple[Field, ...]
    event: type | None = field(default=None, compare=False, repr=False)
    """The class of the event, where the source is at hand."""

    def limbs(self, numbers: Sequence[int]) -> list[int]:
        """The data of an event in the log."""
        return limbs_of(self.fields, numbers)

    def numbers(self, limbs: Sequence[int]) -> tuple[int, ...]:
        """The fields of an event with this data; EncodingError for anything that is no such data."""
        return numbers_of(self.fields, limbs)


@dataclass(frozen=True)
class Param:
    """A named, typed parameter."""

    name: str
    type: Record


@dataclass(frozen=True)
class FunctionSchema:
    """A function that can be called."""

    name: str
    id: int
    auth: Auth
    params: tuple[Param, ...]

    @property
    def width(self) -> int:
        """Limbs of all arguments."""
        return sum(param.type.width for param in self.params)


@dataclass(frozen=True)
class ContractSchema:
    """A contract's own interface; `id` is its number in the set."""

    name: str
    id: int
    state: tuple[StateVar, ...]
    events: tuple[EventSchema, ...]
    functions: tuple[FunctionSchema, ...]

    def variable(self, name: str) -> StateVar:
        """The state variable called `name`; KeyError if there is none."""
        for var in self.state:
            if var.name == name:
                return var
        raise KeyError(f"{self.name} has no state variable {name!r}")

    def event(self, name: str) -> EventSchema:
        """The event called `name`; KeyError if there is none."""
        for event in self.events:
            if event.name == name:
                return event
        raise KeyError(f"{self.name} has no event {name!r}")

    def function(self, name: str) -> FunctionSchema:
        """The function called `name`; KeyError if there is none."""
        for function in self.functions:
            if function.name == name:
                return function
        raise KeyError(f"{self.name} has no function {name!r}")


BEACON = StateVar("BEACON", 3, 0, (Record.of(ValueType.U32),), Record.of(ValueType.HASH))
"""The randomness beacon of each epoch, an entry of system contract 0 that contracts only read."""


def limbs_of(fields: Sequence[Field], numbers: Sequence[int]) -> list[int]:
    """Encodings of fields, one after the other; EncodingError for a number that a field's type has not."""
    return [part for field, number in zip(fields, numbers, strict=True) for part in field.type.limbs(number)]


def numbers_of(fields: Sequence[Field], limbs: Sequence[int]) -> tuple[int, ...]:
    """The fields that exactly these limbs encode; EncodingError when they encode none."""
    numbers = []
    for part in fields:
        numbers.append(part.type.number(limbs[: part.type.width]))
        limbs = limbs[part.type.width :]
    if limbs:
        raise _refuse(limbs, "they stand behind the last field")
    return tuple(numbers)


def _refuse(limbs: Sequence[int], why: str) -> EncodingError:
    return EncodingError("TYPED_VALUE", f"limbs {to_hex(limbs)} encode nothing of this type: {why}")
