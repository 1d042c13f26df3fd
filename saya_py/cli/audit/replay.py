"""`sayapy replay`: a settled sub-block call by call."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from saya_py.cli.audit.options import (
    BundleFile,
    Calls,
    FromBlock,
    Manifests,
    RpcUrl,
    RunSources,
    Settlement,
    ThreadNumber,
    WorldNumber,
)
from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages
from saya_py.core.errors import Mismatch

if TYPE_CHECKING:
    from saya_py.audit.execution import Step
    from saya_py.audit.replay import Replay

_PROMPT = "Enter: next step; a: all the others; q: quit "
_SIGNS = {"authorise": "authorises with", "read": "reads", "write": "writes"}


def replay_command(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="The sub-block.")],
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    thread: ThreadNumber = None,
    from_block: FromBlock = 0,
    calls: Calls = None,
    manifest: Manifests = None,
    bundle: BundleFile = None,
    run_sources: RunSources = False,
    as_json: AsJson = False,
) -> None:
    """Execute the calls of a settled sub-block on its input list, one by one, with everything that they read and write.

    On a terminal it stops after each call. The contracts are compiled from the manifest's sources; their circuits are
    not built, and the proof is verified: `sayapy audit` does both. Exit status as there.
    """
    # Imported here: the chain client costs half a second that other commands need not wait for.
    from saya_py.audit.replay import replay
    from saya_py.cli.audit.gathering import Given, gather

    given = Given(rpc, settlement, world, thread, from_block, calls, manifest or (), bundle, True, run_sources)
    with gather(given) as gathered, Stages(quiet=as_json) as stages:
        source = gathered.source
        _ = source.deployment
        sets = gathered.audited_sets(stages)
        found = replay(source.deployment, sets, source.evidence(number), gathered.calls(number))
    if as_json:
        typer.echo(json.dumps(found.to_json()))
    else:
        console = Console()
        on_terminal = console.is_terminal and sys.stdin.isatty()
        show_replay(console, found, console.input if on_terminal else None)
    failing = found.report.first_failing
    if found.report.verdict == "mismatch" and failing is not None:
        raise Mismatch(f"sub-block {number} is not what it should be: {failing.name}: {failing.reason}")


def show_replay(console: Console, found: Replay, ask: Callable[[str], str] | None) -> None:
    """All steps, after each of which `ask` may be asked how to go on."""
    header = found.settlement.header
    console.print(
        Text(f"Sub-block {header.seq}: {header.call_count} calls, window {header.t_min} to {header.t_max}", "bold")
    )
    for number, step in enumerate(found.execution.steps, start=1):
        _show_step(console, found, step)
        if ask is None or number == len(found.execution.steps):
            continue
        answer = _answer(ask)
        if answer == "q":
            return
        if answer == "a":
            ask = None
    stop = found.execution.stop
    if stop is not None:
        place = f"submission {stop.position.submission + 1}"
        place += "" if stop.position.call is None else f", call {stop.position.call + 1}"
        key = "" if stop.key is None else f": {found.names.key(stop.key)}"
        console.print(Text(f"{place} FAILS: {stop.reason}{key}", "bold red"), soft_wrap=True)


def _answer(ask: Callable[[str], str]) -> str:
    try:
        return ask(_PROMPT).strip().lower()
    except EOFError:
        return "q"


def _show_step(console: Console, found: Replay, step: Step) -> None:
    call = "" if step.position.call is None else f".{step.position.call + 1}"
    console.print(Text(f"{step.position.submission + 1}{call} {found.title(step)}", "cyan"), soft_wrap=True)
    names = found.names
    for access in step.accesses:
        old, new = names.value(access.key, access.old), names.value(access.key, access.new)
        became = "" if access.new == access.old else f" -> {new}"
        console.print(Text(f"    {_SIGNS[access.kind]} {names.key(access.key)} = {old}{became}"), soft_wrap=True)
    for event in step.events:
        console.print(Text(f"    emits {names.event(event)}", "magenta"), soft_wrap=True)
