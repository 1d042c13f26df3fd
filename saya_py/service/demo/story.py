"""What happens in the demo: players, grants, calls. No machinery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Player:
    """A player, by user id, and what the dApp's L2 contract grants before the first sub-block."""

    user: int
    name: str
    diamonds: int
    rubies: int


@dataclass(frozen=True)
class Purchase:
    """A call `buy_rubies(rubies)` by a player."""

    player: Player
    rubies: int


@dataclass(frozen=True)
class Award:
    """A call `award_diamonds(diamonds)` for a player, which the contract's operator authorises."""

    player: Player
    diamonds: int


@dataclass(frozen=True)
class Awards:
    """Awards that the operator signs as one bundle."""

    awards: tuple[Award, ...]


@dataclass(frozen=True)
class Basket:
    """Purchases of one player, who signs them as one bundle: all of them or none."""

    purchases: tuple[Purchase, ...]


Action: TypeAlias = Purchase | Award
Story: TypeAlias = Purchase | Basket | Awards
"""What is signed and submitted as one: a purchase on its own, or a bundle."""

ALICE = Player(1, "Alice", 20, 50)
BOB = Player(2, "Bob", 15, 90)
CAROL = Player(3, "Carol", 10, 2)
MIKE = Player(4, "Mike", 12, 0)

PLAYERS = (ALICE, BOB, CAROL, MIKE)

OPERATOR = 5
"""User id of the contract's operator, the game's server; it plays no part itself."""
OPERATOR_NAME = "the operator"

PURCHASES = (Purchase(ALICE, 3), Purchase(BOB, 2), Purchase(CAROL, 3), Purchase(MIKE, 4))
SUB_BLOCK_1: tuple[Story, ...] = (Awards((Award(ALICE, 4), Award(CAROL, 2))), *PURCHASES)

# Mike has no diamonds left, so his call fails with the contract's message and is not included.
MORE_PURCHASES = (Purchase(ALICE, 2), Purchase(ALICE, 1), Purchase(MIKE, 1))
SUB_BLOCK_2: tuple[Story, ...] = (Basket(MORE_PURCHASES[:2]), MORE_PURCHASES[2])

# Proven on Alice's balance of then; before it settles, the L2 contract grants her more diamonds, so that it is executed
# and proven again.
SUB_BLOCK_3: tuple[Story, ...] = (Purchase(ALICE, 1),)
LATE_GRANT_DIAMONDS = 10
