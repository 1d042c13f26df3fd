"""Diamonds & Rubies with the players and purchases of the PARTH text."""

import pytest
from hypothesis import given

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.lang import U32
from saya_py.testing import reverts
from saya_py.testing.strategies import of


@pytest.fixture(scope="module")
def gems(deploy, alice, bob, carol, mike):
    gems = deploy(DiamondsAndRubies)
    for user, diamonds, rubies in [(alice, 20, 50), (bob, 15, 90), (carol, 10, 2), (mike, 12, 0)]:
        gems.diamonds[user] = diamonds
        gems.rubies[user] = rubies
    return gems


def test_the_first_block(gems, alice, bob, carol, mike):
    for user, n in [(alice, 3), (bob, 2), (carol, 3), (mike, 4)]:
        gems.buy_rubies(n, caller=user)
    assert [gems.diamonds[user] for user in (alice, bob, carol, mike)] == [11, 9, 1, 0]
    assert [gems.rubies[user] for user in (alice, bob, carol, mike)] == [53, 92, 5, 4]


def test_the_operator_awards_diamonds(gems, alice, bob):
    gems.award_diamonds(4, caller=alice)
    assert [gems.diamonds[user] for user in (alice, bob)] == [24, 15]
    with reverts():
        gems.award_diamonds(2**32 - 1, caller=alice)


@given(n=of(U32))
def test_rubies_are_never_free(gems, alice, n):
    if int(n) * gems.PRICE <= 20:
        gems.buy_rubies(n, caller=alice)
        assert int(gems.diamonds[alice]) == 20 - int(n) * gems.PRICE
    else:
        with reverts():
            gems.buy_rubies(n, caller=alice)


@pytest.mark.prove
def test_a_purchase_is_proven(gems, alice):
    gems.buy_rubies(3, caller=alice)
    with reverts("you do not have enough diamonds"):
        gems.buy_rubies(4, caller=alice)
