"""How operators are written, and what to write instead of one that a type does not have."""

import ast

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.operands import Operand
from saya_py.lang.compiler.shapes import an
from saya_py.lang.schema import Record

SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}

_NO_CIRCUIT = "the language has no circuit for it"
_WHOLE = "values are whole numbers, and Python's `/` makes a fraction"
_INSTEAD: dict[ValueType, str] = {
    ValueType.BOOL: "write `and`, `or`, `not`, `==` or `!=`; to count, cast it: `U32(flag)`",
    ValueType.FELT: "cast it to an unsigned type, as in `U64(x)`, and back: `Felt(…)`",
    ValueType.HASH: "take its elements `h[0]` to `h[3]`, or hash it with something: `poseidon(h, x)`",
    ValueType.USER: "cast it: `U32(user)`, and back: `User(number)`",
    ValueType.U128: "cast parts of it, as in `U64(x % 2**64)`",
}


def no_operator(op: ast.operator, ty: ValueType | Record) -> Mistake:
    """An operator that a type does not have."""
    if isinstance(ty, Record):
        return Mistake(f"{an(ty.name)} has no `{SYMBOLS[type(op)]}`", _NO_CIRCUIT, "apply it to the fields")
    what = f"{an(ty.label)} has no `{SYMBOLS[type(op)]}`"
    match op:
        case ast.Div() if ty.unsigned_bits:
            return Mistake(what, _WHOLE, "write `//`, which rounds down")
        case ast.Div():
            return Mistake(what, _WHOLE, _INSTEAD[ty])
        case ast.Pow():
            return Mistake(what, _NO_CIRCUIT, "multiply as often as needed, in a `for` loop over a `range`")
    return Mistake(what, _NO_CIRCUIT, _INSTEAD.get(ty, "write it with the operators that there are"))


def no_unary(op: ast.unaryop, operand: Operand) -> Mistake:
    """An operator in front of something that does not have it."""
    instead = "subtract it from something" if isinstance(op, ast.USub) else "use the value itself"
    return Mistake(f"`{SYMBOLS[type(op)]}` does not apply to {describe(operand)}", _NO_CIRCUIT, instead)


def no_order(ty: ValueType | Record) -> Mistake:
    """An order of values that have none."""
    if isinstance(ty, Record):
        return Mistake(f"{an(ty.name)} has no order", _NO_CIRCUIT, "compare its fields")
    instead = {
        ValueType.FELT: "cast both to U64: the field has no order",
        ValueType.USER: "use == or !=; to order users by number, cast both to U32",
    }
    return Mistake(f"{an(ty.label)} has no order", _NO_CIRCUIT, instead.get(ty, "use == or !="))


def no_comparison(op: ast.cmpop) -> Mistake:
    """`is` and `in`."""
    if isinstance(op, ast.In | ast.NotIn):
        why = "the language has no collections that a value could be searched in"
        return Mistake(f"`{SYMBOLS[type(op)]}` does not apply to a value", why, "compare with each: `x == 1 or x == 2`")
    why = "whether two values are one Python object says nothing about the values"
    return Mistake(f"`{SYMBOLS[type(op)]}` does not apply to a value", why, "use == or !=")
