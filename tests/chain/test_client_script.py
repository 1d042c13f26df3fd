"""The example script plays on a thread that `sayapy run` runs in another process; only the proofs are not real."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.core.limbs import from_bytes
from saya_py.service.demo.compiling import compile_gems
from saya_py.service.demo.world import DemoWorld, create_world
from saya_py.wallet import AccountId, Cost, Wallet
from tests.support.stubbed import stub_proofs

ROOT = Path(__file__).parents[2]
PASSPHRASE = "alice plays"
THREAD = """\
[chain]
rpc = "{url}"
settlement = "{settlement}"
[thread]
world = {world}
number = {number}
[set]
profile = "fast"
[sealing]
age_seconds = 3.0
[api]
listen = "127.0.0.1:{port}"
"""


def register_alice(world: DemoWorld, path: Path, state: Path) -> None:
    """User 1 of the world, with a wallet at `path`."""
    sender = world.owner.sender
    client = ZkThreadsClient(Sender(sender.w3, anvil_account(2), sender.decoder), world.owner.address)
    assert client.create_user(world.world) == 1
    wallet = Wallet.create(path, PASSPHRASE, state=state, cost=Cost(n=2**10))
    account = AccountId(from_bytes(client.domain(world.world)), 1)
    client.open_lane(world.world, 1, 0, wallet.new_key(account))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`sayapy run` in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.stubbed", "run", str(folder), "--json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_player_plays_until_her_calls_are_settled(
    anvil: Anvil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub_proofs(monkeypatch)
    compiled = compile_gems("fast", tmp_path / "thread" / "set", lambda *_: None)
    world = create_world(anvil.url, compiled)
    register_alice(world, tmp_path / "alice.wallet", tmp_path / "state" / "saya_py" / "wallets")
    world.shop.grant(1, 20, 0)
    port = free_port()
    settings = THREAD.format(
        url=anvil.url, settlement=world.owner.address, world=world.world, number=world.thread, port=port
    )
    (tmp_path / "thread" / "thread.toml").write_text(settings)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SAYAPY_L2_KEY": "0x" + bytes(anvil_account(1).key).hex(),
        "SAYAPY_RPC_URL": anvil.url,
        "SAYAPY_SETTLEMENT": str(world.owner.address),
        "SAYAPY_WORLD": str(world.world),
        "SAYAPY_WALLET": str(tmp_path / "alice.wallet"),
        "SAYAPY_PASSPHRASE": PASSPHRASE,
    }
    with running(tmp_path / "thread", environment) as thread:
        played = subprocess.run(
            [sys.executable, "-m", "examples.play_gems", "--service", f"http://127.0.0.1:{port}",
             "--manifest", str(tmp_path / "thread/set/manifest.json"), "--user", "1"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        thread.send_signal(signal.SIGTERM)
        told, _ = thread.communicate(timeout=60)
    assert played.returncode == 0, played.stderr + told
    assert "a million more: you do not have enough diamonds" in played.stdout
    assert len(re.findall("settled in sub-block [12] by transaction 0x", played.stdout)) == 2
    assert played.stdout.endswith("user 1 has 3 rubies on the L2\n")
    assert (world.shop.diamonds(1), world.shop.rubies(1)) == (11, 3)
    assert thread.returncode == 0, told
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
