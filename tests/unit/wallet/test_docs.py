"""The code and the commands in docs/wallet.md run as they stand there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from saya_py.core.submissions import SignedBundle, SignedCall
from saya_py.core.wire import load_submission
from tests.unit.wallet.conftest import CHEAP
from tests.unit.wallet.test_cli import ABI

PAGE = Path(__file__).parents[3] / "docs" / "wallet.md"


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("saya_py.wallet.wallet.Cost", lambda: CHEAP)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    assert len(list((tmp_path / "state/saya_py/wallets").glob("*.json"))) == 4


def test_the_commands_run(tmp_path: Path) -> None:
    (commands,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "abi.json").write_text(json.dumps(ABI))
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SAYAPY_PASSPHRASE": "one",
        "SAYAPY_NEW_PASSPHRASE": "another",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    script = ["bash", "-euc", commands]
    done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    signed = {path.stem: load_submission(path.read_text()) for path in tmp_path.glob("*.json") if path.stem != "abi"}
    assert {name: (type(each), each.nonce) for name, each in signed.items()} == {
        "call": (SignedCall, 0),
        "bundle": (SignedBundle, 1),
        "operator": (SignedBundle, 2),
        "open": (SignedCall, 3),
        "rotate": (SignedCall, 4),
    }
    assert [call.user for call in signed["operator"].calls] == [8, 9]
