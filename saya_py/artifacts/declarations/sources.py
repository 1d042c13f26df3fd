"""Finds what sources do beyond declaring, without running them.

Contracts need imports, classes, functions and constants. A source that has nothing else, and computes its constants by
operators and by making values, has no way to act when it is imported. Everything that is not known to be harmless
counts as a deed: the check errs on the side of refusing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from saya_py.artifacts.declarations.expressions import effect
from saya_py.artifacts.declarations.names import BASES, LANGUAGE, MARK, Names, class_names
from saya_py.artifacts.project.importer import NOT_THE_PROJECTS
from saya_py.artifacts.source import Source

_LIBRARY = frozenset({"__future__", "collections.abc", "typing", LANGUAGE})
_ASSIGNED = frozenset({"__all__"})


@dataclass(frozen=True)
class Deed:
    """A place in a source that may act when it is imported."""

    path: str
    line: int
    text: str
    """The first line of it."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def deeds(sources: Sequence[Source], import_roots: Sequence[str]) -> list[Deed]:
    """All places of the sources that may do more than declare, at most one a statement."""
    found: list[Deed] = []
    trees: list[tuple[Source, ast.Module]] = []
    for source in sources:
        try:
            trees.append((source, ast.parse(source.text.encode())))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            found.append(Deed(source.path, 1, "this is not readable as Python"))
    own = frozenset(_modules(sources, import_roots))
    classes = class_names((tree for _, tree in trees), own)
    for source, tree in trees:
        reader = _Reader(Names(tree, own, classes), own)
        for node in reader.body(tree.body):
            text = (ast.get_source_segment(source.text, node) or "").partition("\n")[0]
            found.append(Deed(source.path, node.lineno, text))
    return found


def _modules(sources: Sequence[Source], import_roots: Sequence[str]) -> Iterator[str]:
    """Names under which the sources, and the packages around them, are imported; `ProjectFinder` finds them first."""
    for source in sources:
        for root in import_roots:
            prefix = "" if root == "." else f"{root}/"
            if source.path.startswith(prefix):
                parts = source.path.removeprefix(prefix).removesuffix(".py").split("/")
                if parts[0] not in NOT_THE_PROJECTS:
                    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _is_open(alias: ast.alias) -> bool:
    """Whether an import binds a name that Python does not look for by itself."""
    return not (alias.asname or alias.name).startswith("__")


class _Reader:
    """Looks at what one source executes when it is imported; yields the nodes that may act."""

    def __init__(self, names: Names, own: frozenset[str]) -> None:
        self._names = names
        self._own = own
        self._modules = own | _LIBRARY

    def body(self, statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in statements:
            yield from self._statement(statement)

    def _statement(self, node: ast.stmt) -> Iterator[ast.stmt]:
        match node:
            case ast.Pass():
                return
            case ast.Import(names=names) if all(alias.name in self._modules and _is_open(alias) for alias in names):
                return
            case ast.ImportFrom(names=names) if self._is_known(node) and all(map(_is_open, names)):
                return
            case ast.If(test=test, body=body, orelse=orelse) if self._computes(test):
                yield from self.body([*body, *orelse])
                return
            case ast.ClassDef(body=body) if self._is_plain_class(node):
                yield from self.body(body)
                return
            case ast.FunctionDef() if self._is_plain_function(node):
                return
            case ast.Expr(value=value) if self._computes(value):
                return
            case ast.Assign(targets=targets, value=value) if all(map(self._is_name, targets)) and self._computes(value):
                return
            case ast.AnnAssign(target=target, annotation=annotation, value=value) if self._is_name(target):
                if self._computes(annotation, value):
                    return
        yield node

    def _is_known(self, node: ast.ImportFrom) -> bool:
        if node.level or node.module in self._own or node.module == LANGUAGE:
            return True
        return node.module in self._modules and all(alias.name != "*" for alias in node.names)

    def _is_plain_class(self, node: ast.ClassDef) -> bool:
        def is_base(base: ast.expr) -> bool:
            if not isinstance(base, ast.Name):
                return False
            return self._names.is_class(base.id) or (base.id in BASES and self._names.is_language(base.id))

        hidden = node.name.startswith("__")
        return not (hidden or node.keywords or node.decorator_list) and all(map(is_base, node.bases))

    def _is_plain_function(self, node: ast.FunctionDef) -> bool:
        args = node.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
        evaluated = [*args.defaults, *args.kw_defaults, node.returns, *(arg.annotation for arg in every)]
        hidden = node.name.startswith("__")  # Python calls such functions by itself
        return not hidden and all(map(self._is_mark, node.decorator_list)) and self._computes(*evaluated)

    def _is_mark(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords):
                plain = all(isinstance(keyword.value, ast.Constant) for keyword in keywords)
                return plain and name == MARK and self._names.is_language(name)
            case ast.Name(id=name):
                return name == MARK and self._names.is_language(name)
        return False

    def _is_name(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return not name.startswith("__") or name in _ASSIGNED
            case ast.Tuple(elts=elts):
                return all(map(self._is_name, elts))
        return False

    def _computes(self, *expressions: ast.expr | None) -> bool:
        return not any(effect(expression, self._names) for expression in expressions if expression is not None)
