"""The operations of one function, in program order."""

from typing import Any, TypeAlias

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.operands import Traced
from saya_py.lang.types import ir_name

Op: TypeAlias = dict[str, Any]
"""One operation in the JSON form of the IR (`prover/executor/src/ir.rs`), but with state variables and events as
objects: the numbers that the IR gives them are known when all functions are traced."""

MAX_STEPS = 30_000
"""Operations and statements of one function, loops and helpers written out; more would never fit a circuit."""


class TooLong(Exception):
    """A function takes more than `MAX_STEPS` steps."""


class Code:
    """Operations, each pure one only once, and the constants among them."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._steps = 0
        self._numbers: dict[int, int] = {}
        self._made: dict[tuple[object, ...], Traced] = {}

    def step(self, count: int = 1) -> None:
        """Counts steps; TooLong when there are too many."""
        self._steps += count
        if self._steps > MAX_STEPS:
            raise TooLong

    def constant(self, ty: ValueType, number: int) -> Traced:
        """A number that fits its type."""
        made = self.pure({"op": "const", "ty": ir_name(ty), "limbs": ty.limbs(number)}, ty)
        self._numbers[made.id] = number
        return made

    def number(self, value: Traced) -> int | None:
        """The number of a value that is known while compiling."""
        return self._numbers.get(value.id)

    def pure(self, op: Op, ty: ValueType, *, commutes: bool = False) -> Traced:
        """The value of an operation that cannot fail and has no effect; equal ones are made once."""
        same = op | {"a": op["b"], "b": op["a"]} if commutes and op["a"] > op["b"] else op
        key = tuple(tuple(part) if isinstance(part, list) else part for part in same.values())
        if key not in self._made:
            self._made[key] = Traced(self.append(op), ty)
        return self._made[key]

    def append(self, op: Op) -> int:
        """Adds an operation; its index."""
        self.step()
        self.ops.append(op)
        return len(self.ops) - 1
