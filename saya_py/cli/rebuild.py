"""`sayapy rebuild`: the set root from the manifest's sources alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.build import ABI_FILE, MANIFEST_FILE
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.rebuild import notes, rebuild
from saya_py.cli.options import AsJson
from saya_py.cli.set_report import kind_json, set_root_line
from saya_py.cli.stages import Stages
from saya_py.core.errors import Mismatch


def rebuild_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with manifest.json, and abi.json if there is one.")
    ],
    run_sources: Annotated[
        bool, typer.Option("--run-sources", help="Import sources that may do more than declare: read them first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Rebuild a set from the sources in its manifest, and compare all digests: what an auditor does."""
    manifest_file, abi_file = folder / MANIFEST_FILE, folder / ABI_FILE
    manifest = parse_manifest(read_text(manifest_file), str(manifest_file))
    abi = parse_abi(read_text(abi_file), str(abi_file)) if abi_file.is_file() else None
    with Stages(quiet=as_json) as stages:
        stages.begin("rebuilding")
        differences = rebuild(manifest, abi, stages.finished, run_sources=run_sources)
    said = list(notes(manifest, differences))
    if as_json:
        report = {
            "status": "differs" if differences else "agrees",
            **kind_json(manifest),
            "compiler": manifest.compiler,
            "differences": [difference.to_json() for difference in differences],
            "notes": said if differences else [],
        }
        typer.echo(json.dumps(report))
    if differences:
        raise Mismatch("the set is not what its manifest says\n  " + "\n  ".join([*map(str, differences), *said]))
    if not as_json:
        console = Console()
        counts = f"{len(manifest.sources)} source files, {len(manifest.circuits)} circuits"
        console.print(f"[green]The manifest is true[/]: rebuilt from {counts}.", highlight=False)
        console.print(set_root_line(manifest), highlight=False, soft_wrap=True)
