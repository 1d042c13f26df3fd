"""`sayapy chain start` as a process: ready when it says so, ended by signals, and its state is there the next time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from saya_py.chain.evm.anvil import port_is_free
from saya_py.chain.evm.transactions import connect

COMMAND = [sys.executable, "-m", "saya_py.cli", "chain", "start"]


def free_port() -> int:
    """A port that nothing used just now."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, port: int, how: signal.Signals = signal.SIGTERM) -> Iterator[dict[str, Any]]:
    """The chain, and what it said; it is ended by a signal and must end well."""
    with subprocess.Popen(
        [*COMMAND, str(folder), "--port", str(port), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(how)
            assert process.wait(30) == 0, process.stderr.read()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_on_from_its_state(tmp_path: Path, how: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path / "chain", port, how) as told:
        assert told["rpc"] == f"http://127.0.0.1:{port}"
        assert told["development"]
        w3 = connect(told["rpc"])
        assert (told["chain_id"], len(told["accounts"])) == (w3.eth.chain_id, 10)
        first, second = (account["address"] for account in told["accounts"][:2])
        sent = w3.eth.send_transaction({"from": first, "to": second, "value": 5})
        w3.eth.wait_for_transaction_receipt(sent, timeout=30)
        genesis = w3.eth.get_block(0)["hash"]
    assert port_is_free(port)
    with running(tmp_path / "chain", port, how) as told:
        w3 = connect(told["rpc"])
        assert told["block"] >= 1
        assert w3.eth.get_block(0)["hash"] == genesis
        assert w3.eth.get_balance(second) == 10_000 * 10**18 + 5


def test_a_folder_has_one_chain_and_a_port_one_process(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path / "chain", port):
        for folder, said in ((tmp_path / "chain", "another process runs a chain"), (tmp_path / "new", "did not start")):
            second = subprocess.run(
                [*COMMAND, str(folder), "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
            )
            assert second.returncode != 0
            assert said in second.stderr
