"""Paths through a function: which condition holds where, and what the local variables are there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.merge import Merge
from saya_py.lang.compiler.operands import POISON, Operand, Traced
from saya_py.lang.compiler.scope import Locals

T = TypeVar("T")


@dataclass(frozen=True)
class Path:
    """A path that reached some place: its condition and the local variables."""

    when: Traced
    values: dict[str, Operand]


@dataclass
class _Loop:
    breaks: list[Path] = field(default_factory=list)
    continues: list[Path] = field(default_factory=list)


class Flow:
    """Follows all paths of one function at once.

    At any time exactly the calls with `body.when` true are here. Paths that leave (by `return`, `break`, `continue`)
    wait where they go to; while `live` is false, none is left.
    """

    def __init__(self, body: Body, variables: Locals) -> None:
        self.live = True
        self.returns: list[tuple[Traced, Operand]] = []
        """Conditions of the paths that returned, with what they return."""
        self._body = body
        self._merge = Merge(body)
        self._variables = variables
        self._loops: list[_Loop] = []
        self._left = 0
        """How many times paths left what is being traced."""

    @contextmanager
    def under(self, condition: Traced) -> Iterator[None]:
        """Traces an expression that Python evaluates only where `condition` holds."""
        before = self._body.when
        self._body.when = self._body.logic.both(before, condition)
        yield
        self._body.when = before

    def branch(self, condition: Traced | None, then: Callable[[], None], orelse: Callable[[], None]) -> None:
        """Traces `then` where `condition` holds and `orelse` elsewhere, and joins them.

        None is a condition with a mistake; both sides are traced for theirs.
        """
        logic = self._body.logic
        before, left, values = self._body.when, self._left, self._variables.values
        a = self._side(logic.both(before, condition) if condition else before, values, then)
        b = self._side(logic.both(before, logic.negate(condition)) if condition else before, values, orelse)
        self.live = a is not None or b is not None
        path = a or b or Path(before, values)
        if a and b:
            path = Path(before if self._left == left else logic.either(a.when, b.when), self._join(condition, a, b))
        self._body.when = before if self._left == left else path.when
        self._variables.values = path.values

    def loop(self, items: Iterable[T], each: Callable[[T], None], orelse: Callable[[], None]) -> None:
        """Traces `each` item after the other; `orelse` where no `break` ended the loop."""
        before, left, returned = self._body.when, self._left, len(self.returns)
        loop = _Loop()
        self._loops.append(loop)
        for item in items:
            if not self.live:
                break
            self._body.code.step()
            start, gone = self._body.when, (len(self.returns), len(loop.breaks))
            each(item)
            self._gather(loop.continues)
            loop.continues = []
            if gone == (len(self.returns), len(loop.breaks)):
                self._body.when = start
        self._loops.pop()
        if self.live:
            orelse()
        self._gather(loop.breaks)
        self._left = left + len(self.returns) - returned
        if self._left == left:
            self._body.when = before

    def leave_loop(self, *, again: bool) -> None:
        """`continue` (`again`) or `break`."""
        loop = self._loops[-1]
        (loop.continues if again else loop.breaks).append(self._here())
        self._leave()

    def leave_function(self, value: Operand) -> None:
        """`return`."""
        self.returns.append((self._body.when, value))
        self._leave()

    def stop(self) -> None:
        """What comes next is never reached, because the call has failed."""
        self.live = False

    def _leave(self) -> None:
        self.live = False
        self._left += 1

    def _here(self) -> Path:
        return Path(self._body.when, self._variables.values)

    def _side(self, when: Traced, values: dict[str, Operand], trace: Callable[[], None]) -> Path | None:
        self.live = True
        self._body.when = when
        self._variables.values = dict(values)
        trace()
        return self._here() if self.live else None

    def _gather(self, paths: Sequence[Path]) -> None:
        """Joins paths that waited with the one that is here."""
        for path in reversed(paths):
            here = self._here()
            if self.live:
                when = self._body.logic.either(here.when, path.when)
                path = Path(when, self._join(path.when, path, here))
            self._body.when, self._variables.values = path.when, path.values
            self.live = True

    def _join(self, condition: Traced | None, a: Path, b: Path) -> dict[str, Operand]:
        """Local variables: those of `a` where `condition` holds, else those of `b`."""
        joined = {}
        for name in [*a.values, *(name for name in b.values if name not in a.values)]:
            one, other = a.values.get(name), b.values.get(name)
            if condition is not None:
                joined[name] = self._merge.operands(condition, one, other, f"`{name}`")
            else:
                joined[name] = one if one is not None and one == other else POISON
        return joined
