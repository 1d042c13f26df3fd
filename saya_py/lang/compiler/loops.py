"""What a `for` loop goes through."""

from collections.abc import Iterable

from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static, TupleValue


def items_of(operand: Operand) -> Iterable[Operand] | None:
    """What a loop through `operand` assigns, in order; None when that is not known while compiling."""
    match operand:
        case Poison():
            return (POISON,)
        case TupleValue(items=items):
            return items
        case Static(value=range() as numbers):
            return (Static(number) for number in numbers)  # one by one: there may be too many
    return None
