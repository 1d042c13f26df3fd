"""What became of lines of submissions, for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from saya_py.service.outcomes import LineOutcome

SHOWN = 20
"""So many lines that did not make it are shown to people; programs get all lines."""


def show_outcomes(console: Console, outcomes: Sequence[LineOutcome]) -> None:
    """How many lines stand how, and why those that are out are."""
    counts = Counter(outcome.status for outcome in outcomes)
    told = ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
    console.print(f"{len(outcomes):,} lines: {told}" if outcomes else "no lines", highlight=False)
    bad = [outcome for outcome in outcomes if outcome.reason is not None]
    if not bad:
        return
    table = Table()
    table.add_column("line", justify="right")
    table.add_column("status")
    table.add_column("reason", overflow="fold")
    for outcome in bad[:SHOWN]:
        table.add_row(str(outcome.line), outcome.status, Text(outcome.reason or ""))
    if len(bad) > SHOWN:
        table.caption = f"and {len(bad) - SHOWN:,} more; --json tells all"
    console.print(table)
