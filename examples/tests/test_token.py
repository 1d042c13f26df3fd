"""The token with the balances and transfers of the PARTH text, and direct payments."""

import pytest

from examples.token import Token
from saya_py.testing import reverts


@pytest.fixture(scope="module")
def token(deploy, alice, bob, carol, mike):
    token = deploy(Token)
    for user, balance in [(alice, 300), (bob, 100), (carol, 500), (mike, 90)]:
        token.balance[user] = balance
    return token


@pytest.fixture
def after_block_1(token, alice, bob, carol, mike):
    """Alice 30 to Bob, Bob 50 to Carol, Carol 40 to Mike, Mike 20 to Bob."""
    for sender, to, amount in [(alice, bob, 30), (bob, carol, 50), (carol, mike, 40), (mike, bob, 20)]:
        token.transfer(to, amount, caller=sender)
    return token


def test_block_1_takes_from_the_senders(after_block_1, alice, bob, carol, mike):
    assert [after_block_1.balance[user] for user in (alice, bob, carol, mike)] == [270, 50, 460, 70]
    assert after_block_1.sent[alice, bob] == 30


def test_block_2_gives_to_those_who_claim(after_block_1, alice, bob, carol, mike):
    token = after_block_1
    token.claim(alice, caller=bob)
    token.claim(mike, caller=bob)
    token.claim(bob, caller=carol)
    receipt = token.claim(carol, caller=mike)
    assert [token.balance[user] for user in (alice, bob, carol, mike)] == [270, 100, 510, 110]
    assert sum(int(token.balance[user]) for user in (alice, bob, carol, mike)) == 300 + 100 + 500 + 90
    assert receipt.events == (Token.Moved(sender=carol, receiver=mike, amount=40),)


def test_nothing_is_claimed_twice(after_block_1, alice, bob):
    after_block_1.claim(alice, caller=bob)
    with reverts("no tokens to claim"):
        after_block_1.claim(alice, caller=bob)
    after_block_1.transfer(bob, 5, caller=alice)
    after_block_1.claim(alice, caller=bob)
    assert after_block_1.claimed[bob, alice] == 35


def test_what_cannot_be_sent(token, alice, bob):
    with reverts("insufficient balance"):
        token.transfer(bob, 301, caller=alice)
    with reverts("you cannot send tokens to yourself"):
        token.transfer(alice, 1, caller=alice)
    with reverts("you cannot claim tokens from yourself"):
        token.claim(alice, caller=alice)


def test_a_payment_arrives_at_once(token, alice, bob):
    receipt = token.pay(bob, 30, caller=alice)
    assert (token.balance[alice], token.balance[bob]) == (270, 130)
    assert receipt.events == (Token.Moved(sender=alice, receiver=bob, amount=30),)
    with reverts("insufficient balance"):
        token.pay(bob, 271, caller=alice)


def test_a_full_balance_takes_no_more(token, alice, bob):
    token.balance[bob] = 2**64 - 30
    with reverts("U64 addition overflows"):
        token.pay(bob, 30, caller=alice)
    assert token.balance[alice] == 300


def test_users_cannot_call_helpers(token, alice, bob):
    with pytest.raises(AttributeError, match="move"):
        token.move(alice, bob, 10, caller=bob)


@pytest.mark.prove
def test_transfers_are_proven(after_block_1, alice, bob):
    after_block_1.claim(alice, caller=bob)
