"""Runs a property test on fresh examples only.

Hypothesis itself goes on from examples that it has: half of its programs are then nearly equal. Here every example
is made from new random bytes, and a failing one goes back to Hypothesis, which shrinks and shows it.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.database import InMemoryExampleDatabase

BYTES = 2**15
"""Of one example; more than it uses."""


def kept() -> settings:
    """Settings that keep a failing example for the run that shrinks it."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(database=InMemoryExampleDatabase(), deadline=None, suppress_health_check=quiet)


def run_fresh(test: Callable[[], Any], seed: int, *, until: Callable[[], bool]) -> None:
    """Runs `test`, which has the settings `kept()`, on one example after the other, until that is enough."""
    random = Random(seed)
    while not until():
        try:
            test.hypothesis.fuzz_one_input(random.randbytes(BYTES))  # type: ignore[attr-defined]
        except Exception:
            test()
            raise
