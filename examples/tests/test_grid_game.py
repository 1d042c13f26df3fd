"""The grid game: many moves, each a call that the operator sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.grid_game import EAST, NORTH, SIZE, SOUTH, WEST, GridGame, Walker
from saya_py.lang import User
from saya_py.testing import reverts

STEP = {NORTH: (0, -1), EAST: (1, 0), SOUTH: (0, 1), WEST: (-1, 0)}


@pytest.fixture(scope="module")
def game(deploy, alice):
    """Alice stands in the middle."""
    game = deploy(GridGame)
    game.walkers[alice] = Walker(x=8, y=8, steps=0, playing=1)
    return game


@given(moves=st.lists(st.sampled_from(sorted(STEP)), max_size=30))
def test_a_walk(game, alice, moves):
    x, y, seen = 8, 8, set()
    for move in moves:
        dx, dy = STEP[move]
        if x + dx in range(SIZE) and y + dy in range(SIZE):
            x, y = x + dx, y + dy
            seen.add((x, y))
            game.move(move, caller=alice)
        else:
            with reverts(match="edge$"):
                game.move(move, caller=alice)
    assert (game.walkers[alice].x, game.walkers[alice].y) == (x, y)
    assert game.coins[alice] == len(seen)


def test_a_coin_is_found_once(game, alice):
    receipt = game.move(EAST, caller=alice)
    assert receipt.events == (GridGame.Collected(player=alice, x=9, y=8),)
    game.move(WEST, caller=alice)
    assert game.move(EAST, caller=alice).events == ()
    assert game.finder[9, 8] == alice


def test_who_may_move(game, alice, bob):
    with reverts("this player is not on the grid"):
        game.move(EAST, caller=bob)
    with reverts("there is no such direction"):
        game.move(4, caller=alice)
    game.walkers[alice] = Walker(x=8, y=8, steps=100, playing=1)
    with reverts("this player is tired"):
        game.move(EAST, caller=alice)


def test_a_beacon_places_players_on_the_grid(game, world, users):
    with reverts("the beacon of this epoch is not published"):
        game.join(7, caller=users(20)[-1])
    world.set_beacon(7, 0x1234_5678_9ABC_DEF0_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0001)
    places = set()
    for user in users(40)[20:]:
        game.join(7, caller=user)
        walker = game.walkers[user]
        assert walker.x < SIZE
        assert walker.y < SIZE
        places.add((int(walker.x), int(walker.y)))
    assert len(places) > 10, "they spread"
    with reverts("you are on the grid already"):
        game.join(7, caller=users(40)[20])


@pytest.mark.prove
def test_a_bundle_of_moves_is_proven(game, alice):
    for direction in (EAST, SOUTH, WEST, NORTH):
        game.move(direction, caller=alice)
    assert game.walkers[alice] == Walker(x=8, y=8, steps=4, playing=1)
    assert game.coins[User(alice)] == 4
