"""`sayapy demo`: showing the run to people or to programs."""

from __future__ import annotations

import json
from types import TracebackType

from rich.console import Console
from rich.status import Status
from rich.table import Table

from saya_py.service.demo.report import DemoReport, SettledReport, StaleReport, SubBlockReport, SubmissionReport

# What is said at the end, by whether the OS version is for development.
VERSIONS = {
    False: "Every call was signed by a wallet, in a world that is not for development: OS version {version}.",
    True: "Every call was signed by a wallet. Proofs are `fast`, so this OS version is flagged `development`, and only "
    "worlds that say they are for development accept it.",
}


class JsonWatcher:
    """Prints the one JSON object on standard output and nothing else."""

    def __enter__(self) -> JsonWatcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def begins(self, profile: str) -> None:
        """Not shown: it is part of the object at the end."""

    def stage(self, text: str) -> None:
        """Not shown."""

    def finished(self, part: str, seconds: float) -> None:
        """Not shown."""

    def refused(self, call: str, message: str) -> None:
        """Not shown."""

    def sub_block(self, report: SubBlockReport) -> None:
        """Not shown: it is part of the object at the end."""

    def done(self, report: DemoReport) -> None:
        """Print the object."""
        print(json.dumps(report.to_json()))  # noqa: T201 - the output itself


# What is said of each profile before anything else.
PROFILES = {
    "secure": "Proofs are `secure`: at least 80 bits proven.",
    "fast": "Proofs are `fast`: for development only, far fewer bits than `secure`.",
}


class RichWatcher:
    """Tables on standard output, the running stage on standard error."""

    def __init__(self, out: Console | None = None, progress: Console | None = None) -> None:
        """Show on `out` and `progress`; by default the process's own streams."""
        self._out = out or Console()
        self._status = Status("", console=progress or Console(stderr=True))
        self._stage = ""
        self._parts: list[str] = []

    def __enter__(self) -> RichWatcher:
        self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._status.stop()

    def begins(self, profile: str) -> None:
        """Say what kind of proofs these are."""
        self._out.print(f"[bold]Diamonds & Rubies[/]. {PROFILES[profile]}")

    def stage(self, text: str) -> None:
        """Show the stage beside a spinner."""
        self._stage, self._parts = text, []
        self._show()

    def finished(self, part: str, seconds: float) -> None:
        """Add the part to the line of its stage."""
        self._parts.append(f"{part} {seconds:.1f} s")
        self._show()

    def _show(self) -> None:
        done = f" [dim](done: {', '.join(self._parts)})[/]" if self._parts else ""
        self._status.update(f"{self._stage}{done}")

    def refused(self, call: str, message: str) -> None:
        """One line."""
        self._out.print(f"[yellow]{call} failed at once: “{message}”; it is in no sub-block.[/]")

    def sub_block(self, report: SubBlockReport) -> None:
        """One table a sub-block."""
        self._out.print(_sub_block_table(report))

    def done(self, report: DemoReport) -> None:
        """Balances beside the expected ones, and what kind of world this was."""
        self._status.stop()
        self._out.print(_balance_table(report))
        costs = report.costs
        self._out.print(
            f"Settling cost {costs.settled_wei:,} wei, reverted transactions {costs.reverted_wei:,} wei; "
            f"{costs.stale_generations} of {len(report.sub_blocks)} generations proven for nothing "
            f"({costs.stale_seconds:.1f} s)."
        )
        version = f"0x{report.os_version.number:064x}"
        self._out.print(f"[dim]{VERSIONS[report.os_version.development].format(version=version)}[/]", soft_wrap=True)


def _sub_block_table(report: SubBlockReport) -> Table:
    generation = f", generation {report.generation}" if report.generation > 1 else ""
    table = Table(title=f"Sub-block {report.seq}{generation}", title_justify="left", show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    colour = "green" if report.status == "settled" else "red"
    table.add_row("status", f"[{colour}]{report.status}[/]")
    table.add_row("signed", "\n".join(_signed(each) for each in report.submissions))
    table.add_row("calls, entries", f"{report.calls}, {report.entries}")
    stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.prove_seconds.items())
    table.add_row("proving", f"{sum(report.prove_seconds.values()):.1f} s ({stages})")
    table.add_row("proof", f"{report.proof_bytes:,} bytes")
    match report.end:
        case SettledReport(transaction, block, gas_used, fee_wei):
            table.add_row("transaction", f"{transaction} in block {block}")
            table.add_row("gas, fee", f"{gas_used:,}, {fee_wei:,} wei")
        case StaleReport(entry, meaning, lost_seconds, fee_wei):
            table.add_row("stale key", "0x" + entry.key.hex())
            table.add_row("expected", "0x" + entry.expected.hex())
            table.add_row("actual", "0x" + entry.actual.hex())
            fee = f"{fee_wei:,} wei" if fee_wei else "no fee, because the new value was seen before anything was sent"
            table.add_row("lost", f"{lost_seconds:.1f} s of proving; {fee}")
            table.caption, table.caption_justify = f"{meaning}. Its calls are executed again.", "left"
    return table


def _signed(submission: SubmissionReport) -> str:
    calls = f"{submission.calls} {'call' if submission.calls == 1 else 'calls'}"
    return f"{calls} by {submission.signer}" + ("" if submission.kind == "call" else f" ({submission.kind})")


def _balance_table(report: DemoReport) -> Table:
    table = Table(title="Balances: the chain beside plain Python", title_justify="left")
    table.add_column("player", style="bold")
    for column in ("diamonds on chain", "expected", "rubies on chain", "expected"):
        table.add_column(column, justify="right")
    for name, balance in report.balances.items():
        expected = report.expected[name]
        table.add_row(
            name, *_compared(balance.diamonds, expected.diamonds), *_compared(balance.rubies, expected.rubies)
        )
    return table


def _compared(actual: int, expected: int) -> tuple[str, str]:
    colour = "green" if actual == expected else "red"
    return f"[{colour}]{actual}[/]", str(expected)
