"""Finds what a source imports from outside the project, so that nobody depends on what a manifest does not have."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass

_ALLOWED = sys.stdlib_module_names | {"saya_py"}


@dataclass(frozen=True)
class Foreign:
    """An import of something that is neither the project's nor Python's."""

    line: int
    module: str


def foreign_imports(source: bytes, own: Set[str]) -> list[Foreign]:
    """What `source` imports when it is imported, but for Python's library, `saya_py` and the packages of `own`."""
    packages = {name.partition(".")[0] for name in own} | _ALLOWED
    found = (Foreign(node.lineno, name) for node in _executed(ast.parse(source)) for name in _modules(node))
    return [each for each in found if each.module.partition(".")[0] not in packages]


def _modules(node: ast.stmt) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case _:
            return []


def _executed(node: ast.AST) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported: not those in functions, and not what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                pass
            case ast.If(test=test) if _for_type_checkers(test):
                yield from _executed(ast.Module(child.orelse, []))
            case ast.stmt():
                yield child
                yield from _executed(child)
            case _:
                yield from _executed(child)


def _for_type_checkers(test: ast.expr) -> bool:
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False
