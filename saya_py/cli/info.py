"""`sayapy info`: what each function costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from saya_py.artifacts.costs.functions import FunctionCost, measure_set
from saya_py.artifacts.costs.gas import FIRST_WRITE, MAX_ENTRIES
from saya_py.cli.compile import load
from saya_py.cli.options import AsJson, Profile, ProfileOption, Targets
from saya_py.cli.stages import Stages
from saya_py.proving.calibration import MachineSpeed, measure_machine

UNKNOWN = "—"


def info_command(
    targets: Targets = None,
    profile: ProfileOption = Profile.secure,
    seconds: Annotated[
        bool,
        typer.Option("--seconds/--no-seconds", help="Prove a sub-block on this machine to estimate seconds a call."),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Print what a call of each function costs: rows, accesses, calls in a leaf, seconds, gas.

    Targets are those of `sayapy compile`.
    """
    speed: MachineSpeed | None = None
    with Stages(quiet=as_json) as stages:
        stages.begin("compiling")
        _, loaded = load(targets, as_json)
        stages.begin("counting rows")
        costs = list(measure_set(loaded, profile.value))
        if seconds:
            stages.begin("proving a sub-block on this machine, to estimate seconds")
            merging = any(cost.leaves > 1 for cost in costs)
            speed = measure_machine(profile.value, merging, stages.finished)
    if as_json:
        typer.echo(json.dumps(_report(costs, profile.value, speed)))
    else:
        _show(costs, profile.value, speed)


def _seconds(cost: FunctionCost, speed: MachineSpeed) -> float:
    return speed.sub_block_seconds(cost.leaves) / cost.calls


def _report(costs: Sequence[FunctionCost], profile: str, speed: MachineSpeed | None) -> dict[str, Any]:
    return {
        "profile": profile,
        "measured_stages": None if speed is None else {stage: round(took, 3) for stage, took in speed.stages.items()},
        "functions": [
            {
                "contract": cost.contract,
                "function": cost.function,
                "auth": cost.auth,
                "counted": {
                    "rows": {part: round(rows, 2) for part, rows in asdict(cost.rows).items()},
                    "leaf_rows": cost.leaf_rows,
                    "lanes": cost.lanes,
                    "reads": cost.reads,
                    "writes": cost.writes,
                    "permutations": cost.permutations,
                    "entries_changed": cost.entries.changed,
                    "entries_read": cost.entries.read,
                    "calls_in_a_full_sub_block": cost.calls,
                    "leaves_of_a_full_sub_block": cost.leaves,
                    "share_of_a_full_sub_block": round(cost.share, 6),
                },
                "estimated": {
                    "seconds": None if speed is None else round(_seconds(cost, speed), 4),
                    "gas": cost.gas,
                },
            }
            for cost in costs
        ],
    }


def _show(costs: Sequence[FunctionCost], profile: str, speed: MachineSpeed | None) -> None:
    console = Console()
    console.print(_rows_table(costs))
    console.print(_costs_table(costs, profile, speed))
    for note in _notes(costs, profile, speed):
        console.print(f"[dim]{note}[/]", highlight=False)


def _rows_table(costs: Sequence[FunctionCost]) -> Table:
    columns = ("logic", "accesses", "call", "authorisation¹", "log", "all", "lanes")
    title = f"Rows of one call, of the {costs[0].leaf_rows:,} of a leaf, and the calls that a leaf holds (counted)"

    def cells(cost: FunctionCost) -> list[str]:
        rows = cost.rows
        parts = [
            f"{part:,.1f}" for part in (rows.logic, rows.accesses, rows.call, rows.authorisation, rows.log, rows.total)
        ]
        return [*parts, str(cost.lanes)]

    return _table(title, columns, costs, cells)


def _costs_table(costs: Sequence[FunctionCost], profile: str, speed: MachineSpeed | None) -> Table:
    columns = ("reads/\nwrites", "entries²", "calls³", "share³", "≈ seconds⁴", "≈ gas⁵")
    title = f"Costs of one call in a full sub-block (profile {profile})"

    def cells(cost: FunctionCost) -> list[str]:
        return [
            f"{cost.reads}/{cost.writes}",
            f"{cost.entries.changed} + {cost.entries.read}",
            str(cost.calls),
            f"{cost.share:.2%}",
            UNKNOWN if speed is None else f"{_seconds(cost, speed):.3f}",
            f"{cost.gas:,}",
        ]

    return _table(title, columns, costs, cells)


def _table(
    title: str, columns: Sequence[str], costs: Sequence[FunctionCost], cells: Callable[[FunctionCost], list[str]]
) -> Table:
    """One row a function below one row a contract, narrow enough for a terminal of 80 columns."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("function", overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for contract, functions in groupby(costs, lambda cost: cost.contract):
        table.add_row(f"[bold]{contract}[/]")
        for cost in functions:
            table.add_row(f"  {cost.function}", *cells(cost))
    return table


def _notes(costs: Sequence[FunctionCost], profile: str, speed: MachineSpeed | None) -> Iterator[str]:
    yield "¹ Today's OS versions are for development and check no signatures, so no rows are spent on them."
    yield "² Entries of the state that a call touches at most: those it writes + those it only reads. Counted."
    yield (
        "³ Calls in a full sub-block, when no two share an entry, and the part of it that one call takes. A settlement "
        f"takes {MAX_ENTRIES} entries. Counted."
    )
    if speed is None:
        yield "⁴ Not measured (--no-seconds)."
    else:
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in speed.stages.items())
        yield (
            f"⁴ An estimate from a small sub-block that was proven on this machine just now ({stages}): the calls of a "
            "full one share its leaves, the merges of several leaves, and everything else once."
        )
    yield (
        "⁵ An estimate from the gas snapshots of the contracts: the call's entries and its share of the rest of a full "
        f"sub-block. An entry that had no value before costs {FIRST_WRITE:,} more."
    )
    if profile == "fast":
        yield "Profile `fast` is for development only."
