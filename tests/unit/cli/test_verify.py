import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

Capture = pytest.CaptureFixture[str]

VECTORS = Path(__file__).parents[2] / "vectors" / "wrap"
FAST = VECTORS / "fast" / "sub-block.proof"
HEAD = json.loads((VECTORS / "fast" / "statement.json").read_text())["head"]


def changed(tmp_path: Path, at: int, value: bytes) -> str:
    data = bytearray(FAST.read_bytes())
    data[at : at + len(value)] = value
    file = tmp_path / "changed.proof"
    file.write_bytes(data)
    return str(file)


def test_a_valid_proof_is_shown_with_what_it_is_for(sayapy: Run, capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "120")
    assert sayapy("verify", str(FAST)) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("The proof is valid.\nFOR DEVELOPMENT ONLY: profile `fast` proves far fewer bits")
    for part in (HEAD["os_version"], HEAD["domain"], HEAD["set_root"], HEAD["prover"], "(fast, development)"):
        assert part in shown
    assert "1, 1" in shown
    assert "4, digest " + HEAD["calls_out"] in shown
    assert "8, 8 of them changed" in shown
    assert "2026-01-01 00:00:00 UTC to 2026-01-01 01:00:00 UTC" in shown
    assert "Not checked here:" in shown


def test_json_is_one_object(sayapy: Run, capsys: Capture):
    assert sayapy("verify", str(FAST), "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["verdict"] == "valid"
    assert (shown["profile"], shown["development"], shown["reason"]) == ("fast", True, None)
    assert {name: shown[name] for name in HEAD} == HEAD
    assert (shown["entries"], shown["changed"], shown["differs"]) == (8, 8, [])
    assert len(shown["not_checked"]) == 3


def test_a_secure_proof_is_not_called_fast(sayapy: Run, capsys: Capture):
    assert sayapy("verify", str(VECTORS / "secure" / "sub-block.proof")) == 0
    shown = capsys.readouterr().out
    assert "fast" not in shown
    assert "secure" in shown


def test_an_invalid_proof(sayapy: Run, capsys: Capture, tmp_path: Path):
    file = changed(tmp_path, len(FAST.read_bytes()) - 8, bytes(8))
    assert sayapy("verify", file, "--json") == 7
    captured = capsys.readouterr()
    assert json.loads(captured.out)["verdict"] == "invalid"
    assert "the proof is not valid" in captured.err
    assert sayapy("verify", file) == 7
    assert "The proof is NOT valid." in capsys.readouterr().out


def test_a_broken_rule_of_the_statement_is_invalid_and_named(sayapy: Run, capsys: Capture, tmp_path: Path):
    file = changed(tmp_path, 368, b"\xff" * 8)
    assert sayapy("verify", file) == 7
    assert "byte 368 (input list, item 0)" in capsys.readouterr().err


def test_what_is_no_proof_file(sayapy: Run, capsys: Capture, tmp_path: Path):
    file = tmp_path / "text"
    file.write_text("no proof")
    assert sayapy("verify", str(file), "--json") == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["verdict"] == "unreadable"
    assert "this is no proof file" in captured.err
    assert sayapy("verify", str(tmp_path / "none")) == 2
    assert "cannot be read: No such file or directory" in capsys.readouterr().err


def test_an_unknown_os_version(sayapy: Run, capsys: Capture, tmp_path: Path):
    data = bytearray(FAST.read_bytes())
    for at in (47, 48 + 8 * 30 + 7):
        data[at] ^= 1
    file = tmp_path / "other.proof"
    file.write_bytes(data)
    assert sayapy("verify", str(file)) == 8
    captured = capsys.readouterr()
    assert "Nothing is known of this proof" in captured.out
    assert "a newer saya_py may know it" in captured.err


def test_what_is_demanded_is_compared(sayapy: Run, capsys: Capture):
    demands = [
        part for name in ("domain", "set_root", "os_version") for part in (f"--{name.replace('_', '-')}", HEAD[name])
    ]
    assert sayapy("verify", str(FAST), *demands) == 0
    capsys.readouterr()
    other = "0x" + "0" * 64
    assert sayapy("verify", str(FAST), "--set-root", other, "--json") == 5
    captured = capsys.readouterr()
    assert json.loads(captured.out)["differs"] == ["set_root"]
    assert f"set_root is {HEAD['set_root']}, but {other} was demanded" in captured.err
    assert sayapy("verify", str(FAST), "--domain", "0x12") == 2


def test_a_window_after_the_last_year_of_the_calendar(sayapy: Run, capsys: Capture, tmp_path: Path):
    file = changed(tmp_path, 48 + 8 * 13, (2**40 - 1).to_bytes(8))
    assert sayapy("verify", file) == 7
    assert f"{2**40 - 1} seconds after 1970" in capsys.readouterr().out
