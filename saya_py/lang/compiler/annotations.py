"""Reads the annotations of parameters and state variables."""

import ast
from dataclasses import dataclass

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.scope import Namespace
from saya_py.lang.contract import Map, Var
from saya_py.lang.types import type_of


@dataclass(frozen=True)
class StateType:
    """`Var[value]` without keys, or `Map[key, value]`. None stands for what is no value type."""

    keys: tuple[ValueType | None, ...]
    value: ValueType | None


def value_type(node: ast.expr, namespace: Namespace) -> ValueType | None:
    """The value type that an annotation names, or None."""
    return type_of(namespace.resolve(_unquoted(node)))


def state_type(node: ast.expr, namespace: Namespace) -> StateType | None:
    """The state type that an annotation names; None when it is no `Var[…]` or `Map[…]`."""
    match _unquoted(node):
        case ast.Subscript(value=generic, slice=argument):
            arguments = argument.elts if isinstance(argument, ast.Tuple) else [argument]
            types = [value_type(part, namespace) for part in arguments]
            if namespace.resolve(generic) is Var and len(types) == 1:
                return StateType((), types[0])
            if namespace.resolve(generic) is Map and len(types) == 2:
                return StateType((types[0],), types[1])
    return None


def _unquoted(node: ast.expr) -> ast.expr:
    """An annotation may be written as a string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return node
    return node
