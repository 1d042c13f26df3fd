"""What the annotations of a class stand for, also those written as text."""

import ast
import builtins
import inspect
from collections.abc import Mapping
from types import FrameType, ModuleType


def hints(cls: type, around: FrameType) -> dict[str, object]:
    """Annotations of a class whose `class` statement `around` is running; None for a name that stands for nothing."""
    names = _names(around)
    return {name: _resolved(hint, names) for name, hint in inspect.get_annotations(cls).items()}


def _names(frame: FrameType) -> Mapping[str, object]:
    """What a class statement sees, and what the classes around it see."""
    names = dict(frame.f_locals)
    outer: FrameType | None = frame
    while (
        outer is not None and not outer.f_code.co_flags & inspect.CO_OPTIMIZED and outer.f_locals is not outer.f_globals
    ):
        outer = outer.f_back
        names = dict(outer.f_locals) | names if outer else names
    return vars(builtins) | frame.f_globals | names


def _resolved(hint: object, names: Mapping[str, object]) -> object:
    """The hint itself, unless it is the text of a (dotted) name."""
    if not isinstance(hint, str):
        return hint
    try:
        return _object(ast.parse(hint, mode="eval").body, names)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what Python's own parser raises
        return None


def _object(node: ast.expr, names: Mapping[str, object]) -> object:
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=owner, attr=name):
            module = _object(owner, names)
            return getattr(module, name, None) if isinstance(module, ModuleType) else None
        case ast.Constant(value=str() as text):  # text within text
            return _resolved(text, names)
    return None
