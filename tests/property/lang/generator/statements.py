"""Writes blocks of statements, from the kinds of statement of the modules beside this one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.property.lang.generator.declarations import INDENT
from tests.property.lang.generator.expressions import Expressions
from tests.property.lang.generator.scope import Scope


@dataclass(frozen=True)
class Written:
    """A statement's lines; `ends` when nothing after it is reached."""

    lines: list[str]
    ends: bool = False


Make: TypeAlias = Callable[["Statements", int], Written | None]
"""Writes a statement that nests at most so deep; None when the scope has nothing to write it with."""


@dataclass(frozen=True)
class Form:
    """One form of statement."""

    make: Make
    weight: int = 1
    nests: bool = False


class Statements:
    """Writes statements in one scope."""

    def __init__(self, scope: Scope, expressions: Expressions, forms: Sequence[Form]) -> None:
        self.scope = scope
        self.choices = scope.choices
        self.expressions = expressions
        self._more = 75 if scope.level else 88
        self._flat = [form.make for form in forms if not form.nests for _ in range(form.weight)]
        self._all = [form.make for form in forms for _ in range(form.weight)]

    def block(self, depth: int, most: int, *, least: int = 0) -> Written:
        """So many statements; after one that ends the block none is written."""
        lines: list[str] = []
        for count in range(most):
            written = self.choices.part(lambda: self._perhaps(depth, must=count < least))  # noqa: B023
            if written is None:
                break
            lines += written.lines
            if written.ends:
                return Written(lines, ends=True)
        return Written(lines)

    def _perhaps(self, depth: int, *, must: bool) -> Written | None:
        """The next statement, or None at the end of the block."""
        if not must and not self.choices.chance(self._more):
            return None
        written = self.choices.pick(self._all if depth else self._flat)(self, depth)
        return written if written is not None else Written([])

    def message(self) -> str:
        """A new text for an assertion."""
        return f'"{self.scope.module.fresh("message ")}"'


def indented(lines: Sequence[str]) -> list[str]:
    """The lines of a block."""
    return [INDENT + line for line in lines or ["pass"]]
