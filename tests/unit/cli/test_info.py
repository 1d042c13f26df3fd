import json
from pathlib import Path

import pytest

from saya_py.artifacts.costs.gas import Entries, gas_per_call
from saya_py.cli import info
from saya_py.proving.calibration import MachineSpeed
from tests.unit.artifacts.support import SHOP, write_files
from tests.unit.cli.conftest import Run

Capture = pytest.CaptureFixture[str]
SPEED = MachineSpeed("fast", {"leaf": 6.0, "wrap": 3.0})


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose speed is known."""
    monkeypatch.setattr(info, "measure_machine", lambda profile, merging, progress: SPEED)


def test_costs_as_data(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("info", "--profile", "fast", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["profile"] == "fast"
    assert shown["measured_stages"] == {"leaf": 6.0, "wrap": 3.0}
    buy, give = shown["functions"]
    assert (buy["contract"], buy["function"], buy["auth"]) == ("Shop", "buy", "user")
    counted = buy["counted"]
    assert (counted["reads"], counted["writes"]) == (2, 2)
    assert (counted["entries_changed"], counted["entries_read"]) == (2, 0)
    assert counted["rows"]["accesses"] > counted["rows"]["logic"] > 0
    assert (counted["rows"]["authorisation"], counted["rows"]["log"]) == (0, 0)
    assert counted["leaf_rows"] == 2**15
    assert sum(rows or 0 for rows in counted["rows"].values()) * counted["lanes"] < 2**15
    assert (counted["calls_in_a_full_sub_block"], counted["leaves_of_a_full_sub_block"]) == (128, 1)
    calls = counted["calls_in_a_full_sub_block"]
    estimated = {"seconds": round(9.0 / calls, 4), "gas": gas_per_call("fast", Entries(2, 0), calls)}
    assert buy["estimated"] == estimated
    assert give["counted"]["entries_changed"] == 2


def test_costs_for_people_say_what_is_counted_and_what_is_estimated(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("info", "contracts/shop.py") == 0
    shown = capsys.readouterr().out
    text = " ".join(shown.split())
    assert "Rows of one call, of the 32,768 of a leaf, and the calls that a leaf holds (counted)" in text
    rows = [line.split() for line in shown.splitlines() if line.split()[:1] == ["buy"]]
    assert [len(row) for row in rows] == [8, 9]
    assert rows[0][4] == "0.0", "calls of development versions are not authorised"
    assert (
        "⁴ An estimate from a small sub-block that was proven on this machine just now (leaf 6.0 s, wrap 3.0 s)" in text
    )
    assert "check no signatures" in text


def test_without_seconds_nothing_is_proven(shop: Path, sayapy: Run, capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(info, "measure_machine")
    assert sayapy("info", "--no-seconds", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["measured_stages"] is None
    assert shown["functions"][0]["estimated"]["seconds"] is None
    assert sayapy("info", "--no-seconds") == 0
    assert "⁴ Not measured (--no-seconds)." in capsys.readouterr().out


def test_mistakes_end_it_as_they_end_compile(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": SHOP.replace("n * PRICE", "n * PRICES")})
    assert sayapy("info", "--json") == 2
    assert json.loads(capsys.readouterr().out)["status"] == "failed"
