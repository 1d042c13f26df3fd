import json
from pathlib import Path

import pytest

from saya_py.artifacts.costs.gas import Entries
from saya_py.chain.evm.limits import ChainProfile, most_entries
from saya_py.cli import info
from saya_py.proving.calibration import MachineSpeed
from saya_py.proving.capacity import capacities, settlement_costs
from tests.unit.artifacts.support import OPERATED, SHOP, write_files
from tests.unit.cli.conftest import Run

Capture = pytest.CaptureFixture[str]
SPEED = MachineSpeed("fast", {"leaf": 6.0, "merge": 4.0, "sub_block": 2.0, "wrap": 3.0})


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose speed is known."""
    monkeypatch.setattr(info, "measure_machine", lambda profile, merging, progress: SPEED)


def test_costs_as_data(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": OPERATED})
    assert sayapy("info", "--profile", "fast", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["profile"], shown["authorisation"]) == ("fast", "signed")
    assert shown["measured_stages"] == SPEED.stages
    assert shown["capacities"] == capacities("fast")
    assert shown["entries_of_a_full_sub_block"] == most_entries("fast") > 256
    buy, give, refund = shown["functions"]
    assert (buy["contract"], buy["function"], buy["auth"]) == ("Shop", "buy", "user")
    assert (list(buy["modes"]), list(give["modes"]), list(refund["modes"])) == (
        ["inline", "pop"],
        ["inline", "pop"],
        ["pop"],
    )
    for mode in buy["modes"].values():
        counted = mode["counted"]
        assert (counted["reads"], counted["writes"]) == (2, 2)
        assert counted["rows"]["accesses"] > counted["rows"]["logic"] > 0
        assert counted["rows"]["log"] == 0
        assert counted["leaf_rows"] == 2**15
        assert sum(counted["rows"].values()) * counted["lanes"] < 2**15
    inline, pop = (buy["modes"][mode]["counted"] for mode in ("inline", "pop"))
    assert inline["rows"]["authorisation"] > 10 * pop["rows"]["authorisation"] > 0
    assert pop["lanes"] > inline["lanes"]


def test_what_authorises_a_call_is_part_of_its_costs(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": OPERATED})
    assert sayapy("info", "--profile", "fast", "--json") == 0
    buy, _, refund = json.loads(capsys.readouterr().out)["functions"]
    inline, pop = buy["modes"]["inline"]["counted"], buy["modes"]["pop"]["counted"]
    assert (inline["entries_changed"], inline["entries_changed_by_the_bundle"]) == (3, 0)
    assert (pop["entries_changed"], pop["entries_changed_by_the_bundle"]) == (2, 1)
    assert inline["calls_in_a_full_sub_block"] == most_entries("fast") // 3
    assert pop["calls_in_a_full_sub_block"] == (most_entries("fast") - 1) // 2
    for mode, bundles in ((inline, 0), (pop, 1)):
        leaves = -(-mode["calls_in_a_full_sub_block"] // mode["lanes"]) + bundles
        assert mode["leaves_of_a_full_sub_block"] == leaves
    calls, leaves = pop["calls_in_a_full_sub_block"], pop["leaves_of_a_full_sub_block"]
    assert buy["modes"]["pop"]["estimated"] == {
        "seconds": round(SPEED.sub_block_seconds(leaves, doublings=1) / calls, 4),
        "gas": settlement_costs("fast", ChainProfile()).gas_per_call(Entries(2, 0), calls, Entries(1, 0)),
    }
    operated = refund["modes"]["pop"]["counted"]
    assert (operated["entries_changed_by_the_bundle"], operated["entries_read_by_the_bundle"]) == (1, 1)


def test_a_development_set_authorises_nothing(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("info", "--development", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["authorisation"] == "none"
    for function in shown["functions"]:
        (mode,) = function["modes"].items()
        assert (mode[0], mode[1]["counted"]["rows"]["authorisation"]) == ("none", 0)
        assert mode[1]["counted"]["entries_changed"] == 2
    assert sayapy("info", "--development") == 0
    assert "A set whose calls nobody signs is for development only." in " ".join(capsys.readouterr().out.split())


def test_costs_for_people_say_what_is_counted_and_what_is_estimated(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("info", "contracts/shop.py") == 0
    shown = capsys.readouterr().out
    text = " ".join(shown.split())
    assert "Rows of one call, of the 32,768 of a leaf, and the calls that a leaf holds (counted)" in text
    rows = [line.split() for line in shown.splitlines() if line.split()[:1] == ["buy"]]
    assert [(row[1], len(row)) for row in rows] == [("inline", 9), ("pop", 9), ("inline", 10), ("pop", 10)]
    assert (
        "⁵ An estimate from a small sub-block that was proven on this machine just now "
        "(leaf 6.0 s, merge 4.0 s, sub_block 2.0 s, wrap 3.0 s)" in text
    )
    assert "inline: the call is signed for itself. pop: it is one of a bundle, which is signed once." in text


def test_a_chain_with_other_limits_has_other_full_sub_blocks(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("info", "--no-seconds", "--json", "--gas-limit", "8000000", "--byte-limit", "120000") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["entries_of_a_full_sub_block"] == most_entries("secure", ChainProfile(8_000_000, 120_000))
    assert sayapy("info", "--no-seconds", "--byte-limit", "90000") == 2
    assert "cannot settle a `secure` proof" in " ".join(capsys.readouterr().err.split())


def test_without_seconds_nothing_is_proven(shop: Path, sayapy: Run, capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(info, "measure_machine")
    assert sayapy("info", "--no-seconds", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["measured_stages"] is None
    assert shown["functions"][0]["modes"]["inline"]["estimated"]["seconds"] is None
    assert sayapy("info", "--no-seconds") == 0
    assert "⁵ Not measured (--no-seconds)." in capsys.readouterr().out


def test_mistakes_end_it_as_they_end_compile(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": SHOP.replace("n * PRICE", "n * PRICES")})
    assert sayapy("info", "--json") == 2
    assert json.loads(capsys.readouterr().out)["status"] == "failed"
