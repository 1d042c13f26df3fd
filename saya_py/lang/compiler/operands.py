"""What expressions stand for while a function is traced."""

from dataclasses import dataclass, field
from typing import TypeAlias

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.schema import EventSchema, Record, StateVar


@dataclass(frozen=True, eq=False)
class Static:
    """A Python object that is known before any call: a constant, a class, a module."""

    value: object

    def __eq__(self, other: object) -> bool:
        """Whether both are the same constant: to Python `True == 1`, here they are of two types."""
        if not isinstance(other, Static) or type(self.value) is not type(other.value):
            return False
        return self.value is other.value or (isinstance(self.value, int | str) and self.value == other.value)

    def __hash__(self) -> int:
        return hash(type(self.value))


@dataclass(frozen=True)
class Traced:
    """A value that is known only when a call runs: the value of operation `id`.

    It is `loose` when plain Python may hold a plain `int` in its place, because a constant without a type met a
    typed value where two paths join. Python's own arithmetic knows no ranges, so a loose value only ever meets
    values that are not.
    """

    id: int
    type: ValueType
    loose: bool = False


@dataclass(frozen=True)
class Choice:
    """One of two untyped constants (or choices), as `condition` says; it takes its type from what it meets."""

    condition: Traced
    then: "Static | Choice"
    orelse: "Static | Choice"


@dataclass(frozen=True)
class TupleValue:
    """Operands side by side, which loops go through and assignments unpack."""

    items: tuple["Operand", ...]
    size: int = field(init=False)
    """Operands in it and in the tuples in it."""

    def __post_init__(self) -> None:
        """Counts what is in it."""
        parts = (item.size if isinstance(item, TupleValue) else 1 for item in self.items)
        object.__setattr__(self, "size", sum(parts))


@dataclass(frozen=True)
class StructValue:
    """A struct: one value for each field."""

    record: Record
    fields: tuple[Traced, ...]


@dataclass(frozen=True)
class EventRef:
    """An event that a contract declares."""

    schema: EventSchema


@dataclass(frozen=True)
class EventValue:
    """An event with its data, ready to be emitted."""

    schema: EventSchema
    fields: tuple[Traced, ...]


@dataclass(frozen=True)
class MapRef:
    """A `Map` as a whole."""

    declared: StateVar


@dataclass(frozen=True)
class SelfRef:
    """A contract: the one whose method is traced, or one that it is linked to."""

    contract: int
    name: str
    linked: bool = False


@dataclass(frozen=True)
class MethodRef:
    """A function or helper of a contract."""

    contract: int
    name: str


@dataclass(frozen=True)
class BoundMethod:
    """A method that the language itself defines: `self.emit`, `self.beacon`, `order.replace`."""

    name: str
    owner: "SelfRef | StructValue"


@dataclass(frozen=True)
class Unusable:
    """A local variable that has no one value here; the mistake is reported where it is used."""

    mistake: Mistake


@dataclass(frozen=True)
class Poison:
    """Stands for an expression whose mistake was reported; whatever uses it is not reported again."""


Operand: TypeAlias = (
    Static
    | Traced
    | Choice
    | TupleValue
    | StructValue
    | EventRef
    | EventValue
    | MapRef
    | SelfRef
    | MethodRef
    | BoundMethod
    | Unusable
    | Poison
)
POISON = Poison()
