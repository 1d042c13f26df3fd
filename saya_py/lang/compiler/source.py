"""Finds the source of contract classes and of functions."""

import ast
import hashlib
import inspect
import linecache
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import FunctionType

from saya_py.core.errors import UserError
from saya_py.lang.compiler.diagnostics import CompileFailed, Diagnostic, Mistake, Span
from saya_py.lang.compiler.scope import assigned_names
from saya_py.lang.compiler.shapes import an
from saya_py.lang.contract import Contract


@dataclass(frozen=True)
class SourceFile:
    """A file and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def sha256(self) -> str:
        """Digest of the whole file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class FunctionSource:
    """A function, its file, and its syntax tree."""

    function: FunctionType
    file: SourceFile
    node: ast.FunctionDef

    @cached_property
    def local_names(self) -> frozenset[str]:
        """The names that are local variables of the function."""
        return assigned_names(self.node)

    @cached_property
    def depth(self) -> int:
        """Statements and expressions inside each other."""
        depth, level = 0, list[ast.AST]([self.node])
        while level:
            depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
        return depth


@dataclass(frozen=True)
class ClassSource:
    """A contract class, its file, and its syntax tree."""

    cls: type[Contract]
    source: SourceFile
    node: ast.ClassDef

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.source.name

    @property
    def sha256(self) -> str:
        """Digest of the whole file."""
        return self.source.sha256

    def methods(self) -> Mapping[str, FunctionType]:
        """The functions in the class body, by name."""
        return _methods(self.cls)


class NoSource(Exception):
    """A source cannot be read; the text says why."""


def read_file(name: str) -> SourceFile:
    """A file that Python imported; NoSource when it is not there or no longer parses."""
    text = "".join(linecache.getlines(name))
    if not text:
        raise NoSource("its file cannot be read")
    return _parsed(name, text)


@lru_cache(maxsize=64)
def _parsed(name: str, text: str) -> SourceFile:
    try:
        return SourceFile(name, text, ast.parse(text, name))
    except SyntaxError as error:  # the file was changed after it was imported
        raise NoSource(f"its file no longer parses: {error.msg}") from None


def find_function(function: FunctionType) -> FunctionSource:
    """The source of a function; NoSource when it cannot be read."""
    code = function.__code__
    file = read_file(code.co_filename)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and _first_line(node) == code.co_firstlineno:
            return FunctionSource(function, file, node)
    raise NoSource("its file has no such function")


def find_class(cls: type[Contract]) -> ClassSource:
    """The source of `cls`; CompileFailed when it cannot be read, UserError when it is no contract."""
    if not isinstance(cls, type) or not issubclass(cls, Contract) or cls is Contract:
        what = f"the class {cls.__name__}" if isinstance(cls, type) else an(type(cls).__name__)
        raise UserError(f"{what} is no contract: pass classes that are declared as `class Name(Contract):`")
    inside = f"{cls.__qualname__}."  # a decorator may put a function from elsewhere in the place of a method
    codes = [function.__code__ for function in _methods(cls).values()]
    codes = [code for code in codes if code.co_qualname.startswith(inside)]
    name = codes[0].co_filename if codes else _file(cls)
    try:
        file = read_file(name)
    except NoSource as error:
        raise _unavailable(cls, name, str(error)) from None
    for qualified, node in _classes(file.tree, ""):
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if qualified == cls.__qualname__ and all(code.co_firstlineno in lines for code in codes):
            return ClassSource(cls, file, node)
    raise _unavailable(cls, name, "its file has no such class")


def _methods(cls: type[Contract]) -> dict[str, FunctionType]:
    return {name: value for name, value in vars(cls).items() if isinstance(value, FunctionType)}


def _first_line(node: ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


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
