"""The code in docs/client.md and the example script run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from saya_py.api.server import ApiServer
from saya_py.chain.evm.anvil import Anvil
from tests.chain.ground import ALICE, SIGNED, Ground, make_ground, settling, stub_chain

ROOT = Path(__file__).parents[2]
PASSPHRASE = "a long passphrase"


@pytest.fixture
def ground(anvil: Anvil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ground:
    """A world of its own; its wallets are in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "manifest.json").write_text(SIGNED.text())
    return make_ground(stub_chain(anvil.url), anvil.url, SIGNED, tmp_path, PASSPHRASE)


def test_the_page_runs(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/client.md").read_text(), re.DOTALL)
    thread = ground.thread()
    with ApiServer(thread, "127.0.0.1:0") as server, settling(ground, thread):
        places = {
            "http://127.0.0.1:8787": server.url,
            "http://127.0.0.1:8545": ground.url,
            "0x5fbdb2315678afecb367f032d93f642f64180aa3": ground.chain.address,
            "alice.wallet": f"{ALICE}.wallet",
            "world=1": f"world={ground.signing.world}",
        }
        for shown, real in places.items():
            assert shown in code
            code = code.replace(shown, real)
        exec(code, {})
    assert "DiamondsAndRubies.rubies[1]: 0 -> 3" in capsys.readouterr().out


def test_the_script_plays(ground: Ground, tmp_path: Path) -> None:
    thread = ground.thread()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SAYAPY_RPC_URL": ground.url,
        "SAYAPY_SETTLEMENT": ground.chain.address,
        "SAYAPY_WORLD": str(ground.signing.world),
        "SAYAPY_WALLET": str(tmp_path / f"{ALICE}.wallet"),
        "SAYAPY_PASSPHRASE": PASSPHRASE,
    }
    with ApiServer(thread, "127.0.0.1:0") as server, settling(ground, thread):
        played = subprocess.run(
            [sys.executable, "-m", "examples.play_gems", "--service", server.url, "--manifest", "manifest.json",
             "--user", str(ALICE), "--timeout", "60"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert played.returncode == 0, played.stderr
    assert "DiamondsAndRubies.rubies[1]: 1 -> 3" in played.stdout
    assert "a million more: you do not have enough diamonds" in played.stdout
    assert len(re.findall("settled in sub-block [12] by transaction 0x", played.stdout)) == 2
    assert played.stdout.endswith("user 1 has 3 rubies on the L2\n")
