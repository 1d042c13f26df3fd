"""`sayapy verify`: a proof file judged on its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from saya_py.audit.proof_file import Content, ProofReport, judge_proof_file, read_proof_file
from saya_py.cli.options import AsJson
from saya_py.core.errors import Mismatch
from saya_py.core.limbs import parse_hex
from saya_py.core.statement_json import head_to_json

NOT_CHECKED = (
    "that the values at the start were the chain's canonical ones, or that the sub-block was settled",
    "what the calls were: the proof names them by a digest, and their number",
    "that domain and set root are those of your world, unless you pass them",
)
"""What a valid proof alone does not show."""


def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A proof file, such as `sayapy demo --save` writes.")],
    domain: Annotated[
        str | None, typer.Option(metavar="HEX", help="Demand this domain: chain, settlement contract and world.")
    ] = None,
    set_root: Annotated[str | None, typer.Option(metavar="HEX", help="Demand this contract set.")] = None,
    os_version: Annotated[str | None, typer.Option(metavar="HEX", help="Demand this OS version.")] = None,
    as_json: AsJson = False,
) -> None:
    """Verify a proof without a chain, a database or circuits.

    Exit status: 0 valid, 2 no proof file, 5 not what was demanded, 7 not valid, 8 unknown OS version.
    """
    demanded = {"domain": domain, "set_root": set_root, "os_version": os_version}
    wanted = {name: "0x" + parse_hex(text, 32).hex() for name, text in demanded.items() if text is not None}
    report = judge_proof_file(read_proof_file(file))
    found = {} if report.content is None else head_to_json(report.content.head)
    differing = [name for name, text in wanted.items() if name in found and found[name] != text]
    if as_json:
        typer.echo(json.dumps(_to_json(report) | {"differs": differing, "not_checked": NOT_CHECKED}))
    elif report.content is not None:
        _show(Console(), report, report.content, differing)
    report.demand_valid(str(file))
    if differing:
        told = [f"{name} is {found[name]}, but {wanted[name]} was demanded" for name in differing]
        raise Mismatch(f"{file}: the proof is valid, but for something else\n  " + "\n  ".join(told))


def _to_json(report: ProofReport) -> dict[str, Any]:
    version, content = report.version, report.content
    shown: dict[str, Any] = {
        "verdict": report.verdict,
        "reason": report.reason,
        "profile": None if version is None else version.profile,
        "development": None if version is None else version.development,
    }
    if content is not None:
        shown |= head_to_json(content.head)
        shown |= {"entries": content.entries, "changed": content.changed}
        shown |= {"commit": "0x" + content.commit.hex(), "proof_bytes": content.proof_bytes}
    return shown


def _show(console: Console, report: ProofReport, content: Content, differing: list[str]) -> None:
    headlines = {
        "valid": "[bold green]The proof is valid.[/]",
        "invalid": "[bold red]The proof is NOT valid.[/]",
        "unknown_os_version": "[bold red]Nothing is known of this proof: the OS version is unknown.[/]",
    }
    console.print(headlines[report.verdict])
    if report.version is not None and report.version.development:
        console.print(f"[bold yellow]FOR DEVELOPMENT ONLY: {_weakness(report.version.profile)}[/]")
    console.print(_table(report, content, differing))
    if report.verdict == "valid":
        for line in ("Not checked here:", *(f"- {each};" for each in NOT_CHECKED)):
            console.print(f"[dim]{line}[/]", highlight=False)


def _weakness(profile: str) -> str:
    if profile == "fast":
        return "profile `fast` proves far fewer bits than `secure`, and calls may be unsigned."
    return "this OS version accepts unsigned calls."


def _table(report: ProofReport, content: Content, differing: list[str]) -> Table:
    head, shown = content.head, head_to_json(content.head)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    version = "unknown" if report.version is None else report.version.profile
    kind = ", development" if report.version is not None and report.version.development else ""
    table.add_row("OS version", f"{shown['os_version']} ({version}{kind})")
    table.add_row("domain", str(shown["domain"]))
    table.add_row("set root", str(shown["set_root"]))
    table.add_row("thread, sub-block", f"{head.thread}, {head.seq}")
    table.add_row("prover", str(shown["prover"]))
    table.add_row("calls", f"{head.call_count}, digest {shown['calls_out']}")
    table.add_row("entries", f"{content.entries}, {content.changed} of them changed")
    table.add_row("window", f"{_moment(head.t_min)} to {_moment(head.t_max)}")
    for name in differing:
        table.add_row("[red]not as demanded[/]", f"[red]{name.replace('_', ' ')}[/]")
    return table


def _moment(seconds: int) -> str:
    """A time in UTC; those after the year 9999 as seconds."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):
        return f"{seconds} seconds after 1970"
