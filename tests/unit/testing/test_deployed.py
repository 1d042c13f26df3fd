"""Mistakes in tests are answered with what to write."""

import pytest

from examples.treasury import Treasury
from saya_py.core.errors import CallFailed
from saya_py.lang import U32, U64
from saya_py.testing import ALICE, Simulation


@pytest.fixture
def treasury():
    return Simulation().deploy(Treasury)


def test_what_it_shows(treasury):
    treasury.deposit(5, caller=ALICE)
    assert repr(treasury) == "<Treasury, contract 1 of its world>"
    assert repr(treasury.withdraw) == "<Treasury.withdraw(amount: U64, last: Bool)>"
    assert repr(treasury.shares) == "<Treasury.shares: Map[User, U64] {1: 5}>"
    assert dir(treasury) == ["closed", "deposit", "shares", "total", "withdraw"]
    assert (treasury.LIMIT, len(treasury.shares), ALICE in treasury.shares, 2 in treasury.shares) == (
        10**18,
        1,
        True,
        False,
    )


def test_reading_and_writing_state(treasury):
    treasury.total = 7
    treasury.shares[ALICE] = U64(3)
    treasury.shares[ALICE] += 1
    assert (treasury.total, treasury.shares[ALICE], treasury.closed) == (7, 4, False)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda t: t.totl, r"no state variable or function 'totl'; did you mean 'total'\?\n  state: total: Var\[U64\]"),
        (lambda t: t.total_, r"functions: deposit\(amount: U64\), withdraw\(amount: U64, last: Bool\)"),
        (lambda t: setattr(t, "depozit", 1), "did you mean 'deposit'"),
        (lambda t: setattr(t, "shares", {}), r"is written entry by entry: shares\[key\] = value"),
        (lambda t: setattr(t, "deposit", 1), "deposit is a function of Treasury"),
        (lambda t: setattr(t, "LIMIT", 1), "no state variable or function 'LIMIT'"),
    ],
)
def test_names(mistake, said, treasury):
    with pytest.raises(AttributeError, match=said):
        mistake(treasury)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda t: t.deposit(5), r"a call needs a user that makes it: deposit\(..., caller=alice\)"),
        (lambda t: t.deposit(5, caller="alice"), "caller: 'alice' is no User"),
        (lambda t: t.deposit(caller=ALICE), r"deposit\(amount: U64\) cannot take the arguments \(\)"),
        (lambda t: t.deposit(1, 2, caller=ALICE), r"cannot take the arguments \(1, 2\)"),
        (lambda t: t.withdraw(1, amount=2, caller=ALICE), r"cannot take the arguments \(1, amount=2\)"),
        (lambda t: t.deposit(U32(5), caller=ALICE), r"amount of deposit\(amount: U64\): U32\(5\) is no U64"),
        (lambda t: t.withdraw(1, 1, caller=ALICE), "last of withdraw.*: 1 is no Bool"),
        (lambda t: t.deposit(-1, caller=ALICE), "amount of deposit.*: -1 is no U64"),
        (lambda t: t.shares[1, 2], r"shares: Map\[User, U64\] takes \[User\], not 2 keys"),
    ],
)
def test_arguments(mistake, said, treasury):
    with pytest.raises((TypeError, ValueError), match=said):
        mistake(treasury)


def test_user_0_is_nobody(treasury):
    with pytest.raises(CallFailed, match="means nobody"):
        treasury.deposit(5, caller=0)


def test_what_is_no_contract():
    with pytest.raises(TypeError, match="deploy takes contract classes, and 5 is none"):
        Simulation().deploy(5)
