"""Options that say where on a chain something is, and with which L2 account it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saya_py.cli.l2_account import KEY_VARIABLE

_WORLD = "World"
RPC = typer.Option("--rpc", metavar="URL", envvar="SAYAPY_RPC_URL", rich_help_panel=_WORLD, help="A node of its chain.")
SETTLEMENT = typer.Option(
    "--settlement",
    metavar="ADDRESS",
    envvar="SAYAPY_SETTLEMENT",
    rich_help_panel=_WORLD,
    help="The settlement contract.",
)
WORLD = typer.Option("--world", min=1, envvar="SAYAPY_WORLD", rich_help_panel=_WORLD, help="The world's number in it.")

RpcUrl = Annotated[str, RPC]
Settlement = Annotated[str, SETTLEMENT]
WorldNumber = Annotated[int, WORLD]
ThreadNumber = Annotated[
    int,
    typer.Option(
        "--thread", min=1, envvar="SAYAPY_THREAD", rich_help_panel=_WORLD, help="The thread's number in the world."
    ),
]
Keystore = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help=f"The L2 account that sends, as an encrypted keystore. Else {KEY_VARIABLE} has its key."
    ),
]
