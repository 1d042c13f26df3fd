"""`sayapy chain start`: a local chain for development, whose state outlives it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from saya_py.cli.options import AsJson
from saya_py.cli.stopping import stop_signals
from saya_py.core.errors import ChainError, UserError

if TYPE_CHECKING:
    from saya_py.chain.evm.anvil import Anvil

ACCOUNTS = 10
DEFAULT_PORT = 8545
_LOOK_SECONDS = 0.2
STATE_FILE, LOG_FILE, LOCK_FILE = "state.json", "anvil.log", ".lock"


def start_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Keeps the chain's state; made when missing.")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where it listens, on this machine only.")] = DEFAULT_PORT,
    block_time: Annotated[
        int, typer.Option(min=0, metavar="SECONDS", help="From block to block; 0: a block for each transaction only.")
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Run a chain for development (anvil) until Ctrl-C or SIGTERM, and go on from the same state the next time.

    Its accounts have public keys and money that is worth nothing. Prints where it is as soon as it answers.
    """
    # Imported here, because the chain client costs half a second that `sayapy version` need not wait for.
    from saya_py.chain.evm.anvil import Anvil

    lock = _taken(folder)
    try:
        anvil = Anvil(folder / LOG_FILE, port, folder / STATE_FILE, block_time or None)
        with stop_signals() as stop, anvil:
            _show(anvil, folder, as_json)
            _watch(anvil, stop)
    finally:
        os.close(lock)
    if not as_json:
        Console(stderr=True).print(f"stopped; {folder / STATE_FILE} has the chain", highlight=False, soft_wrap=True)


def _taken(folder: Path) -> int:
    """The lock of the folder; two chains would overwrite each other's state."""
    from saya_py.store.files import try_exclusive

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = try_exclusive(folder / LOCK_FILE)
    except OSError as error:
        raise UserError(f"{folder} cannot be used: {error.strerror}") from None
    if lock is None:
        raise UserError(f"another process runs a chain in {folder}: end it, or use another folder")
    return lock


def _watch(anvil: Anvil, stop: Event) -> None:
    while not stop.wait(_LOOK_SECONDS):
        if not anvil.runs:
            raise ChainError(f"anvil ended by itself; the end of {anvil.log} may say why")


def _show(anvil: Anvil, folder: Path, as_json: bool) -> None:
    report = _report(anvil, folder)
    if as_json:
        typer.echo(json.dumps(report))
        return
    console = Console()

    def say(text: str) -> None:
        console.print(text, highlight=False, soft_wrap=True)

    say("[bold yellow]FOR DEVELOPMENT ONLY[/]: everybody knows the keys of these accounts, here and on every chain.")
    say(f"rpc       {report['rpc']}")
    say(f"chain id  {report['chain_id']}, block {report['block']}")
    say(f"state     {report['state']}")
    for account in report["accounts"]:
        say(f"account   {account['address']}  key {account['key']}")
    say("Ctrl-C stops it; the next start goes on from its state.")


def _report(anvil: Anvil, folder: Path) -> dict[str, Any]:
    from saya_py.chain.evm.accounts import anvil_account
    from saya_py.chain.evm.transactions import connect

    w3 = connect(anvil.url)
    accounts = [anvil_account(index) for index in range(ACCOUNTS)]
    return {
        "rpc": anvil.url,
        "development": True,
        "chain_id": w3.eth.chain_id,
        "block": w3.eth.block_number,
        "state": str(folder / STATE_FILE),
        "log": str(folder / LOG_FILE),
        "accounts": [{"address": each.address, "key": "0x" + bytes(each.key).hex()} for each in accounts],
    }
