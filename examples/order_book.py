"""An order book: limit orders on rubies for tokens, matched best price first."""

from examples.token import Token
from saya_py.lang import U8, U32, U64, Bool, Contract, Event, Map, Struct, User, function

DEPTH = 4
"""Orders that may wait on each side."""


class Order(Struct):
    """Rubies that `owner` sells or buys for `price` tokens each; nothing is left of an order with amount 0."""

    owner: User
    price: U32
    amount: U32


class OrderBook(Contract):
    """Trades rubies for tokens.

    The waiting orders of a side stand at positions 0, 1, …: the best price first, and of equal prices the oldest. An
    order is paid for when it is placed: sellers leave their rubies with the book, buyers their tokens.
    """

    token: Token
    rubies: Map[User, U32]
    orders: Map[Bool, U8, Order]
    """`orders[True, i]` sell, `orders[False, i]` buy."""

    class Traded(Event):
        """Two orders met, at the price of the one that waited."""

        seller: User
        buyer: User
        price: U32
        amount: U32

    @function
    def place(self, sells: Bool, price: U32, amount: U32) -> None:
        """Trades with what waits on the other side at this price or a better one; the rest waits."""
        assert price > 0 and amount > 0, "an order has a price and an amount"
        order = Order(owner=self.caller, price=price, amount=amount)
        if sells:
            assert self.rubies[self.caller] >= amount, "you do not have enough rubies"
            self.rubies[self.caller] -= amount
        else:
            self.token.debit(self.caller, cost(price, amount))
        self._wait(sells, self._match(sells, order))

    @function
    def cancel(self, sells: Bool, position: U8) -> None:
        """Takes an order of the caller back, with what it was paid with."""
        order = self.orders[sells, position]
        assert order.amount > 0 and order.owner == self.caller, "this is no order of yours"
        if sells:
            self.rubies[self.caller] += order.amount
        else:
            self.token.credit(self.caller, cost(order.price, order.amount))
        self.orders[sells, position] = order.replace(amount=0)
        self._close_gaps(sells)

    def _match(self, sells: Bool, order: Order) -> Order:
        """Trades `order` with the other side; returns what is left of it."""
        for position in range(DEPTH):
            other = self.orders[not sells, position]
            meets = other.price >= order.price if sells else other.price <= order.price
            if order.amount > 0 and other.amount > 0 and meets:
                amount = min(order.amount, other.amount)
                seller = order.owner if sells else other.owner
                buyer = other.owner if sells else order.owner
                self.token.credit(seller, cost(other.price, amount))
                self.rubies[buyer] += amount
                if not sells:  # it was paid for at its own price
                    self.token.credit(buyer, cost(order.price - other.price, amount))
                self.orders[not sells, position] = other.replace(amount=other.amount - amount)
                order = order.replace(amount=order.amount - amount)
                self.emit(self.Traded(seller=seller, buyer=buyer, price=other.price, amount=amount))
        self._close_gaps(not sells)
        return order

    def _wait(self, sells: Bool, order: Order) -> None:
        """Puts what is left of an order behind all that are as good; the others move back."""
        moves_back = False
        for position in range(DEPTH):
            other = self.orders[sells, position]
            moves_back = moves_back or (order.price < other.price if sells else order.price > other.price)
            if order.amount > 0 and (moves_back or other.amount == 0):
                self.orders[sells, position] = order
                order = other
        assert order.amount == 0, "the book is full"

    def _close_gaps(self, sells: Bool) -> None:
        """Moves the orders that are left to the front, in their order."""
        kept = U8(0)
        for position in range(DEPTH):
            order = self.orders[sells, position]
            if order.amount > 0:
                if kept != position:
                    self.orders[sells, kept] = order
                    self.orders[sells, position] = order.replace(amount=0)
                kept += 1


def cost(price: U32, amount: U32) -> U64:
    """Tokens for `amount` rubies."""
    return U64(price) * U64(amount)
