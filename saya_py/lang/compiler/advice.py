"""Texts of mistakes: what happened, why it is unsound or impossible, what to write instead."""

from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.shapes import an

NO_CONSTANT = "state the value itself (an int, a str, U32(…)), or name it in the class: `PRICE = 3`"


def no_condition(what: str) -> Mistake:
    """A value stands where a condition is needed."""
    why = "whether a number counts as true would depend on the call, and nothing says what is meant"
    return Mistake(f"{what} is no condition", why, "compare it, for instance `… != 0`")


_INTS = "plain Python holds an `int` here, on one path at least, and an `int` has no range; a proof has to know it"
UNTYPED = Mistake(
    "neither of these numbers has a type of its own",
    _INTS,
    "give the constant a type where it is assigned, as in `U32(3)`",
)
UNTYPED_ONE = Mistake(
    "this number has no type of its own",
    _INTS,
    "give the constant a type where it is assigned, as in `U32(3)`",
)


def types_differ(left: str, right: str) -> Mistake:
    """Two operands have different types."""
    why = "the two have different ranges and encodings, and nothing says which one is meant"
    return Mistake(f"{left} and {right} do not mix", why, "declare both with one type, or cast one: `U64(x)`")


def constant_range(number: int, label: str) -> Mistake:
    """A constant does not fit."""
    why = f"{an(label)} has no encoding for it"
    return Mistake(f"{number} is no {label}", why, f"use a number that {an(label)} holds")


def not_a(what: str, label: str) -> Mistake:
    """Something of another type stands where a `label` is needed."""
    why = f"{an(label)} is needed here, and values are never converted silently"
    return Mistake(f"{what} is no {label}", why, f"write {an(label)}; a number is cast by `{label}(x)`")


def not_constant(what: str, label: str) -> Mistake:
    """Something that only a call knows stands where a constant is needed."""
    why = "it has to be known while compiling, since a circuit is laid out with it"
    return Mistake(f"{what} is no constant `{label}`", why, "pass a constant, or declare a value type such as U32")


def no_constant(name: str, kind: str) -> Mistake:
    """A name stands for something that a circuit cannot hold."""
    why = f"it is {an(kind)}, which is neither a constant of the language nor part of the state"
    return Mistake(f"`{name}` cannot be used in a contract function", why, NO_CONSTANT)


def no_operand(what: str) -> Mistake:
    """Something without a value stands in an operation."""
    return Mistake(
        f"{what} is no operand", "operations take values and constants", "name an entry, a value or a constant"
    )


def no_result(left: str, right: str | None, why: str) -> Mistake:
    """An operation on constants has no result."""
    operands = left if right is None else f"{left} and {right}"
    return Mistake(f"no result for {operands}", why, NO_CONSTANT)


def no_call(what: str, name: str = "") -> Mistake:
    """A call of something that is not part of the language; `name` is Python's own name of it."""
    why = "what it does would run once, while the circuit is laid out, and not in each call"
    instead = _INSTEAD_OF.get(name, "write its statements in place, or in a helper with annotations")
    return Mistake(f"{what} cannot be called in a contract function", why, instead)


_INSTEAD_OF = {
    "abs": "write `max(a, b) - min(a, b)`",
    "all": "write the conditions with `and`",
    "any": "write the conditions with `or`",
    "bool": "compare: `x != 0`",
    "divmod": "write `a // b` and `a % b`",
    "enumerate": "write `for i in range(len(VALUES)):` and `VALUES[i]`",
    "hash": "write `poseidon(x)`",
    "int": "values keep their types; cast with `U64(x)`, or declare a constant",
    "pow": "multiply, in a `for` loop over a `range`",
    "print": "emit an event; tests can look at the state",
    "str": "messages are constants; numbers cannot stand in them",
    "sum": "add in a `for` loop",
    "zip": "write a tuple of tuples of constants",
}
