"""`sayapy export` and `sayapy import`: bundles for audits without a node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from saya_py.cli.audit.options import (
    Calls,
    First,
    FromBlock,
    Last,
    Manifests,
    RpcUrl,
    Settlement,
    ThreadNumber,
    WorldNumber,
)
from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bundle to write.")],
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    thread: ThreadNumber = None,
    from_block: FromBlock = 0,
    first: First = None,
    last: Last = None,
    calls: Calls = None,
    manifest: Manifests = None,
    as_json: AsJson = False,
) -> None:
    """Write one file with everything that an audit of a range needs, for whoever has no node."""
    # Imported here: the chain client costs half a second that other commands need not wait for.
    from saya_py.audit.bundle import SubBlockFile, export_bundle
    from saya_py.audit.evidence import Unknown
    from saya_py.cli.audit.gathering import Given, gather

    lacking: list[str] = []

    def heard(found: SubBlockFile) -> None:
        parts: list[object] = [found.evidence, found.calls]
        if not isinstance(found.evidence, Unknown):
            parts += [found.evidence.calldata, found.evidence.values, found.evidence.block_time]
        lacking.extend(f"sub-block {found.seq}: {part.reason}" for part in parts if isinstance(part, Unknown))

    given = Given(rpc, settlement, world, thread, from_block, calls, manifest or ())
    with gather(given) as gathered, Stages(quiet=as_json) as stages:
        stages.begin("asking the node")
        seqs = gathered.source.sub_blocks(first, last)
        _ = gathered.source.deployment
        size = export_bundle(file, gathered.source, gathered.calls, gathered.sets, seqs, heard)
    counts = {"sub_blocks": len(seqs), "sets": len(gathered.sets), "bytes": size}
    if as_json:
        typer.echo(json.dumps({"file": str(file), **counts, "lacks": lacking}))
        return
    console = Console()
    told = ", ".join(f"{count:,} {what.replace('_', '-')}" for what, count in counts.items())
    console.print(f"{file}: {told}", highlight=False, soft_wrap=True)
    for line in lacking:
        console.print(Text(f"lacks {line}", "yellow"), soft_wrap=True)


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle.")],
    folder: Annotated[Path, typer.Option("--to-folder", metavar="DIR", help="Where to put its files.")],
    as_json: AsJson = False,
) -> None:
    """Put the call data and contract sets of a bundle into a folder, to audit them with a node of your own.

    The bundle is read strictly. `--calls DIR` and `--manifest DIR/set/manifest.json` take what is written.
    """
    from saya_py.audit.bundle_reading import read_bundle
    from saya_py.audit.unpacking import unpack

    written = unpack(read_bundle(file), folder)
    if as_json:
        typer.echo(json.dumps({"files": [str(path) for path in written]}))
        return
    for path in written:
        typer.echo(path)
