"""The order book against a slow, obvious one, and order by order."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.order_book import DEPTH, Order, OrderBook
from examples.token import Token
from saya_py.lang import User
from saya_py.testing import reverts

SELL, BUY = True, False


@pytest.fixture(scope="module")
def market(deploy, alice, bob, carol, mike):
    """A token and a book; everybody has 1000 tokens and 100 rubies."""
    token, book = deploy(Token, OrderBook)
    for user in (alice, bob, carol, mike):
        token.balance[user] = 1000
        book.rubies[user] = 100
    return token, book


def waiting(book, sells):
    """The waiting orders of a side, best first."""
    return [book.orders[sells, i] for i in range(DEPTH) if book.orders[sells, i].amount > 0]


def test_orders_wait_best_price_first_and_oldest_of_a_price(market, alice, bob, carol):
    _, book = market
    for user, price in [(alice, 7), (bob, 5), (carol, 7), (alice, 6)]:
        book.place(SELL, price, 10, caller=user)
    assert [(order.owner, order.price) for order in waiting(book, SELL)] == [
        (bob, 5),
        (alice, 6),
        (alice, 7),
        (carol, 7),
    ]
    with reverts("the book is full"):
        book.place(SELL, 9, 1, caller=bob)
    for price in (2, 4, 3):
        book.place(BUY, price, 1, caller=bob)
    assert [order.price for order in waiting(book, BUY)] == [4, 3, 2]


def test_a_buyer_gets_the_best_prices_and_the_rest_waits(market, alice, bob, carol):
    token, book = market
    book.place(SELL, 6, 10, caller=alice)
    book.place(SELL, 5, 10, caller=bob)
    receipt = book.place(BUY, 6, 25, caller=carol)
    assert receipt.events == (
        OrderBook.Traded(seller=bob, buyer=carol, price=5, amount=10),
        OrderBook.Traded(seller=alice, buyer=carol, price=6, amount=10),
    )
    assert waiting(book, SELL) == []
    assert waiting(book, BUY) == [Order(owner=carol, price=6, amount=5)]
    assert book.rubies[carol] == 120
    assert (token.balance[alice], token.balance[bob]) == (1060, 1050)
    assert token.balance[carol] == 1000 - 10 * 5 - 10 * 6 - 5 * 6


def test_a_seller_gets_what_the_waiting_buyer_bid(market, alice, bob):
    token, book = market
    book.place(BUY, 9, 5, caller=alice)
    book.place(SELL, 4, 2, caller=bob)
    assert token.balance[bob] == 1018
    assert waiting(book, BUY) == [Order(owner=alice, price=9, amount=3)]


def test_a_cancelled_order_is_paid_back_and_leaves_no_gap(market, alice, bob):
    token, book = market
    for user, price in [(alice, 5), (bob, 4), (alice, 3)]:
        book.place(BUY, price, 10, caller=user)
    with reverts("this is no order of yours"):
        book.cancel(BUY, 1, caller=alice)
    book.cancel(BUY, 0, caller=alice)
    assert token.balance[alice] == 1000 - 30
    assert [order.price for order in waiting(book, BUY)] == [4, 3]


def test_an_order_is_paid_for_when_it_is_placed(market, alice):
    _, book = market
    with reverts("insufficient balance"):
        book.place(BUY, 101, 10, caller=alice)
    with reverts("you do not have enough rubies"):
        book.place(SELL, 1, 101, caller=alice)
    with reverts("an order has a price and an amount"):
        book.place(SELL, 0, 1, caller=alice)


@dataclass(frozen=True)
class Waiting:
    owner: int
    price: int
    amount: int


class SlowBook:
    """The same market with lists, sorted after every order."""

    def __init__(self):
        self.tokens = dict.fromkeys(range(1, 5), 1000)
        self.rubies = dict.fromkeys(range(1, 5), 100)
        self.sides = {SELL: [], BUY: []}

    def place(self, user, sells, price, amount):
        """Whether the order was accepted."""
        has = self.rubies[user] >= amount if sells else self.tokens[user] >= price * amount
        other = [order for order in self.sides[not sells] if (order.price >= price if sells else order.price <= price)]
        rest = amount - sum(order.amount for order in other)
        if not has or (rest > 0 and len(self.sides[sells]) == DEPTH):
            return False
        (self.rubies if sells else self.tokens)[user] -= amount if sells else price * amount
        side = self.sides[not sells]
        while amount and side and (side[0].price >= price if sells else side[0].price <= price):
            best = side.pop(0)
            traded = min(amount, best.amount)
            seller, buyer = (user, best.owner) if sells else (best.owner, user)
            self.tokens[seller] += traded * best.price
            self.rubies[buyer] += traded
            self.tokens[buyer] += 0 if sells else traded * (price - best.price)
            amount -= traded
            if best.amount > traded:
                side.insert(0, replace(best, amount=best.amount - traded))
        if amount:
            self.sides[sells].append(Waiting(user, price, amount))
            self.sides[sells].sort(key=lambda order: order.price if sells else -order.price)
        return True


ORDERS = st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.integers(1, 9), st.integers(1, 60)), max_size=12)


@given(orders=ORDERS)
def test_it_trades_as_the_slow_book_does(market, orders):
    token, book = market
    slow = SlowBook()
    for user, sells, price, amount in orders:
        if slow.place(user, sells, price, amount):
            book.place(sells, price, amount, caller=User(user))
        else:
            with reverts():
                book.place(sells, price, amount, caller=User(user))
    for sells in (SELL, BUY):
        found = [Waiting(int(order.owner), int(order.price), int(order.amount)) for order in waiting(book, sells)]
        assert found == slow.sides[sells]
    for user in range(1, 5):
        assert (token.balance[User(user)], book.rubies[User(user)]) == (slow.tokens[user], slow.rubies[user])
