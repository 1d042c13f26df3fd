"""What happens in the demo: players, grants, calls. No machinery."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """A player, by user id, and what the dApp's L2 contract grants before the first sub-block."""

    user: int
    name: str
    diamonds: int
    rubies: int


@dataclass(frozen=True)
class Purchase:
    """A call `buy(rubies)` by a player."""

    player: Player
    rubies: int


ALICE = Player(1, "Alice", 20, 50)
BOB = Player(2, "Bob", 15, 90)
CAROL = Player(3, "Carol", 10, 2)
MIKE = Player(4, "Mike", 12, 0)

PLAYERS = (ALICE, BOB, CAROL, MIKE)

SUB_BLOCK_1 = (Purchase(ALICE, 3), Purchase(BOB, 2), Purchase(CAROL, 3), Purchase(MIKE, 4))

# Mike has no diamonds left, so his call fails with the contract's message and is not included.
SUB_BLOCK_2 = (Purchase(ALICE, 2), Purchase(BOB, 1), Purchase(MIKE, 1))

# Proven on Alice's balance of then; before it settles, the L2 contract grants her more diamonds.
SUB_BLOCK_3 = (Purchase(ALICE, 1),)
LATE_GRANT_DIAMONDS = 10
