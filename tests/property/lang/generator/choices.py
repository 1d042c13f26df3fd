"""Small decisions, drawn one by one. The first option is always the simplest: Hypothesis shrinks towards it."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")


class Choices:
    """Draws from strategies that are made once, because making them costs more than drawing."""

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self._part = _part(self)
        self._make: Callable[[], Any] = list

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return self._draw(_below(limit)) if limit > 1 else 0

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        """True so often, false when shrunk."""
        return self.below(100) >= 100 - percent

    def part(self, make: Callable[[], T]) -> T:
        """What `make` makes; its decisions belong together, so that Hypothesis can drop or move them as one.

        It must draw something.
        """
        self._make = make
        made: T = self._draw(self._part)
        return made


@cache
def _below(limit: int) -> SearchStrategy[int]:
    return st.integers(0, limit - 1)


@st.composite
def _part(draw: DrawFn, choices: Choices) -> Any:
    outer, choices._draw = choices._draw, draw
    try:
        return choices._make()
    finally:
        choices._draw = outer
