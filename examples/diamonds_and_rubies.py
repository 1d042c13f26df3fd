"""Diamonds & Rubies: players buy rubies for diamonds at a fixed price."""

from saya_py.lang import U32, Contract, Map, User, function


class DiamondsAndRubies(Contract):
    """A shop. Diamonds and rubies are handed out on the L2 or awarded by the operator; here they change hands."""

    diamonds: Map[User, U32]
    rubies: Map[User, U32]

    PRICE = 3
    """Diamonds that one ruby costs."""

    @function
    def buy_rubies(self, n: U32) -> None:
        """Buys `n` rubies for the caller."""
        cost = n * self.PRICE
        assert self.diamonds[self.caller] >= cost, "you do not have enough diamonds"
        self.diamonds[self.caller] -= cost
        self.rubies[self.caller] += n

    @function(auth="operator")
    def award_diamonds(self, n: U32) -> None:
        """Gives the caller `n` diamonds, as the shop's operator decided."""
        self.diamonds[self.caller] += n
