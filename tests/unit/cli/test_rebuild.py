import json
from pathlib import Path

import pytest

import saya_py
from tests.unit.artifacts import support
from tests.unit.cli.conftest import Run

Capture = pytest.CaptureFixture[str]


def test_a_true_manifest(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    for file in (shop / "contracts").iterdir():
        file.unlink()
    capsys.readouterr()
    manifest = json.loads((shop / "build" / "manifest.json").read_text())
    set_root = manifest["set_root"]
    assert sayapy("rebuild", "build") == 0
    shown = capsys.readouterr().out
    assert shown == f"The manifest is true: rebuilt from 2 source files, 7 circuits.\nset root  {set_root}\n"
    assert sayapy("rebuild", "build", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "status": "agrees",
        "profile": "secure",
        "authorisation": "signed",
        "development": False,
        "set_root": set_root,
        "system_root": manifest["system_root"],
        "compiler": saya_py.__version__,
        "differences": [],
        "notes": [],
    }


def test_a_false_manifest(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    file = shop / "build" / "manifest.json"
    shown = json.loads(file.read_text())
    shown["contracts"][0]["ir_sha256"] = "0" * 64
    file.write_text(json.dumps(shown | {"compiler": "0.0.1"}))
    capsys.readouterr()
    assert sayapy("rebuild", "build", "--json") == 5
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["status"] == "differs"
    assert [difference["what"] for difference in report["differences"]] == ["program of Shop (sha256 of its IR)"]
    assert "sayapy: the set is not what its manifest says" in captured.err
    assert "the manifest was written by saya_py 0.0.1" in captured.err


def test_circuits_of_another_build(shop: Path, sayapy: Run, capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    sayapy("compile")
    monkeypatch.setattr(support, "FAKE_BUILD", "another")
    capsys.readouterr()
    assert sayapy("rebuild", "build", "--json") == 5
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert [difference["what"] for difference in report["differences"]] == [
        "circuit of the system (bundle)",
        "circuit of the system (open)",
        "circuit of the system (rotate)",
        "system root",
        "circuit of Shop.buy (inline)",
        "circuit of Shop.buy (pop)",
        "circuit of Shop.give (inline)",
        "circuit of Shop.give (pop)",
        "set root",
    ]
    (note,) = report["notes"]
    assert "another build of saya_py, not of other contracts" in note
    assert note in captured.err


def test_an_abi_of_another_set(shop: Path, sayapy: Run, capsys: Capture):
    sayapy("compile")
    file = shop / "build" / "abi.json"
    file.write_text(file.read_text().replace('"coins"', '"cents"'))
    assert sayapy("rebuild", "build") == 5
    assert "ABI: the manifest has another one beside it" in capsys.readouterr().err
    file.unlink()
    assert sayapy("rebuild", "build") == 0


def test_a_folder_without_a_manifest(shop: Path, sayapy: Run, capsys: Capture):
    assert sayapy("rebuild", "contracts") == 2
    assert "manifest.json cannot be read: No such file or directory" in capsys.readouterr().err
