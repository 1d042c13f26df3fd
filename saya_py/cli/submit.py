"""`sayapy submit`: handing submissions to the process that runs a thread."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saya_py.cli.options import AsJson
from saya_py.cli.status import Folder
from saya_py.core.errors import SomeRefused, TimedOut, UserError


def submit_command(
    folder: Folder,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A submission on each line; `-` is standard input.")
    ] = "-",
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait until the thread took them, and tell what it said of each.")
    ] = True,
    settled: Annotated[bool, typer.Option("--settled", help="Wait until each is settled or dropped.")] = False,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="How long to wait at most.")] = 600.0,
    as_json: AsJson = False,
) -> None:
    """Put submissions into the thread's spool folder, on its machine; from then on they survive a crash.

    Exit status: 9 when lines are no submissions, or were refused or dropped; 10 when the time is over.
    """
    # Imported here: SQLAlchemy costs half a second that other commands need not wait for.
    from saya_py.cli.outcomes import show_outcomes
    from saya_py.service.folder import ServiceFolder
    from saya_py.service.handing_in import HandedIn

    handed = HandedIn.put(ServiceFolder.read(folder), _read(file))
    if not wait and not settled:
        typer.echo(json.dumps({"file": str(handed.path)}) if as_json else f"handed in as {handed.path}")
        return
    outcomes = handed.wait(settled, timeout)
    if as_json:
        typer.echo(json.dumps({"file": str(handed.path), "lines": [outcome.to_json() for outcome in outcomes]}))
    else:
        show_outcomes(Console(), outcomes)
    if any(outcome.status == "waiting" for outcome in outcomes) or (
        settled and any(outcome.status in ("accepted", "included") for outcome in outcomes)
    ):
        raise TimedOut(
            f"after {timeout:g} s some lines are still on their way; they are safe: see `sayapy status`, and whether "
            "the thread runs"
        )
    bad = sum(outcome.reason is not None for outcome in outcomes)
    if bad:
        raise SomeRefused(f"{bad} of {len(outcomes)} lines were refused or dropped; each is named with its reason")


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error}") from None
