"""Options that say what is audited, and with what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saya_py.cli.where import RPC, SETTLEMENT, WORLD

_THREAD = "Thread, from a node"
_WITH = "What is checked with"

RpcUrl = Annotated[str | None, RPC]
Settlement = Annotated[str | None, SETTLEMENT]
WorldNumber = Annotated[int | None, WORLD]
ThreadNumber = Annotated[
    int | None,
    typer.Option("--thread", min=1, envvar="SAYAPY_THREAD", rich_help_panel="World", help="The thread's number in it."),
]
FromBlock = Annotated[
    int,
    typer.Option(
        metavar="BLOCK",
        min=0,
        rich_help_panel="World",
        help="The block in which the contract was deployed: the node is asked for no events before it.",
    ),
]
First = Annotated[int | None, typer.Option("--from", metavar="N", min=1, help="The first sub-block; else the first.")]
Last = Annotated[int | None, typer.Option("--to", metavar="M", min=1, help="The last one; else the latest settled.")]
Calls = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", rich_help_panel=_WITH, help="The calls: a service's folder, a folder of call data, or a bundle."
    ),
]
Manifests = Annotated[
    list[Path] | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        rich_help_panel=_WITH,
        help="The contract set's manifest; again for another set that the range was settled with.",
    ),
]
BundleFile = Annotated[
    Path | None,
    typer.Option("--bundle", metavar="FILE", help="Take everything from a bundle, and ask no node."),
]
TrustManifest = Annotated[
    bool,
    typer.Option(
        "--trust-manifest",
        rich_help_panel=_WITH,
        help="Build no circuits: compile the sources, and believe that the manifest's digests are those of their "
        "circuits. The report says so.",
    ),
]
RunSources = Annotated[
    bool,
    typer.Option(
        "--run-sources",
        rich_help_panel=_WITH,
        help="Import sources that may do more than declare: read them first.",
    ),
]
