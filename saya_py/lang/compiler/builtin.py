"""Functions of Python and of the language that contracts call."""

from collections.abc import Callable
from typing import Any

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.arguments import Passed
from saya_py.lang.compiler.coercion import is_untyped
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import POISON, Operand, Static, StructValue, Traced, TupleValue
from saya_py.lang.compiler.symbols import no_order
from saya_py.lang.types import is_integer
from saya_py.lang.user_hash import poseidon

Builtin = Callable[[Frame, Passed], Operand]


def find_builtin(function: object) -> Builtin | None:
    """What a function that Python or the language defines does in a contract."""
    return next((done for known, done in _BUILTINS if known is function), None)


def _range(frame: Frame, passed: Passed) -> Operand:
    numbers = [arg.value for arg in passed.values if isinstance(arg, Static) and type(arg.value) is int]
    if len(numbers) < len(passed.values) or passed.named or not 1 <= len(numbers) <= 3 or numbers[2:] == [0]:
        return frame.report(passed.call, NO_RANGE)
    return Static(range(*numbers))


def _length(frame: Frame, passed: Passed) -> Operand:
    match passed.values:
        case [TupleValue(items=items)]:
            return Static(len(items))
    return frame.report(passed.call, NO_LENGTH)


def _poseidon(frame: Frame, passed: Passed) -> Operand:
    inputs: list[Traced] = []
    for arg in passed.positional:
        match arg.value:
            case Traced(loose=False) as value:
                inputs.append(value)
            case StructValue(fields=fields):
                inputs += fields
            case Static(value=bool(flag)):
                inputs.append(frame.body.constant(ValueType.BOOL, int(flag)))
            case _:
                return frame.report(arg.node, _no_input(describe(arg.value), is_untyped(arg.value)))
    if not inputs or passed.named:
        return frame.report(passed.call, NO_INPUT)
    return frame.body.hash(inputs)


def _extreme(choose: Callable[..., int], largest: bool) -> Builtin:
    """`min` or `max`, as Python goes through the values; the result has their type as soon as one has a type."""

    def run(frame: Frame, passed: Passed) -> Operand:
        if len(passed.positional) < 2 or passed.named:
            return frame.report(passed.call, TWO_VALUES)
        result = passed.values[0]
        for arg in passed.positional[1:]:
            other = arg.value
            if isinstance(result, Static) and isinstance(other, Static) and is_untyped(result) and is_untyped(other):
                numbers: Any = (result.value, other.value)
                result = Static(choose(*numbers))
                continue
            pair = frame.coercion.pair(result, other, passed.call)
            if pair is None:
                return POISON
            a, b = pair
            if not is_integer(a.type):
                return frame.report(passed.call, no_order(a.type))
            better = frame.body.less(a, b) if largest else frame.body.less(b, a)
            made = frame.body.logic.select(better, b, a)
            result = Traced(made.id, made.type, loose=is_untyped(result) and is_untyped(other))
        return result

    return run


_BUILTINS: tuple[tuple[object, Builtin], ...] = (
    (range, _range),
    (len, _length),
    (min, _extreme(min, largest=False)),
    (max, _extreme(max, largest=True)),
    (poseidon, _poseidon),
)

NO_RANGE = Mistake(
    "`range` takes one to three whole numbers that are known while compiling",
    "a circuit is laid out before any call, so how often a loop runs must be known then",
    "go through a `range` of constants that is long enough, and `break` when it is enough",
)
NO_LENGTH = Mistake(
    "`len` counts a tuple",
    "nothing else in the language has a length",
    "keep a count in a state variable",
)
NO_INPUT = Mistake(
    "`poseidon` takes one value or more, one after the other",
    "it hashes the limbs of all of them",
    "write `poseidon(a, b)`",
)
TWO_VALUES = Mistake(
    "`min` and `max` take two unsigned values or more, one after the other",
    "the language has no collections to go through",
    "write `min(a, b)`",
)


def _no_input(what: str, untyped: bool) -> Mistake:
    if untyped:
        instead = "give the constant a type, as in `poseidon(U32(3))`"
        return Mistake(f"{what} cannot be hashed", "its type decides which limbs are hashed", instead)
    return Mistake(f"{what} cannot be hashed", "only values have limbs", "pass values and structs")
