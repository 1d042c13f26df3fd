"""Tic-tac-toe: the rules, and random games against a plain board."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.tic_tac_toe import NOBODY, TicTacToe
from saya_py.testing import reverts

LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


@pytest.fixture(scope="module")
def game(deploy, alice, bob):
    """A game that Alice opened and Bob joined."""
    game = deploy(TicTacToe)
    game.open(caller=alice)
    game.join(1, caller=bob)
    return game


def test_crosses_win_with_three_in_a_row(game, alice, bob):
    for user, cell in [(alice, 0), (bob, 3), (alice, 1), (bob, 4)]:
        game.play(1, cell, caller=user)
    receipt = game.play(1, 2, caller=alice)
    assert game.winner[1] == alice
    assert receipt.events == (TicTacToe.Won(game=1, player=alice),)
    with reverts("this game is over"):
        game.play(1, 5, caller=bob)


def test_who_may_play_when(game, alice, bob, carol):
    with reverts("it is not your turn"):
        game.play(1, 0, caller=bob)
    with reverts("it is not your turn"):
        game.play(1, 0, caller=carol)
    game.play(1, 4, caller=alice)
    with reverts("this cell is taken"):
        game.play(1, 4, caller=bob)
    with reverts("cells are numbered from 0 to 8"):
        game.play(1, 9, caller=bob)


def test_joining(game, alice, bob, carol):
    with reverts("this game has its players"):
        game.join(1, caller=carol)
    with reverts("there is no such game"):
        game.join(2, caller=carol)
    game.open(caller=carol)
    with reverts("you cannot play against yourself"):
        game.join(2, caller=carol)
    with reverts("this game waits for a player"):
        game.play(2, 0, caller=carol)


@given(cells=st.permutations(range(9)))
def test_every_game_ends_as_on_paper(game, alice, bob, cells):
    owner = dict.fromkeys(range(9))
    for move, cell in enumerate(cells):
        player = (alice, bob)[move % 2]
        game.play(1, cell, caller=player)
        owner[cell] = player
        won = any(all(owner[c] == player for c in line) for line in LINES)
        assert game.winner[1] == (player if won else NOBODY)
        if won:
            break
    with reverts("this game is over"):
        game.play(1, 0, caller=bob)


@pytest.mark.prove
def test_a_move_is_proven(game, alice, bob):
    game.play(1, 4, caller=alice)
    game.play(1, 0, caller=bob)
