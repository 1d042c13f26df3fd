"""Reads the annotations of parameters and state variables."""

import ast
from dataclasses import dataclass

from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.compiler.shapes import Constant
from saya_py.lang.contract import Map, Var
from saya_py.lang.records import record_of
from saya_py.lang.schema import Record


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


def unquoted(node: ast.expr) -> ast.expr:
    """An annotation, which may be written as a string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return node
    return node
