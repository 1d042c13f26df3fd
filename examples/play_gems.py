"""Plays Diamonds & Rubies on a running thread: buys rubies, one by one call and two in a bundle, and waits for the L2.

SAYAPY_RPC_URL, SAYAPY_SETTLEMENT and SAYAPY_WORLD say which world it is, as for `sayapy` itself, SAYAPY_WALLET and
SAYAPY_PASSPHRASE who plays:

`python -m examples.play_gems --manifest set/manifest.json --user 1`
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.client import Caller, ThreadClient
from saya_py.core.errors import CallFailed, SayaError
from saya_py.wallet import Wallet


def play(client: ThreadClient, player: Caller, timeout: float) -> None:
    """Buy three rubies and tell what happens, from the soft confirmation to the settlement."""
    bought = player.call(DiamondsAndRubies.buy_rubies, 1)
    say(f"confirmed at once, by the thread's word:\n{bought.receipt}")

    with player.bundle() as bundle:
        bundle.call(DiamondsAndRubies.buy_rubies, 1)
        bundle.call(DiamondsAndRubies.buy_rubies, 1)
    say(f"two in a bundle, both or none:\n{bundle.submitted.receipt}")

    try:
        player.call(DiamondsAndRubies.buy_rubies, 1_000_000)
    except CallFailed as refused:
        say(f"a million more: {refused}")

    for submitted in (bought, bundle.submitted):
        settled = submitted.wait_settled(timeout)
        say(f"settled in sub-block {settled.seq} by transaction {settled.transaction} in block {settled.block}")
    rubies = client.canonical(DiamondsAndRubies, "rubies", player.user)
    say(f"user {player.user} has {rubies} rubies on the L2")


def say(text: str) -> None:
    """One step of the game."""
    print(text, flush=True)  # noqa: T201 - what the script is for


def main() -> None:
    """Read the options, connect, play."""
    options = argparse.ArgumentParser(description="Plays Diamonds & Rubies on a running thread.")
    options.add_argument("--service", default="http://127.0.0.1:8787", help="the thread's HTTP interface")
    options.add_argument("--manifest", type=Path, required=True, help="manifest.json of the set")
    options.add_argument("--user", type=int, required=True, help="the player's number in the world")
    options.add_argument("--timeout", type=float, default=900, help="seconds to wait for the settlement")
    given = options.parse_args()

    wallet = Wallet.open(Path(os.environ["SAYAPY_WALLET"]), os.environ["SAYAPY_PASSPHRASE"])
    manifest = parse_manifest(given.manifest.read_text(), str(given.manifest))
    with ThreadClient.connect(
        given.service,
        [DiamondsAndRubies],
        rpc=os.environ["SAYAPY_RPC_URL"],
        settlement=os.environ["SAYAPY_SETTLEMENT"],
        world=int(os.environ["SAYAPY_WORLD"]),
        manifest=manifest,
    ) as client:
        play(client, client.caller(given.user, wallet), given.timeout)


if __name__ == "__main__":
    try:
        main()
    except SayaError as error:
        sys.exit(f"play_gems: {error}")
