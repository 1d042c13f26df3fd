"""What an expression stands for while a function is traced."""

from dataclasses import dataclass
from typing import TypeAlias

from saya_py.core.keys import ValueType
from saya_py.lang.schema import StateVar


@dataclass(frozen=True)
class Static:
    """A Python object that is known before any call: a constant, a class, a module."""

    value: object


@dataclass(frozen=True)
class Traced:
    """A value that is known only when a call runs: the value of operation `id`."""

    id: int
    type: ValueType


@dataclass(frozen=True)
class MapRef:
    """A `Map` as a whole."""

    declared: StateVar


@dataclass(frozen=True)
class SelfRef:
    """The contract itself."""


@dataclass(frozen=True)
class Poison:
    """Stands for an expression whose mistake was reported; whatever uses it is not reported again."""


Operand: TypeAlias = Static | Traced | MapRef | SelfRef | Poison
POISON = Poison()
