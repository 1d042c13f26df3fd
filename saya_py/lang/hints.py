"""What annotations stand for, also those written as text."""

import ast
import builtins
import inspect
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import FunctionType, ModuleType


def hints(annotated: type | FunctionType) -> dict[str, object]:
    """Annotations of a class body, or of parameters and `return`; None for a name that stands for nothing."""
    names = _names(annotated)
    return {name: resolve(hint, names) for name, hint in inspect.get_annotations(annotated).items()}


def resolve(hint: object, names: Mapping[str, object]) -> object:
    """The object that an annotation stands for: itself, unless it is the text of a (dotted) name."""
    if not isinstance(hint, str):
        return hint
    try:
        return _object(ast.parse(hint, mode="eval").body, names)
    except SyntaxError:
        return None


def names_around(function: FunctionType) -> dict[str, object]:
    """What the names of a function's closure and module, and Python's own, stand for."""
    names = vars(builtins) | function.__globals__
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with suppress(ValueError):  # not assigned yet
            names[name] = cell.cell_contents
    return names


def _object(node: ast.expr, names: Mapping[str, object]) -> object:
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=owner, attr=name):
            module = _object(owner, names)
            return getattr(module, name, None) if isinstance(module, ModuleType) else None
        case ast.Constant(value=str() as text):  # text within text
            return resolve(text, names)
    return None


def _names(annotated: type | FunctionType) -> Mapping[str, object]:
    if isinstance(annotated, FunctionType):
        return names_around(annotated)
    module = sys.modules.get(annotated.__module__)
    return vars(builtins) | (vars(module) if module else {})
