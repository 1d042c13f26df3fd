"""Casts and typed constants: `U32(x)`."""

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.arguments import Passed
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import POISON, Choice, Operand, Static, Traced

NO_NUMBERS = (ValueType.HASH,)
"""Types whose values are not numbers, so that they are not cast."""


def cast(frame: Frame, ty: ValueType, passed: Passed) -> Operand:
    """A constant of type `ty`, or the number of a value in it."""
    call = passed.call
    if len(passed.positional) != 1 or passed.named:
        return frame.report(call, _one_argument(ty.label))
    operand = passed.positional[0].value
    if ty is ValueType.BOOL:
        return frame.report(call, NO_TRUTH)
    match operand:
        case Static(value=bool(flag)) if ty is not ValueType.HASH:
            return frame.body.constant(ty, int(flag))
        case Static(value=int(number)) if type(number) is int:
            return frame.coercion.number(number, ty, call) or POISON
        case Choice():
            return frame.coercion.to(operand, ty, call) or POISON
        case Traced(type=source) if source is ty and ty is not ValueType.HASH:
            return frame.body.cast(operand, ty)
        case Traced(type=source) if ty not in NO_NUMBERS and source not in NO_NUMBERS:
            if operand.loose and source.limit > ty.limit:
                return frame.report(call, advice.UNTYPED_ONE)
            return frame.body.cast(operand, ty)
    return frame.report(call, _no_cast(describe(operand), ty))


NO_TRUTH = Mistake(
    "Bool(…) is no cast",
    "whether a number counts as true would depend on the call, and nothing says what is meant",
    "compare it: `x != 0`",
)


def _one_argument(label: str) -> Mistake:
    return Mistake(
        f"{label}(…) takes one number",
        "it makes a constant, or gives the number of a value another type",
        f"write `{label}(3)` or `{label}(x)`",
    )


def _no_cast(what: str, ty: ValueType) -> Mistake:
    if ty is ValueType.HASH:
        return Mistake(
            f"{what} cannot be cast to Hash",
            "a hash is no number but four elements of the field",
            "hash it: `poseidon(x)`; `Hash(…)` makes a constant",
        )
    return Mistake(
        f"{what} cannot be cast to {ty.label}",
        "a cast gives the same number another type, and this is no number",
        f"cast a number; the elements of a hash are numbers: `{ty.label}(h[0])`",
    )
