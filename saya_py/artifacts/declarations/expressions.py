"""Expressions that compute a value and do nothing else."""

from __future__ import annotations

import ast

from saya_py.artifacts.declarations.names import Names

# Kinds of nodes that do nothing but combine values; their parts are looked at as well.
_HARMLESS = (
    ast.Constant,
    ast.Name,
    ast.Subscript,
    ast.Slice,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.Starred,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.comprehension,
    ast.keyword,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
)


def effect(node: ast.AST, names: Names) -> ast.AST | None:
    """The first part of an expression that may do more than compute a value; None when there is none."""
    match node:
        case ast.Call(func=ast.Name(id=name), keywords=keywords):
            if not names.makes_values(name) and (keywords or not names.is_builtin(name)):
                return node
        case ast.Attribute(attr=attr):
            if attr.startswith("_"):
                return node
        case _ if not isinstance(node, _HARMLESS):
            return node
    return next((found for child in ast.iter_child_nodes(node) if (found := effect(child, names))), None)
