"""Which names of a source may be called when it is imported."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Set

LANGUAGE = "saya_py.lang"
VALUES = frozenset({"Bool", "U8", "U16", "U32", "U64", "U128", "Felt", "Hash", "User", "poseidon"})
"""Names of the language that make values."""
BASES = frozenset({"Contract", "Struct", "Event"})
MARK = "function"
# Of Python's own only what computes, and calls nothing that it is given (without keywords, such as a `key`).
_BUILTINS = frozenset({"abs", "bool", "int", "len", "max", "min", "range", "str", "sum", "tuple"})


def bindings(tree: ast.AST, own: Set[str]) -> Iterator[tuple[str, str]]:
    """Names that are bound outside functions, each with how: `class`, `language`, `import` or `other`.

    `import` is a plain import from one of the modules in `own`, `language` one from the language.
    """
    for node in outside_functions(tree):
        match node:
            case ast.ClassDef(name=name):
                yield name, "class"
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, "other"
            case ast.ImportFrom(module=module, names=names, level=level):
                known = "language" if module == LANGUAGE else "import" if level or module in own else "other"
                for alias in names:
                    how = known if alias.asname in (None, alias.name) else "other"
                    if alias.name == "*" and module == LANGUAGE:
                        yield from ((name, how) for name in (*VALUES, *BASES, MARK))
                    yield alias.asname or alias.name, how
            case ast.Import(names=names):
                yield from (((alias.asname or alias.name).partition(".")[0], "other") for alias in names)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.ExceptHandler(name=str(name)):
                yield name, "other"


def outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes that are executed when the source is imported, and the functions without their bodies."""
    for child in ast.iter_child_nodes(tree):
        yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args, *([child.returns] if child.returns else [])):
                yield part
                yield from outside_functions(part)
        else:
            yield from outside_functions(child)


class Names:
    """What the names of one source stand for, when all sources agree about it."""

    def __init__(self, tree: ast.AST, own: Set[str], classes: frozenset[str]) -> None:
        """A source; `classes` are the names that stand for classes in all sources."""
        found = list(bindings(tree, own))
        self._bound = Counter(name for name, _ in found)
        self._language = frozenset(name for name, how in found if how == "language")
        self._classes = classes
        self._unknown = any(name == "*" and how != "language" for name, how in found)

    def is_language(self, name: str) -> bool:
        """Whether the name is that of the language, whatever is executed before."""
        return name in self._language and self._bound[name] == 1 and not self._unknown

    def is_class(self, name: str) -> bool:
        """Whether the name stands for a class of the sources."""
        return name in self._classes

    def is_builtin(self, name: str) -> bool:
        """Whether the name is that of a harmless function of Python's own."""
        return name in _BUILTINS and name not in self._bound and not self._unknown

    def makes_values(self, name: str) -> bool:
        """Whether calling the name does nothing but make a value."""
        return self.is_class(name) or (name in VALUES and self.is_language(name))


def class_names(trees: Iterable[ast.AST], own: Set[str]) -> frozenset[str]:
    """Names that are bound by class statements and plain imports from each other only, in all sources."""
    bound: dict[str, set[str]] = {}
    for tree in trees:
        found = list(bindings(tree, own))
        once = Counter(name for name, how in found if how == "class")
        for name, how in found:
            bound.setdefault(name, set()).add(how if once[name] <= 1 else "other")
    return frozenset(name for name, how in bound.items() if "class" in how and how <= {"class", "import"})
