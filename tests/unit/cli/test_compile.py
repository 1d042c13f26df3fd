import json
from pathlib import Path

import pytest

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.manifest_reading import parse_manifest
from tests.unit.artifacts.support import PRICES, SHOP, write_files
from tests.unit.cli.conftest import Run

Capture = pytest.CaptureFixture[str]
REORDERED = SHOP.replace(
    "    coins: Map[User, U32]\n    gems: Map[User, U32]\n", "    gems: Map[User, U32]\n    coins: Map[User, U32]\n"
)


def test_a_compiled_set_is_two_files_and_a_summary(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("compile", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    manifest = parse_manifest((shop / "build" / "manifest.json").read_text())
    abi = parse_abi((shop / "build" / "abi.json").read_text())
    assert [contract.name for contract in abi.contracts] == ["Shop"]
    assert shown["status"] == "compiled"
    assert shown["files"] == [str(Path("build", "abi.json")), str(Path("build", "manifest.json"))]
    assert shown["changes"] == shown["acting_sources"] == []
    buy, give = shown["contracts"][0]["functions"]
    assert (buy["name"], give["name"], buy["auth"]) == ("buy", "give", "user")
    assert {mode: circuit["lanes"] for mode, circuit in buy["circuits"].items()} == {"inline": 5, "pop": 8}
    assert set(shown["system"]) == {"bundle", "open", "rotate"}
    written = json.loads((shop / "build" / "manifest.json").read_text())
    assert [shown[name] for name in ("set_root", "system_root")] == [written["set_root"], written["system_root"]]
    assert (shown["authorisation"], shown["development"]) == ("signed", False)
    assert shown["profile"] == written["profile"] == manifest.profile == "secure"


def test_the_summary_for_people(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("compile", "contracts/shop.py:Shop", "--profile", "fast", "--out", "there") == 0
    shown = capsys.readouterr().out
    set_root = json.loads((shop / "there" / "manifest.json").read_text())["set_root"]
    assert f"set root  {set_root} (profile `fast`: for development only)" in shown
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if "…" in line]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("0 system", "0 bundle", "inline", "5 bundles"),
        ("0 system", "1 open", "inline", "5 calls"),
        ("0 system", "2 rotate", "inline", "5 calls"),
        ("1 Shop", "1 buy", "inline", "5 calls"),
        ("1 Shop", "1 buy", "pop", "8 calls"),
        ("1 Shop", "2 give", "inline", "5 calls"),
        ("1 Shop", "2 give", "pop", "8 calls"),
    ]
    assert all(len(line) <= 100 for line in shown.splitlines() if "│" in line)


def test_a_development_set_says_what_it_is(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("compile", "--development", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["authorisation"], shown["development"], shown["system"]) == ("none", True, {})
    assert [set(function["circuits"]) for function in shown["contracts"][0]["functions"]] == [{"none"}, {"none"}]
    written = json.loads((shop / "build" / "manifest.json").read_text())
    assert (written["authorisation"], written["set_root"]) == ("none", shown["set_root"])
    assert sayapy("compile", "--development") == 0
    said = capsys.readouterr().out
    assert f"set root  {shown['set_root']} (nobody signs the calls: for development only)\n" in said
    assert "system" not in said
    assert sayapy("compile", "--development", "--profile", "fast") == 0
    assert "(profile `fast`, nobody signs the calls: for development only)" in capsys.readouterr().out
    assert sayapy("rebuild", "build") == 0
    assert "(profile `fast`, nobody signs the calls: for development only)" in capsys.readouterr().out


def test_comments_and_formatting_keep_the_set_root_and_a_price_does_not(shop: Path, sayapy: Run, capsys: Capture):
    roots = []
    commented = SHOP.replace("n * PRICE", "(n) * PRICE  # in coins").replace('"""Buys gems."""', '"""Takes."""')
    for shop_text, prices in ((SHOP, PRICES), (commented + "\n\n", "# now\nPRICE = (3)\n"), (SHOP, "PRICE = 4\n")):
        write_files(shop, {"contracts/shop.py": shop_text, "contracts/prices.py": prices})
        assert sayapy("compile", "--json") == 0
        roots.append(json.loads(capsys.readouterr().out)["set_root"])
    assert roots[0] == roots[1] != roots[2]


def test_mistakes_are_shown_with_their_lines_and_nothing_is_written(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": SHOP.replace("n * PRICE", "n * PRICES").replace("-= n\n", "-= m\n")})
    assert sayapy("compile") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    file = str(Path("contracts", "shop.py"))
    assert f"{file}:16:40: error: `PRICES` is not defined\n" in shown.err
    assert "   16 |         self.coins[self.caller] -= n * PRICES\n" in shown.err
    assert "      |                                        ^^^^^^\n" in shown.err
    assert "  instead: " in shown.err
    assert shown.err.endswith("sayapy: 2 mistakes in the contracts\n")
    assert not (shop / "build").exists()


def test_mistakes_as_data(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/shop.py": SHOP.replace("n * PRICE", "n * PRICES")})
    assert sayapy("compile", "--json") == 2
    shown = json.loads(capsys.readouterr().out)
    assert shown["status"] == "failed"
    (diagnostic,) = shown["diagnostics"]
    assert diagnostic["span"]["line"] == 16
    assert set(diagnostic["mistake"]) == {"what", "why", "instead"}


def test_changed_slots_are_warned_about(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    write_files(shop, {"contracts/shop.py": REORDERED})
    capsys.readouterr()
    assert sayapy("compile", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert [change["what"] for change in shown["changes"]] == [
        "state variable `Shop.coins` moved from slot 1 to slot 2",
        "state variable `Shop.gems` moved from slot 2 to slot 1",
    ]
    write_files(shop, {"contracts/shop.py": SHOP})
    assert sayapy("compile") == 0
    error = capsys.readouterr().err
    assert "warning: state variable `Shop.coins` moved from slot 2 to slot 1\n  then: " in error
    assert "  instead: declare state variables in their old order and new ones at the end\n" in error


def test_denied_changes_end_it_before_anything_is_written(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    before = (shop / "build" / "abi.json").read_text()
    write_files(shop, {"contracts/shop.py": REORDERED})
    assert sayapy("compile", "--deny-changes") == 5
    assert "moved from slot 1 to slot 2" in capsys.readouterr().err
    assert sayapy("compile", "--deny-changes", "--json") == 5
    shown = json.loads(capsys.readouterr().out)
    assert (shown["status"], len(shown["changes"])) == ("denied", 2)
    assert (shop / "build" / "abi.json").read_text() == before
    write_files(
        shop, {"contracts/shop.py": SHOP.replace("    @function\n", "    more: Map[User, U32]\n\n    @function\n", 1)}
    )
    assert sayapy("compile", "--deny-changes") == 0


def test_comparing_with_an_abi_that_lies_elsewhere(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    (shop / "build" / "abi.json").rename(shop / "deployed.json")
    write_files(shop, {"contracts/shop.py": REORDERED})
    assert sayapy("compile", "--deny-changes") == 0
    assert sayapy("compile", "--deny-changes", "--against", "deployed.json") == 5
    assert sayapy("compile", "--against", "nowhere.json") == 2
    assert "nowhere.json cannot be read: No such file or directory" in capsys.readouterr().err


def test_an_abi_that_cannot_be_compared(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"build/abi.json": '{"format": "saya-abi", "version": 9}'})
    assert sayapy("compile") == 2
    assert "delete it to compile without a comparison" in capsys.readouterr().err


def test_sources_that_act_are_noted(shop: Path, sayapy: Run, capsys: Capture):
    write_files(shop, {"contracts/prices.py": "PRICE = sorted([3])[0]\n"})
    assert sayapy("compile", "--json") == 0
    line = "contracts/prices.py:1: PRICE = sorted([3])[0]"
    assert json.loads(capsys.readouterr().out)["acting_sources"] == [line]
    assert sayapy("compile") == 0
    assert f"note: {line}\n  then: the line may act when the module is imported" in capsys.readouterr().err


def test_nothing_to_compile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sayapy: Run, capsys: Capture):
    monkeypatch.chdir(tmp_path)
    assert sayapy("compile") == 3
    assert sayapy("compile", "none.py") == 2
    assert f"there is no file {tmp_path / 'none.py'}" in capsys.readouterr().err.replace("\n", "")
