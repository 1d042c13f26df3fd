"""Tic-tac-toe: any two players, any number of games."""

from saya_py.lang import U8, U32, Contract, Event, Map, Struct, User, Var, function

NOBODY = User(0)


class Game(Struct):
    """One game. Cell `i` of the nine, row by row, is bit `i` of `board` for a cross, bit `16 + i` for a nought."""

    crosses: User
    noughts: User
    board: U32
    moves: U8


class TicTacToe(Contract):
    """Games are numbered from 1. Crosses begin."""

    opened: Var[U32]
    games: Map[U32, Game]
    winner: Map[U32, User]

    class Won(Event):
        """A player has three in a row."""

        game: U32
        player: User

    ROWS = (0b111, 0b111000, 0b111000000, 0b1001001, 0b10010010, 0b100100100, 0b100010001, 0b1010100)
    """The cells of each row, column and diagonal."""

    @function
    def open(self) -> None:
        """Opens a game; the caller plays crosses."""
        self.opened += 1
        self.games[self.opened] = Game(crosses=self.caller, noughts=NOBODY, board=0, moves=0)

    @function
    def join(self, number: U32) -> None:
        """Joins a game; the caller plays noughts."""
        game = self.games[number]
        assert game.crosses != NOBODY, "there is no such game"
        assert game.noughts == NOBODY, "this game has its players"
        assert game.crosses != self.caller, "you cannot play against yourself"
        self.games[number] = game.replace(noughts=self.caller)

    @function
    def play(self, number: U32, cell: U8) -> None:
        """Puts the caller's sign into a cell from 0 to 8."""
        game = self.games[number]
        assert game.noughts != NOBODY, "this game waits for a player"
        assert self.winner[number] == NOBODY and game.moves < 9, "this game is over"
        assert cell < 9, "cells are numbered from 0 to 8"
        crosses = game.moves % 2 == 0
        assert self.caller == (game.crosses if crosses else game.noughts), "it is not your turn"
        taken = game.board | game.board >> 16
        mark = U32(1) << cell
        assert taken & mark == 0, "this cell is taken"

        board = game.board | (mark if crosses else mark << 16)
        self.games[number] = game.replace(board=board, moves=game.moves + 1)
        own = board if crosses else board >> 16
        for row in self.ROWS:
            if own & row == row:
                self.winner[number] = self.caller
                self.emit(self.Won(game=number, player=self.caller))
                return
