"""What `sayapy info` shows of the costs of functions: what is counted and what is estimated, kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from saya_py.artifacts.costs.functions import FunctionCost
from saya_py.artifacts.costs.gas import SettlementCosts
from saya_py.core.calls import AuthMode
from saya_py.core.variants import Authorisation
from saya_py.proving.calibration import MachineSpeed
from saya_py.proving.capacity import capacities

UNKNOWN = "—"


def costs_json(
    costs: Sequence[FunctionCost],
    profile: str,
    authorisation: Authorisation,
    settlement: SettlementCosts,
    speed: MachineSpeed | None,
) -> dict[str, Any]:
    """The costs as data, one object a function with one for each of its modes."""
    functions = groupby(costs, lambda cost: (cost.contract, cost.function, cost.auth))
    return {
        "profile": profile,
        "authorisation": authorisation,
        "capacities": capacities(profile),
        "entries_of_a_full_sub_block": settlement.most_entries,
        "measured_stages": None if speed is None else {stage: round(took, 3) for stage, took in speed.stages.items()},
        "functions": [
            {
                "contract": contract,
                "function": function,
                "auth": auth,
                "modes": {cost.mode.label: _cost_json(cost, profile, speed) for cost in modes},
            }
            for (contract, function, auth), modes in functions
        ],
    }


def _cost_json(cost: FunctionCost, profile: str, speed: MachineSpeed | None) -> dict[str, Any]:
    return {
        "counted": {
            "rows": {part: round(rows, 2) for part, rows in asdict(cost.rows).items()},
            "leaf_rows": cost.leaf_rows,
            "lanes": cost.lanes,
            "reads": cost.reads,
            "writes": cost.writes,
            "permutations": cost.permutations,
            "entries_changed": cost.entries.changed,
            "entries_read": cost.entries.read,
            "entries_changed_by_the_bundle": cost.once.changed,
            "entries_read_by_the_bundle": cost.once.read,
            "calls_in_a_full_sub_block": cost.calls,
            "leaves_of_a_full_sub_block": cost.leaves,
            "share_of_a_full_sub_block": round(1 / cost.calls, 6),
        },
        "estimated": {
            "seconds": None if speed is None else round(_seconds(cost, profile, speed), 4),
            "gas": cost.gas,
        },
    }


def _seconds(cost: FunctionCost, profile: str, speed: MachineSpeed) -> float:
    entries = min(cost.calls * cost.entries.total + cost.once.total, capacities(profile)[-1])
    doublings = sum(capacity < entries for capacity in capacities(profile))
    return speed.sub_block_seconds(cost.leaves, doublings) / cost.calls


def show_costs(
    costs: Sequence[FunctionCost], profile: str, settlement: SettlementCosts, speed: MachineSpeed | None
) -> None:
    """The costs for people: two tables, and notes on what their figures mean."""
    console = Console()
    console.print(_rows_table(costs))
    console.print(_costs_table(costs, profile, speed))
    for note in _notes(costs, profile, settlement, speed):
        console.print(f"[dim]{note}[/]", highlight=False)


def _rows_table(costs: Sequence[FunctionCost]) -> Table:
    columns = ("logic", "accesses", "call", "auth.²", "log", "all", "lanes")
    title = f"Rows of one call, of the {costs[0].leaf_rows:,} of a leaf, and the calls that a leaf holds (counted)"

    def cells(cost: FunctionCost) -> list[str]:
        rows = cost.rows
        parts = (rows.logic, rows.accesses, rows.call, rows.authorisation, rows.log, rows.total)
        return [*(f"{part:,.1f}" for part in parts), str(cost.lanes)]

    return _table(title, columns, costs, cells)


def _costs_table(costs: Sequence[FunctionCost], profile: str, speed: MachineSpeed | None) -> Table:
    columns = ("reads/\nwrites", "entries³", "calls⁴", "leaves⁴", "≈ seconds⁵", "≈ gas⁶")
    title = f"Costs of one call in a full sub-block (profile {profile})"

    def cells(cost: FunctionCost) -> list[str]:
        return [
            f"{cost.reads}/{cost.writes}",
            f"{cost.entries.changed} + {cost.entries.read}",
            str(cost.calls),
            str(cost.leaves),
            UNKNOWN if speed is None else f"{_seconds(cost, profile, speed):.3f}",
            f"{cost.gas:,}",
        ]

    return _table(title, columns, costs, cells)


def _table(
    title: str, columns: Sequence[str], costs: Sequence[FunctionCost], cells: Callable[[FunctionCost], list[str]]
) -> Table:
    """One row a mode of each function below one row a contract, narrow enough for a terminal of 80 columns."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("function", overflow="fold")
    table.add_column("mode¹", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for contract, functions in groupby(costs, lambda cost: cost.contract):
        table.add_row(f"[bold]{contract}[/]")
        for cost in functions:
            table.add_row(f"  {cost.function}", cost.mode.label, *cells(cost))
    return table


def _notes(
    costs: Sequence[FunctionCost], profile: str, settlement: SettlementCosts, speed: MachineSpeed | None
) -> Iterator[str]:
    if costs[0].mode is AuthMode.NONE:
        yield "¹ Nobody signs the calls of a development set."
        yield "² Authorisation: nothing in a development set."
    else:
        yield "¹ inline: the call is signed for itself. pop: it is one of a bundle, which is signed once."
        yield (
            "² Authorisation: inline, the call's own signature and its user's account; pop, its place in the bundle. "
            "The signature of a bundle is in a leaf of its own, once for all its calls."
        )
    yield (
        "³ Entries of the state that a call touches at most: those it writes + those it only reads. An inline call "
        "writes its user's account too. Counted."
    )
    yield (
        "⁴ Calls in a full sub-block, when no two share an entry, and its leaves. It has "
        f"{settlement.most_entries:,} entries: circuits hold up to {capacities(profile)[-1]:,}, and a transaction of "
        "the chain (--gas-limit, --byte-limit) so many that are all new. Pop calls are all one bundle, which has a "
        "leaf and its signer's account, and for an operator's functions the entry that names the operator. Counted."
    )
    if speed is None:
        yield "⁵ Not measured (--no-seconds)."
    else:
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in speed.stages.items())
        yield (
            f"⁵ An estimate from a small sub-block that was proven on this machine just now ({stages}): the calls of a "
            "full one share its leaves, the merges of several leaves, and everything else once; a larger sub-block "
            "circuit takes longer."
        )
    yield (
        "⁶ An estimate from the gas snapshots of the contracts: the call's entries and its share of the rest of a full "
        f"sub-block. An entry that had no value before costs {settlement.first_write_gas:,} more."
    )
    if profile == "fast":
        yield "Profile `fast` is for development only."
    if costs[0].mode is AuthMode.NONE:
        yield "A set whose calls nobody signs is for development only."
