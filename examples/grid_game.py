"""A game on a grid: players walk and collect coins; the game's operator sends their moves in bundles."""

from saya_py.lang import U8, U32, U64, Contract, Event, Map, Struct, User, function, poseidon

SIZE = 16
"""Cells of a side."""
NORTH, EAST, SOUTH, WEST = 0, 1, 2, 3
"""Directions of a move."""


class Walker(Struct):
    """Where a player stands, and after how many steps."""

    x: U8
    y: U8
    steps: U8
    playing: U8


class GridGame(Contract):
    """Every cell has one coin. The operator, the game's server, authorises the moves of all players together."""

    walkers: Map[User, Walker]
    coins: Map[User, U32]
    finder: Map[U8, U8, User]
    """Who took the coin of a cell."""

    class Collected(Event):
        """A player found a coin."""

        player: User
        x: U8
        y: U8

    STEPS = 100
    """Steps after which a player is tired."""

    @function
    def join(self, epoch: U32) -> None:
        """Puts the caller on a cell that nobody can choose: the randomness of `epoch` decides."""
        assert self.walkers[self.caller].playing == 0, "you are on the grid already"
        cell = U64(poseidon(self.beacon(epoch), self.caller)[0]) % (SIZE * SIZE)
        self.walkers[self.caller] = Walker(x=U8(cell % SIZE), y=U8(cell // SIZE), steps=0, playing=1)

    @function(auth="operator")
    def move(self, direction: U8) -> None:
        """Takes the player one step; at the edge of the grid it fails."""
        walker = self.walkers[self.caller]
        assert walker.playing == 1, "this player is not on the grid"
        assert walker.steps < self.STEPS, "this player is tired"
        x = walker.x
        y = walker.y
        if direction == NORTH:
            assert y > 0, "this is the northern edge"
            y -= 1
        elif direction == SOUTH:
            assert y < SIZE - 1, "this is the southern edge"
            y += 1
        elif direction == WEST:
            assert x > 0, "this is the western edge"
            x -= 1
        else:
            assert direction == EAST, "there is no such direction"
            assert x < SIZE - 1, "this is the eastern edge"
            x += 1
        self.walkers[self.caller] = walker.replace(x=x, y=y, steps=walker.steps + 1)
        if self.finder[x, y] == User(0):
            self.finder[x, y] = self.caller
            self.coins[self.caller] += 1
            self.emit(self.Collected(player=self.caller, x=x, y=y))
