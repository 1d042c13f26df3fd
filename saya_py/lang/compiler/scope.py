"""What names mean inside a contract."""

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from types import CellType, FunctionType, ModuleType
from typing import get_args

from saya_py.lang.compiler.operands import Operand

MISSING = object()
"""Stands for a name that means nothing; no contract can get hold of it."""


class Namespace:
    """Names around a function: what its closure, its module and Python itself define.

    `scope` is the body of the class that the function stands in, which only annotations see.
    """

    def __init__(self, function: FunctionType, scope: type | None = None) -> None:
        closure = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        self._names = [{name: _content(cell) for name, cell in closure}, function.__globals__, vars(builtins)]
        members: Mapping[str, object] = vars(scope) if scope else {}
        self._annotated = [members, *self._names, dict(_mentioned(function)), dict(_mentioned(scope))]

    def lookup(self, name: str) -> object:
        """The object called `name`, or `MISSING`."""
        return _lookup(self._names, name)

    def annotation(self, node: ast.expr) -> object:
        """The object that a (dotted) name in an annotation stands for, or `MISSING`."""
        match node:
            case ast.Name(id=name):
                return _lookup(self._annotated, name)
            case ast.Attribute(value=owner, attr=name):
                found = self.annotation(owner)
                return getattr(found, name, MISSING) if isinstance(found, ModuleType | type) else MISSING
            case _:
                return MISSING


class Locals:
    """Local variables of one function. As in Python, a name assigned anywhere in it is local everywhere."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.values: dict[str, Operand] = {}
        """What the variables hold on the current path; one that is not assigned yet is missing."""


def assigned_names(function: ast.FunctionDef) -> frozenset[str]:
    """Parameters and all names that a function binds."""
    params = (arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg))
    return frozenset([*params, *(name for statement in function.body for name in bound_names(statement))])


def bound_names(statement: ast.stmt) -> Iterator[str]:
    """All names that a statement binds, also by syntax that the language does not have."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name


def _lookup(scopes: Sequence[Mapping[str, object]], name: str) -> object:
    return next((names[name] for names in scopes if name in names), MISSING)


def _mentioned(owner: FunctionType | type | None) -> Iterator[tuple[str, type]]:
    """Classes in evaluated annotations: those that are local to a function are found nowhere else."""
    for annotation in getattr(owner, "__annotations__", {}).values():
        for part in (annotation, *get_args(annotation)):
            if isinstance(part, type):
                yield part.__name__, part


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # not assigned yet
        return MISSING
