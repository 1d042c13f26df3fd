"""Finds the source of a contract class."""

import ast
import hashlib
import inspect
import linecache
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType

from saya_py.lang.compiler.diagnostics import CompileFailed, Diagnostic, Mistake, Span
from saya_py.lang.contract import Contract


@dataclass(frozen=True)
class ClassSource:
    """A contract class and its syntax tree."""

    cls: type[Contract]
    file: str
    text: str
    node: ast.ClassDef

    @property
    def sha256(self) -> str:
        """Digest of the whole file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def methods(self) -> Mapping[str, FunctionType]:
        """The functions in the class body, by name."""
        return _methods(self.cls)


def find_source(cls: type[Contract]) -> ClassSource:
    """The source of `cls`; CompileFailed when it cannot be read."""
    methods = _methods(cls)
    lines = [function.__code__.co_firstlineno for function in methods.values()]
    file = next((function.__code__.co_filename for function in methods.values()), None) or _file(cls)
    text = "".join(linecache.getlines(file))
    try:
        tree = ast.parse(text, file)
    except SyntaxError as error:  # the file was changed after it was imported
        raise _unavailable(cls, file, f"it no longer parses: {error.msg}") from None
    for name, node in _classes(tree, ""):
        inside = all(node.lineno <= line <= (node.end_lineno or node.lineno) for line in lines)
        if name == cls.__qualname__ and inside:
            return ClassSource(cls, file, text, node)
    raise _unavailable(cls, file, "its text has no such class")


def _methods(cls: type[Contract]) -> dict[str, FunctionType]:
    return {name: value for name, value in vars(cls).items() if isinstance(value, FunctionType)}


def _file(cls: type[Contract]) -> str:
    try:
        return inspect.getfile(cls)
    except (TypeError, OSError):
        return "<unknown>"


def _classes(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """All classes below `node` with their qualified names."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef():
                yield prefix + child.name, child
                yield from _classes(child, f"{prefix}{child.name}.")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _classes(child, f"{prefix}{child.name}.<locals>.")
            case _:
                yield from _classes(child, prefix)


def _unavailable(cls: type[Contract], file: str, reason: str) -> CompileFailed:
    mistake = Mistake(
        f"the source of {cls.__qualname__} is not available: {reason}",
        "a contract is compiled from its source text, which is looked up in the file that defined it",
        "define the contract in a file and import it again after every change",
    )
    return CompileFailed([Diagnostic(Span(file, 1, 1, 1, 1), "", mistake)])
