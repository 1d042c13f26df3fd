"""Undoes what tests and fixtures do to the simulated world, in the order in which pytest ends them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from typing import Any

import pytest

from saya_py.testing.simulation import Simulation, Snapshot


class Isolation:
    """A part of the plugin.

    The world goes back to what it was before a test when the test ends, before a fixture when the fixture is torn
    down, and before an example of hypothesis when the example ends. So a fixture of module scope deploys and fills
    a contract once, and every test of the module starts from that.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._before: dict[pytest.FixtureDef[Any], Snapshot] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Remembers the world as the fixture finds it."""
        self._before[fixturedef] = self._simulation.snapshot()
        return (yield)

    @pytest.hookimpl
    def pytest_fixture_post_finalizer(self, fixturedef: pytest.FixtureDef[Any]) -> None:
        """Goes back to it; pytest may say more than once that a fixture is torn down."""
        before = self._before.pop(fixturedef, None)
        if before is not None:
            self._simulation.restore(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Undoes the test, and each of its examples."""
        examples = getattr(getattr(item, "obj", None), "hypothesis", None)
        if examples is None:
            with self._simulation.anchor():
                return (yield)
        inner = examples.inner_test
        examples.inner_test = self._anchored(inner)
        try:
            with self._simulation.anchor():
                return (yield)
        finally:
            examples.inner_test = inner

    def _anchored(self, example: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(example)
        def anchored(*args: Any, **kwargs: Any) -> object:
            with self._simulation.anchor():
                return example(*args, **kwargs)

        return anchored
