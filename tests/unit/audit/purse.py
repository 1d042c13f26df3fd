"""A contract with state, events and a function that can fail."""

from saya_py.lang import U32, Contract, Event, Map, User, function


class Purse(Contract):
    """Users hold coins and pay each other."""

    held: Map[User, U32]

    class Paid(Event):
        """Somebody paid somebody."""

        by: User
        to: User
        amount: U32

    @function
    def pay(self, to: User, n: U32) -> None:
        """Pays `n` coins to `to`."""
        assert self.held[self.caller] >= n, "the purse is empty"
        self.held[self.caller] -= n
        self.held[to] += n
        self.emit(self.Paid(self.caller, to, n))

    @function
    def look(self) -> None:
        """Needs one coin, and takes none."""
        assert self.held[self.caller] > 0, "the purse is empty"
