"""An audit's verdicts for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from saya_py.audit.verdict import AuditReport, Check, SubBlockReport, Verdict

_COLOURS: dict[Verdict, str] = {
    "ok": "green",
    "mismatch": "bold red",
    "missing_data": "yellow",
    "unreachable": "yellow",
}


def show_report(console: Console, report: AuditReport) -> None:
    """A line for each sub-block, what was not checked, and what the verdicts rest on."""
    thread = report.deployment
    console.print(
        f"Thread {thread.thread} of world {thread.world}, 0x{thread.settlement.hex()} on chain {thread.chain_id}",
        highlight=False,
        soft_wrap=True,
    )
    table = Table()
    for name in ("sub-block", "block", "calls", "entries"):
        table.add_column(name, justify="right")
    table.add_column("verdict")
    table.add_column("first thing wrong or missing", overflow="fold")
    for each in report.sub_blocks:
        table.add_row(
            *(_number(number) for number in (each.seq, each.block, each.call_count, each.entries)), *_said(each)
        )
    console.print(table)
    counts = ", ".join(f"{count} {told(verdict)}" for verdict, count in sorted(report.counts.items()))
    console.print(f"{len(report.sub_blocks)} sub-blocks: {counts or 'none'}", highlight=False)
    for line in ("The verdicts rest on", *(f"- {each}" for each in report.rests_on)):
        console.print(Text(line, "dim"), soft_wrap=True)


def told(verdict: Verdict) -> str:
    """A verdict in words."""
    return verdict.replace("_", " ")


def reason(check: Check) -> str:
    """What is wrong with a check, and where."""
    place = "" if check.place is None else f"{check.place}: "
    return f"{check.name}: {place}{check.reason}"


def _said(report: SubBlockReport) -> tuple[Text, Text]:
    verdict = Text(told(report.verdict), _COLOURS[report.verdict])
    if report.unreachable is not None:
        return verdict, Text(report.unreachable)
    failing = report.first_failing
    return verdict, Text("" if failing is None else reason(failing))


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
