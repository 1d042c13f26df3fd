"""A treasury: members pay in and take out, under a common limit."""

from saya_py.lang import U64, Bool, Contract, Map, User, Var, function


class Treasury(Contract):
    """Keeps every member's share, and their sum, which is never more than the limit."""

    total: Var[U64]
    closed: Var[Bool]
    shares: Map[User, U64]

    LIMIT = 10**18
    """The most that all shares may add up to."""

    @function
    def deposit(self, amount: U64) -> None:
        """Adds to the caller's share."""
        assert amount > 0, "pay in something"
        total = self.total + amount
        closed = self.closed
        assert not closed and total <= self.LIMIT, "the treasury takes no more"
        self.total = total
        self.shares[self.caller] += amount

    @function
    def withdraw(self, amount: U64, last: Bool) -> None:
        """Takes from the caller's share; the `last` withdrawal closes the treasury and must leave nothing."""
        share = self.shares[self.caller]
        assert 0 < amount <= share, "this is not covered by your share"
        self.shares[self.caller] = share - amount
        self.total -= amount
        left = self.total
        assert not last or left == 0, "others still have a share"
        self.closed = last
