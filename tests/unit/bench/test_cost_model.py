"""The cost table of the seed comes out of its formulas."""

import pytest

from bench.cost_model import SEED, Costs


def test_the_seeds_own_table() -> None:
    assert SEED.parallel() == pytest.approx(8.4, abs=0.05)
    assert SEED.calls_per_second() == pytest.approx(1.07e6, rel=0.01)
    assert SEED.sequential() == 3_000_000 * 3 * 0.3


def test_wider_merges_are_fewer() -> None:
    binary, wide = (Costs(call=0, merge=1, network=0, arity=arity) for arity in (2, 4))
    assert binary.parallel(users=2**20, calls=1) == pytest.approx(20)
    assert wide.parallel(users=2**20, calls=1) == pytest.approx(10)
