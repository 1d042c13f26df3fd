"""A token: the seed's USDT, whose receivers claim what was sent to them, and direct payments beside it."""

from saya_py.lang import U64, Contract, Event, Map, User, function


class Token(Contract):
    """Balances of one token. Tokens come from deposits on the L2; here they only change hands.

    `transfer` and `claim` touch only entries of the caller, and ones that nobody else changes, so transfers of
    different users never wait for each other. `pay` moves tokens at once, and changes the receiver's balance.
    """

    balance: Map[User, U64]
    sent: Map[User, User, U64]
    """`sent[a, b]`: all that `a` ever transferred to `b`."""
    claimed: Map[User, User, U64]
    """`claimed[b, a]`: how much of it `b` has claimed."""

    class Moved(Event):
        """Tokens went from one user to another."""

        sender: User
        receiver: User
        amount: U64

    @function
    def transfer(self, to: User, amount: U64) -> None:
        """Sends tokens that `to` can claim."""
        assert to != self.caller, "you cannot send tokens to yourself"
        self.debit(self.caller, amount)
        self.sent[self.caller, to] += amount

    @function
    def claim(self, sender: User) -> None:
        """Takes all that `sender` has transferred to the caller since the last claim."""
        assert sender != self.caller, "you cannot claim tokens from yourself"
        total = self.sent[sender, self.caller]
        before = self.claimed[self.caller, sender]
        assert total > before, "no tokens to claim"
        self.claimed[self.caller, sender] = total
        self.balance[self.caller] += total - before
        self.emit(self.Moved(sender=sender, receiver=self.caller, amount=total - before))

    @function
    def pay(self, to: User, amount: U64) -> None:
        """Moves tokens at once."""
        self.move(self.caller, to, amount)

    def move(self, sender: User, receiver: User, amount: U64) -> None:
        """Moves tokens of `sender`. No player can call this: it is for the contracts of the same set."""
        assert receiver != sender, "you cannot send tokens to yourself"
        self.debit(sender, amount)
        self.credit(receiver, amount)
        self.emit(self.Moved(sender=sender, receiver=receiver, amount=amount))

    def debit(self, user: User, amount: U64) -> None:
        """Takes tokens out of a balance."""
        assert self.balance[user] >= amount, "insufficient balance"
        self.balance[user] -= amount

    def credit(self, user: User, amount: U64) -> None:
        """Puts tokens into a balance."""
        self.balance[user] += amount
