"""The treasury: shares always add up to the total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.treasury import Treasury
from saya_py.lang import User
from saya_py.testing import reverts


@pytest.fixture(scope="module")
def treasury(deploy):
    return deploy(Treasury)


STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.integers(0, 2 * 10**18)), max_size=12)


def move(treasury, pays_in, user, amount):
    if pays_in:
        treasury.deposit(amount, caller=User(user))
    else:
        treasury.withdraw(amount, False, caller=User(user))


@given(steps=STEPS)
def test_shares_add_up(treasury, steps):
    shares = dict.fromkeys((1, 2, 3), 0)
    for pays_in, user, amount in steps:
        fits = sum(shares.values()) + amount <= Treasury.LIMIT if pays_in else amount <= shares[user]
        if amount > 0 and fits:
            shares[user] += amount if pays_in else -amount
            move(treasury, pays_in, user, amount)
        else:
            with reverts():
                move(treasury, pays_in, user, amount)
    assert treasury.total == sum(shares.values())


def test_the_last_one_closes_it(treasury, alice, bob):
    treasury.deposit(5, caller=alice)
    treasury.deposit(7, caller=bob)
    with reverts("others still have a share"):
        treasury.withdraw(5, True, caller=alice)
    treasury.withdraw(5, False, caller=alice)
    treasury.withdraw(7, True, caller=bob)
    with reverts("the treasury takes no more"):
        treasury.deposit(1, caller=alice)
