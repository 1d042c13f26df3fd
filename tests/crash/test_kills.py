"""SIGKILL at every boundary of a stage, and at any moment: with real `fast` proofs, on a real chain."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from saya_py.chain.evm.anvil import Anvil
from saya_py.service.demo.story import ALICE, BOB
from saya_py.store.states import Status
from tests.crash.dying import STEPS
from tests.crash.killed import KilledThread
from tests.support.chains import LocalChain
from tests.support.running import GemWorld

# Each kill finds what the one before left, so the order is that of the stages: one proof is enough for many of them.
TAKING = ("before accepting calls", "after accepting calls", "before sealing", "after sealing")
NOTING = ("before noting blocks", "after noting blocks")
OVERTAKEN = (
    *("before withdrawing sub-blocks", "after withdrawing sub-blocks"),
    *("before dropping a call", "after dropping a call"),
)
PROVING = (
    *("before starting to prove", "after starting to prove"),
    *("before asking for proof jobs", "after asking for proof jobs"),
    *("before keeping a proof", "after keeping a proof"),
    *("before taking a proof job", "after taking a proof job"),
    *("before finishing a proof job", "after finishing a proof job"),
    *("before recording the sub-block's proof", "after recording the sub-block's proof"),
)
SETTLING = (
    *("before recording a transaction", "after recording a transaction"),
    *("before sending a transaction", "after sending a transaction"),
    *("before recording that it was mined", "after recording that it was mined"),
    *("before writing call data", "after writing call data"),
)
SENT = ("before noting that it was sent", "after noting that it was sent")
FINAL = ("before making sub-blocks final", "after making sub-blocks final")

SUB_BLOCKS = 20
RANDOM_KILLS = 5
STUB_KILLS = 40
LONGEST_SECONDS = 60.0


def test_all_steps_are_on_the_list() -> None:
    listed = {*TAKING, *NOTING, *OVERTAKEN, *PROVING, *SETTLING, *SENT, *FINAL}
    assert listed == {f"{when} {step}" for step in STEPS for when in ("before", "after")}


@pytest.mark.faults("SIGKILL before and after every step, and at random moments")
def test_every_call_settles_once_whenever_the_process_is_killed(
    anvil: Anvil, compiled_gems: Path, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    world = GemWorld.create(anvil.url, compiled_gems)
    thread = KilledThread(world, tmp_path / "thread", [ALICE, BOB])
    for player in thread.players:
        thread.write(player, 1_000)

    def kill(*places: str, buying: bool = True) -> None:
        for place in places:
            if buying:
                thread.buy(ALICE, 1)
                thread.buy(BOB, 1)
            assert thread.run(place) < 0, f"was not killed {place}"

    kill(*TAKING)
    for place in NOTING:
        thread.mine(1)
        kill(place)
    for place in OVERTAKEN:
        # Somebody else leaves Alice too little for what she was promised.
        thread.write(ALICE, 4)
        kill(place)
        thread.write(ALICE, 1_000)
    kill(*PROVING, buying=False)
    kill(*SETTLING, *SENT, buying=False)
    thread.mine(3)
    kill(*FINAL, buying=False)
    chance = random.Random(6)
    for _ in range(RANDOM_KILLS):
        thread.buy(chance.choice(thread.players), 1)
        thread.run(seconds=chance.uniform(0.0, LONGEST_SECONDS))
    while len(thread.lines) < 2 * SUB_BLOCKS + 6:
        thread.buy(BOB, 1)
    assert thread.run(seconds=3_600) in (0, 9)
    statuses, sub_blocks = thread.check()
    assert thread.kills >= 30
    assert sub_blocks >= SUB_BLOCKS
    outcome(
        f"{thread.kills} kills, {sub_blocks} sub-blocks: {statuses[Status.SETTLED]} calls settled once, "
        f"{statuses[Status.DROPPED]} dropped with their reason"
    )


@pytest.mark.faults("SIGKILL at random moments, with stub proofs, while another contract writes the same entries")
def test_every_call_settles_once_with_many_kills(
    chain: LocalChain, compiled_gems: Path, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    world = GemWorld.create(chain.url, compiled_gems, stub=True)
    thread = KilledThread(world, tmp_path / "thread", [ALICE, BOB], stub=True)
    chance = random.Random(7)
    for player in thread.players:
        thread.write(player, 1_000)
    while thread.kills < STUB_KILLS:
        for _ in range(chance.randint(1, 4)):
            thread.buy(chance.choice(thread.players), 1)
        if chance.random() < 0.3:
            thread.write(chance.choice(thread.players), chance.choice([9, 500, 500]))
        thread.run(seconds=chance.uniform(0.0, 6.0))
    assert thread.run() in (0, 9)
    statuses, sub_blocks = thread.check()
    assert sub_blocks >= SUB_BLOCKS
    outcome(
        f"{thread.kills} kills, {sub_blocks} sub-blocks: {statuses[Status.SETTLED]} calls settled once, "
        f"{statuses[Status.DROPPED]} dropped with their reason"
    )
