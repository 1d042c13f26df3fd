"""A thread's status as tables for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from rich.console import Group
from rich.table import Table
from rich.text import Text

from saya_py.service.status import SubBlockStatus, ThreadStatus
from saya_py.store.records import Attempt, Spent, SubBlock
from saya_py.store.states import AttemptKind, Outcome, State, Status

_COLOURS = {
    State.SEALED: "cyan",
    State.PROVING: "blue",
    State.PROVEN: "blue",
    State.SETTLING: "magenta",
    State.SETTLED: "green",
    State.FINAL: "bold green",
    State.STALE: "dim",
    State.FAILED: "bold red",
}


def status_view(status: ThreadStatus) -> Group:
    """Everything that `sayapy status` shows."""
    return Group(_head(status), _sub_blocks(status.sub_blocks), *_reasons(status.sub_blocks), _costs(status))


def _head(status: ThreadStatus) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    info = status.info
    table.add_row("thread", f"{info.number} of world {info.world}")
    taken = "nobody" if info.owner is None else f"{info.owner} since {_time(info.owned_at)}, unless it died"
    table.add_row("run by", Text(taken))
    counts = (f"{status.counts[each]:,} {name}" for each, name in _STATUSES.items())
    table.add_row("submissions", ", ".join(counts))
    table.add_row("chain", "no block seen yet" if status.block is None else f"block {status.block.number:,}")
    return table


_STATUSES = {
    Status.ACCEPTED: "queued",
    Status.INCLUDED: "in sub-blocks",
    Status.SETTLED: "settled",
    Status.DROPPED: "dropped",
}


def _sub_blocks(sub_blocks: Iterable[SubBlockStatus]) -> Table:
    table = Table(title="Sub-blocks, the latest first (3.2 is the second generation of 3)", title_justify="left")
    for column in ("number", "calls", "entries"):
        table.add_column(column, justify="right")
    table.add_column("state", no_wrap=True)
    table.add_column("proving", no_wrap=True)
    table.add_column("transaction", overflow="fold")
    for each in sub_blocks:
        block = each.sub_block
        table.add_row(
            _number(block),
            str(block.call_count),
            str(each.entries),
            f"[{_COLOURS[block.state]}]{block.state.value}[/]",
            _proving(each),
            Text("\n".join(_transaction(attempt) for attempt in each.attempts)),
        )
    return table


def _reasons(sub_blocks: Iterable[SubBlockStatus]) -> list[Text]:
    """Why sub-blocks failed or were replaced: too long for a column, as they name keys and values."""
    found = [(each.sub_block, each.sub_block.reason) for each in sub_blocks]
    return [Text(f"{_number(block)}: {reason}", style=_COLOURS[block.state]) for block, reason in found if reason]


def _number(block: SubBlock) -> str:
    """Number and, after the first, generation: `3.2`."""
    return str(block.seq) if block.generation == 1 else f"{block.seq}.{block.generation}"


def _proving(status: SubBlockStatus) -> str:
    if status.sub_block.proof is not None:
        return f"{status.sub_block.proof.proving_ms / 1000:.1f} s"
    if status.progress is None:
        return ""
    now = f", now {', '.join(status.progress.proving)}" if status.progress.proving else ""
    return f"{status.progress.done} of {status.progress.jobs}{now}"


def _transaction(attempt: Attempt) -> str:
    told = f"0x{attempt.transaction.hash.hex()[:8]}… {attempt.outcome.value}"
    if attempt.transaction.kind is AttemptKind.CANCEL:
        told = f"cancellation {told}"
    if attempt.outcome is Outcome.PENDING or attempt.inclusion is None:
        return told
    return f"{told} in block {attempt.inclusion.block}, {attempt.inclusion.gas_used:,} gas"


def _costs(status: ThreadStatus) -> Table:
    table = Table(title="Fees", title_justify="left")
    table.add_column("", style="bold")
    for column in ("transactions", "gas", "ether"):
        table.add_column(column, justify="right")
    costs = status.costs
    for name, spent in (("settled", costs.settled), ("reverted", costs.reverted), ("cancelled", costs.cancelled)):
        table.add_row(name, *_spent(spent))
    if costs.lost_races or costs.stale_generations:
        seconds = costs.stale_proving_ms / 1000
        table.caption = (
            f"Races lost to others: {costs.lost_races}. Generations proven for nothing: {costs.stale_generations}, in "
            f"{seconds:.0f} s."
        )
        table.caption_justify = "left"
    return table


def _spent(spent: Spent) -> tuple[str, str, str]:
    return str(spent.transactions), f"{spent.gas:,}", f"{spent.wei / 10**18:.9f}"


def _time(milliseconds: int | None) -> str:
    if milliseconds is None:
        return "an unknown time"
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
