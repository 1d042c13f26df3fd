"""Helpers of contracts in a module of their own."""

from saya_py.lang import U8, U32, U64, User

BASE = 100


def fee(amount: U64, rate: U32) -> U64:
    assert amount > 0, "nothing to charge"
    return amount * U64(rate) // BASE + least()


def least() -> U64:
    return 1  # type: ignore[return-value]


def below(n: U32, step: U8) -> U32:
    return n - U32(step)


def somebody(user: User) -> User:
    assert user != 0, "nobody"
    return user
