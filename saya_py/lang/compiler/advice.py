"""Texts of mistakes: what happened, why it is unsound or impossible, what to write instead."""

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.shapes import an, shown
from saya_py.lang.schema import Record

NO_CONSTANT = "state the value itself (an int, a str, U32(…)), or name it in the class: `PRICE = 3`"


def no_condition(what: str) -> Mistake:
    """A value stands where a condition is needed."""
    why = "whether a number counts as true would depend on the call, and nothing says what is meant"
    return Mistake(f"{what} is no condition", why, "compare it, for instance `… != 0`")


def never_condition(what: str) -> Mistake:
    """What is no value, or no value of a call, stands where a condition is needed."""
    why = "a condition is a Bool: a comparison, or something declared as one"
    return Mistake(f"{what} is no condition", why, "compare a value, for instance `x == 3`, or write True or False")


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


def types_differ(left: str, right: str, wider: str = "") -> Mistake:
    """Two operands have different types; `wider` is the one that holds all numbers of the other, if there is one."""
    why = "the two have different ranges and encodings, and nothing says which one is meant"
    instead = (
        f"cast one, as in `{wider}(x)`, or declare both with one type" if wider else "compare and compute in one type"
    )
    return Mistake(f"{left} and {right} do not mix", why, instead)


def constant_range(number: int, ty: ValueType) -> Mistake:
    """A constant does not fit."""
    why = f"{an(ty.label)} is a whole number from 0 to {ty.limit - 1}"
    if ty is ValueType.HASH:
        why = "a Hash has four words of 8 bytes, each below 2**64 - 2**32 + 1"
    return Mistake(f"{shown(number)} is no {ty.label}", why, "use a constant in this range, or another type")


def not_a(what: str, ty: ValueType | Record) -> Mistake:
    """Something of another type stands where a value of `ty` is needed."""
    label = ty.name if isinstance(ty, Record) else ty.label
    why = f"{an(label)} is needed here, and values are never converted silently"
    if isinstance(ty, Record):
        instead = f"make one: `{label}(…)`"
    else:
        instead = _MAKING.get(ty, f"write {an(label)}; a number is cast by `{label}(x)`")
    return Mistake(f"{what} is no {label}", why, instead)


_MAKING = {
    ValueType.BOOL: "write True or False, or compare: `x != 0`",
    ValueType.HASH: "take a Hash from a parameter or from the state, or make one by `poseidon(…)`",
}


def not_constant(what: str, label: str) -> Mistake:
    """Something that only a call knows stands where a constant is needed."""
    why = "it has to be known while compiling, since a circuit is laid out with it"
    return Mistake(f"{what} is no constant `{label}`", why, "pass a constant, or declare a value type such as U32")


def no_constant(name: str, kind: str) -> Mistake:
    """A name stands for something that a circuit cannot hold."""
    why = f"it is {an(kind)}, which is neither a constant of the language nor part of the state"
    instead = _INSTEAD_OF_KIND.get(kind, NO_CONSTANT)
    return Mistake(f"`{name}` cannot be used in a contract function", why, instead)


_INSTEAD_OF_KIND = {
    "dict": "write a tuple of pairs, as in `((1, 10), (2, 30))`, or a `Map` if it changes",
    "float": "count in a smaller unit, as cents instead of euros",
    "list": "write a tuple, as in `(1, 2)`, or a `Map` if it changes",
    "set": "write a tuple, as in `(1, 2)`, or a `Map` to `Bool` if it changes",
}


def no_operand(what: str) -> Mistake:
    """Something without a value stands in an operation."""
    return Mistake(
        f"{what} is no operand", "operations take values and constants", "name an entry, a value or a constant"
    )


def no_result(left: str, right: str | None, why: str) -> Mistake:
    """An operation on constants has no result."""
    operands = left if right is None else f"{left} and {right}"
    return Mistake(f"no result for {operands}", why, "write the constant itself, or compute it from whole numbers")


def never_called(what: str, instead: str) -> Mistake:
    """A call of a value, or of something that holds values."""
    return Mistake(
        f"{what} cannot be called", "methods, functions, types and structs are called, values are not", instead
    )


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
