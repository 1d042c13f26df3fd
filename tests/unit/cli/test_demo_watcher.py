"""What people see of the demo: who signed, and what kind of world it was."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from saya_py.cli.demo import RichWatcher
from saya_py.core.errors import StaleInput
from saya_py.service.demo.report import (
    Balance,
    CostReport,
    DemoReport,
    OsVersionReport,
    SettledReport,
    StaleReport,
    SubBlockReport,
    SubmissionReport,
)

SUBMISSIONS = [SubmissionReport("operator's bundle", "the operator", 2), SubmissionReport("call", "Alice", 1)]
SETTLED = SettledReport("0x12", 7, 5_000_000, 12_345)
SUB_BLOCK = SubBlockReport(1, 1, "signed", SUBMISSIONS, 3, 14, {"leaf": 1.0}, 99_948, SETTLED)
ENTRY = StaleInput(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
STALE = replace(SUB_BLOCK, end=StaleReport(ENTRY, "Alice's diamonds: 6 when proven, 16 on chain", 18.25, 0))
COSTS = CostReport(12_345, 0, 1, 18.25)


def shown(profile: str, development: bool) -> str:
    out = io.StringIO()
    watcher = RichWatcher(Console(file=out, width=140), Console(file=io.StringIO()))
    watcher.begins(profile)
    watcher.sub_block(STALE)
    watcher.sub_block(replace(SUB_BLOCK, generation=2))
    balances = {"Alice": Balance(1, 2)}
    watcher.done(
        DemoReport(
            profile, "signed", OsVersionReport(0xABC, development), [STALE, SUB_BLOCK], COSTS, balances, balances
        )
    )
    return out.getvalue()


@pytest.mark.parametrize(("profile", "development"), [("secure", False), ("fast", True)])
def test_it_says_who_signed_and_for_what_kind_of_world(profile: str, development: bool) -> None:
    text = shown(profile, development)
    assert "2 calls by the operator (operator's bundle)" in text
    assert "1 call by Alice\n" in "\n".join(line.rstrip(" │") for line in text.splitlines())
    assert f"Proofs are `{profile}`" in text
    assert "Every call was signed by a wallet" in text
    assert ("a world that is not for development" in text) == (not development)
    assert ("is flagged `development`" in text) == development
    assert ("abc." in text) == (not development)


def test_it_says_what_a_stale_generation_cost_and_that_the_next_one_settled() -> None:
    text = " ".join(shown("fast", development=True).replace("│", " ").split())
    assert "status stale" in text
    assert f"expected 0x{'02' * 32}" in text
    assert "lost 18.2 s of proving; no fee, because the new value was seen before anything was sent" in text
    assert "Alice's diamonds: 6 when proven, 16 on chain. Its calls are executed again." in text
    assert "Sub-block 1, generation 2" in text
    assert "gas, fee 5,000,000, 12,345 wei" in text
    assert "1 of 2 generations proven for nothing (18.2 s)" in text
