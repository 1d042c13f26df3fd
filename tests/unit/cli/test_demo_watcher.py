"""What people see of the demo: who signed, and what kind of world it was."""

import io

import pytest
from rich.console import Console

from saya_py.cli.demo import RichWatcher
from saya_py.service.demo.report import Balance, DemoReport, OsVersionReport, SubBlockReport, SubmissionReport

SUBMISSIONS = [SubmissionReport("operator's bundle", "the operator", 2), SubmissionReport("call", "Alice", 1)]
SUB_BLOCK = SubBlockReport(1, "signed", SUBMISSIONS, 3, 14, {"leaf": 1.0}, 99_948, 5_000_000, "0x12", 7, 1, None)


def shown(profile: str, development: bool) -> str:
    out = io.StringIO()
    watcher = RichWatcher(Console(file=out, width=140), Console(file=io.StringIO()))
    watcher.begins(profile)
    watcher.sub_block(SUB_BLOCK)
    balances = {"Alice": Balance(1, 2)}
    watcher.done(DemoReport(profile, "signed", OsVersionReport(0xABC, development), [SUB_BLOCK], balances, balances))
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
