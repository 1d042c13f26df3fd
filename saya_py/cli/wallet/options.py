"""Arguments and options that several wallet commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saya_py.cli.where import RPC, SETTLEMENT, WORLD

WalletFile = Annotated[Path, typer.Option("--wallet", "-w", metavar="FILE", envvar="SAYAPY_WALLET", help="The wallet.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Has the passphrase as its only line. Else SAYAPY_PASSPHRASE has it, or it is asked for."
    ),
]
User = Annotated[int | None, typer.Option(min=1, help="The user's id. May be left out when only one fits.")]
Lane = Annotated[int | None, typer.Option(min=0, help="The user's lane. May be left out when only one fits.")]
NewLane = Annotated[int, typer.Option("--lane", min=0, help="The user's lane.")]

_WORLD = "World"
Domain = Annotated[
    str | None,
    typer.Option(
        "--domain",
        metavar="0x…",
        envvar="SAYAPY_DOMAIN",
        rich_help_panel=_WORLD,
        help="The world's domain, in place of the options below.",
    ),
]
RpcUrl = Annotated[str | None, RPC]
Settlement = Annotated[str | None, SETTLEMENT]
WorldNumber = Annotated[int | None, WORLD]
ChainId = Annotated[
    int | None,
    typer.Option(
        "--chain-id",
        min=1,
        envvar="SAYAPY_CHAIN_ID",
        rich_help_panel=_WORLD,
        help="In place of a node: the chain's id.",
    ),
]
SetRoot = Annotated[
    str | None,
    typer.Option(
        metavar="0x…", envvar="SAYAPY_SET_ROOT", help="The contract set that the signature is for; or give --manifest."
    ),
]
Manifest = Annotated[Path | None, typer.Option(metavar="FILE", help="The contract set's manifest, for its set root.")]
ValidFor = Annotated[int, typer.Option(min=1, metavar="SECONDS", help="How long from now it may settle.")]

VALID_FOR = 4 * 3600
