"""What the auditor's commands refuse before they ask anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

THREAD = ("--settlement", "0x" + "11" * 20, "--world", "1", "--thread", "1")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RPC_URL", "SETTLEMENT", "WORLD", "THREAD"):
        monkeypatch.delenv(f"SAYAPY_{name}", raising=False)


@pytest.mark.parametrize("command", [("audit",), ("replay", "1"), ("export", "thread.bundle")])
def test_what_is_missing_is_named(
    sayapy: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], tmp_path: Path
) -> None:
    assert sayapy(*command, "--world", "1", "--calls", str(tmp_path)) == 2
    assert "missing: --rpc, --settlement, --thread" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("audit",), ("replay", "1"), ("export", "thread.bundle")])
def test_a_node_that_is_away_is_status_4(
    sayapy: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert sayapy(*command, "--rpc", "http://127.0.0.1:1/key", *THREAD) == 4
    told = capsys.readouterr()
    assert "no node answers at http://127.0.0.1:1: " in told.err
    assert told.out == ""


def test_files_that_are_not_what_they_should_be_are_named(
    sayapy: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    no_file, no_bundle = tmp_path / "none", tmp_path / "bundle"
    no_bundle.write_text("{}\n{}\n")
    rpc = ("--rpc", "http://127.0.0.1:1", *THREAD)
    for arguments, told in (
        (("audit", "--bundle", str(no_file)), f"{no_file} cannot be read"),
        (("audit", "--bundle", str(no_bundle)), f"{no_bundle}, line 1 is no saya-audit-bundle file"),
        (("audit", *rpc, "--calls", str(no_bundle)), "is no saya-audit-bundle file"),
        (("audit", *rpc, "--manifest", str(no_file)), f"{no_file} cannot be read"),
        (("audit", *rpc, "--manifest", str(no_bundle)), f"{no_bundle} is no JSON"),
        (("audit", "--rpc", "ftp://host", *THREAD), "the node's URL must be http"),
        (("audit", *rpc[:2], "--settlement", "0x11", *THREAD[2:]), "not hexadecimal text"),
        (("import", str(no_bundle), "--to-folder", str(tmp_path / "there")), "is no saya-audit-bundle file"),
    ):
        assert sayapy(*arguments) == 2
        assert told in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / "there").exists()
