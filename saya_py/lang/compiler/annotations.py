"""Reads the annotations of parameters and state variables."""

import ast
from dataclasses import dataclass

from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.scope import MISSING, Namespace
from saya_py.lang.compiler.shapes import Constant
from saya_py.lang.contract import Map, Var
from saya_py.lang.records import record_of
from saya_py.lang.schema import Record
from saya_py.lang.structs import Struct


@dataclass(frozen=True)
class StateType:
    """`Var[value]` without keys, or `Map[key, value]`. None stands for what is no value type."""

    keys: tuple[Record | None, ...]
    value: Record | None


def record_in(node: ast.expr, namespace: Namespace) -> Record | None:
    """The value type or struct that an annotation names, or None."""
    return record_of(namespace.annotation(unquoted(node)))


def constant_of(node: ast.expr, namespace: Namespace) -> Constant | None:
    """The type of constants that an annotation names, or None."""
    found = namespace.annotation(unquoted(node))
    if found is int:
        return Constant(int)
    return Constant(str) if found is str else None


def state_type(node: ast.expr, namespace: Namespace) -> StateType | None:
    """The state type that an annotation names; None when it is no `Var[…]` or `Map[…]`."""
    match unquoted(node):
        case ast.Subscript(value=generic, slice=argument):
            arguments = argument.elts if isinstance(argument, ast.Tuple) else [argument]
            *keys, value = [record_in(part, namespace) for part in arguments]
            found = namespace.annotation(generic)
            if (found is Var and not keys) or (found is Map and 1 <= len(keys) <= 2):
                return StateType(tuple(keys), value)
    return None


def explained(node: ast.expr, namespace: Namespace, mistake: Mistake) -> Mistake:
    """What is wrong with an annotation: `mistake`, unless one of its names says more."""
    for name in ast.walk(unquoted(node)):
        found = namespace.annotation(name) if isinstance(name, ast.Name) else None
        if isinstance(name, ast.Name) and found is MISSING:
            return _unknown(name.id)
        for cls, (why, instead) in _PYTHON.items():
            if found is cls:
                return Mistake(f"`{cls.__name__}` is no value type", why, instead)
        if isinstance(found, type) and issubclass(found, Struct) and record_of(found) is None:
            return _no_record(found.__name__)
    return mistake


def unquoted(node: ast.expr) -> ast.expr:
    """An annotation, which may be written as a string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # what Python's own parser raises
            return node
    return node


_NO_SIZE = "a proof has to know how large every value can be"
_PYTHON: dict[type, tuple[str, str]] = {
    int: (f"{_NO_SIZE}, and an `int` has no limit", "write U32 or U64 (or U8, U16, U128)"),
    str: (f"{_NO_SIZE}, and a text has no limit", "give each text a number, and keep the number: `U32`"),
    float: ("a circuit computes with whole numbers", "write U32 or U64, and count in a smaller unit"),
    list: (f"{_NO_SIZE}, and a list has no limit", "declare a `Map` from the place to the value"),
    dict: (f"{_NO_SIZE}, and a dict has no limit", "declare a `Map`"),
    set: (f"{_NO_SIZE}, and a set has no limit", "declare a `Map` to `Bool`"),
}
"""Types of Python that users try, with what they want instead."""


def _unknown(name: str) -> Mistake:
    return Mistake(
        f"`{name}` is not known here",
        "names in annotations are looked up in the class, around its functions, and in the module",
        "import it, declare it in the module, or correct its spelling",
    )


def _no_record(name: str) -> Mistake:
    return Mistake(
        f"the struct `{name}` is more, or less, than fields of value types",
        "a struct is encoded field by field: it inherits nothing, has no methods and no defaults",
        "declare `class Name(Struct):` with fields of Bool, U8, U16, U32, U64, U128, Felt, Hash or User",
    )
