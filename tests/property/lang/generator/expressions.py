"""Writes expressions of a wanted kind, from the productions of the modules beside this one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.property.lang.generator.kinds import Kind
from tests.property.lang.generator.scope import Scope


@dataclass(frozen=True)
class Expr:
    """Source of an expression, in parentheses where it needs them.

    One that is not `typed` is a whole number without a type, an `int` of plain Python, perhaps on some paths only;
    it takes its type from what it meets.
    """

    source: str
    typed: bool = True


@dataclass(frozen=True)
class Want:
    """What is wanted: a kind, how deep it may nest, and whether it must be typed."""

    kind: Kind
    depth: int
    typed: bool


Make: TypeAlias = Callable[["Expressions", Want], Expr | None]
"""Writes an expression; None when the scope has nothing to write it with."""


@dataclass(frozen=True)
class Production:
    """One way to write an expression of some kinds."""

    make: Make
    fits: Callable[[Kind], bool]
    weight: int = 1


class Expressions:
    """Writes expressions in one scope. The first leaf must always succeed."""

    def __init__(self, scope: Scope, leaves: Sequence[Production], deep: Sequence[Production]) -> None:
        self.scope = scope
        self.choices = scope.choices
        self._leaves = leaves
        self._deep = deep
        self._options: dict[tuple[Kind, bool], list[Make]] = {}

    def value(self, kind: Kind, depth: int = 2, *, typed: bool = True) -> Expr:
        """An expression of `kind`."""
        options = self._of(kind, depth > 0)
        want = Want(kind, depth, typed)
        made = self.choices.part(lambda: self.choices.pick(options)(self, want))
        return made if made is not None else self.leaf(kind, typed=typed)

    def text(self, kind: Kind, depth: int = 2, *, typed: bool = False) -> str:
        """The source of an expression."""
        return self.value(kind, depth, typed=typed).source

    def leaf(self, kind: Kind, *, typed: bool = True) -> Expr:
        """The simplest expression."""
        made = self._of(kind, False)[0](self, Want(kind, 0, typed))
        assert made is not None
        return made

    def pair(self, kind: Kind, depth: int) -> tuple[str, str]:
        """Two operands, one of which may be untyped."""
        first_typed = not self.choices.chance(25)
        left = self.value(kind, depth, typed=first_typed)
        right = self.value(kind, depth, typed=not left.typed)
        return left.source, right.source

    def _of(self, kind: Kind, deep: bool) -> list[Make]:
        if (kind, deep) not in self._options:
            productions = [*self._leaves, *(self._deep if deep else ())]
            self._options[kind, deep] = [p.make for p in productions if p.fits(kind) for _ in range(p.weight)]
        return self._options[kind, deep]
