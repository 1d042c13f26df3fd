"""The users of simulated worlds."""

from saya_py.lang import User

ALICE = User(1)
BOB = User(2)
CAROL = User(3)
MIKE = User(4)


def users(count: int) -> tuple[User, ...]:
    """The first `count` users: Alice, Bob, Carol, Mike, and then others without a name."""
    if count < 0:
        raise ValueError(f"{count} is no number of users")
    return tuple(User(number) for number in range(1, count + 1))
