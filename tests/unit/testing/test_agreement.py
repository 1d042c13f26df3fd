"""A call that does one thing in plain Python and another in the executor ends the test."""

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.errors import CallFailed
from saya_py.lang import Receipt, execute_native
from saya_py.testing import ALICE, Disagreement, Simulation, agreement


def fails(*args):
    raise CallFailed("another reason")


def does_less(*args):
    receipt, state = execute_native(*args)
    return Receipt(receipt.accesses[:-1]), state


def succeeds(*args):
    return Receipt(()), {}


@pytest.fixture
def buy():
    shop = Simulation().deploy(DiamondsAndRubies)
    shop.diamonds[ALICE] = 20
    return lambda n: shop.buy_rubies(n, caller=ALICE)


@pytest.mark.parametrize(
    ("executor", "rubies", "said"),
    [
        (fails, 1, "executor:     fails with 'another reason'"),
        (does_less, 1, r"plain Python: Receipt\("),
        (fails, 7, "plain Python: fails with 'you do not have enough diamonds'"),
        (succeeds, 7, r"executor:     Receipt\("),
    ],
)
def test_disagreement(executor, rubies, said, buy, monkeypatch):
    monkeypatch.setattr(agreement, "execute_native", executor)
    with pytest.raises(Disagreement, match=said):
        buy(rubies)


def test_the_check_can_be_left_out(monkeypatch):
    monkeypatch.setattr(agreement, "execute_native", fails)
    shop = Simulation(check=False).deploy(DiamondsAndRubies)
    shop.buy_rubies(0, caller=ALICE)
