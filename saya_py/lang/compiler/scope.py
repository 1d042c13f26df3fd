"""What names mean inside a contract."""

import ast
import builtins
from collections.abc import Mapping
from types import CellType, FunctionType, ModuleType

from saya_py.lang.compiler.operands import Operand

MISSING = object()
"""Stands for a name that means nothing; no contract can get hold of it."""


class Namespace:
    """Names around a function: what its closure, its module and Python itself define."""

    def __init__(self, function: FunctionType) -> None:
        closure = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        self._closure = {name: _content(cell) for name, cell in closure}
        self._module: Mapping[str, object] = function.__globals__

    def lookup(self, name: str) -> object:
        """The object called `name`, or `MISSING`."""
        for names in (self._closure, self._module, vars(builtins)):
            if name in names:
                return names[name]
        return MISSING

    def resolve(self, node: ast.expr) -> object:
        """The object that a (dotted) name stands for, or `MISSING`. Only modules are looked into."""
        match node:
            case ast.Name(id=name):
                return self.lookup(name)
            case ast.Attribute(value=owner, attr=name):
                module = self.resolve(owner)
                return getattr(module, name, MISSING) if isinstance(module, ModuleType) else MISSING
            case _:
                return MISSING


class Locals:
    """Local variables of one function. As in Python, a name assigned anywhere in it is local everywhere."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self.names = assigned_names(function)
        self.values: dict[str, Operand] = {}
        """What the variables hold on the current path; one that is not assigned yet is missing."""


def assigned_names(function: ast.FunctionDef) -> frozenset[str]:
    """Parameters and all names that a function binds."""
    params = {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    stores = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(params | stores)


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # not assigned yet
        return MISSING
