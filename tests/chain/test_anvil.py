import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.anvil import DEFAULT_PORT, Anvil, port_is_free
from saya_py.chain.evm.limits import MAX_TRANSACTION_GAS
from saya_py.chain.evm.transactions import connect
from saya_py.core.errors import ConfigError


def test_it_takes_another_port_when_the_usual_one_is_taken(tmp_path: Path) -> None:
    with socket.socket() as holder:
        if port_is_free(DEFAULT_PORT):
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.bind(("127.0.0.1", DEFAULT_PORT))
            holder.listen()
        with Anvil(tmp_path / "anvil.log") as anvil:
            assert anvil.port != DEFAULT_PORT
            assert connect(anvil.url).eth.chain_id == 31337


def test_it_stops_with_the_context(tmp_path: Path) -> None:
    with Anvil(tmp_path / "anvil.log") as anvil:
        port = anvil.port
        assert not port_is_free(port)
    assert _becomes_free(port)


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_it_dies_with_a_killed_parent(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, time, pathlib
        from saya_py.chain.evm.anvil import Anvil
        anvil = Anvil(pathlib.Path(sys.argv[1]))
        anvil.start()
        print(anvil.port, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "anvil.log")], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        assert not port_is_free(port)
        os.kill(parent.pid, signal.SIGKILL)
    assert _becomes_free(port)


def test_the_transaction_gas_limit_is_on(anvil: Anvil) -> None:
    w3 = connect(anvil.url)
    accounts = w3.eth.accounts
    with pytest.raises(Exception, match=r"(?i)gas"):
        w3.eth.send_transaction({"from": accounts[5], "to": accounts[5], "gas": MAX_TRANSACTION_GAS + 1})


def _becomes_free(port: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if port_is_free(port):
            return True
        time.sleep(0.05)
    return False


def test_a_chain_with_a_state_goes_on_from_it(tmp_path: Path) -> None:
    def chain() -> Anvil:
        return Anvil(tmp_path / "anvil.log", state=tmp_path / "state.json")

    with chain() as anvil:
        w3 = connect(anvil.url)
        genesis = w3.eth.get_block(0)["hash"]
        w3.provider.make_request("anvil_mine", [hex(3)])
        sent = w3.eth.send_transaction({"from": w3.eth.accounts[0], "to": w3.eth.accounts[1], "value": 5})
    # More than once: anvil writes a second block 0 into the file, and might take that one.
    for _ in range(4):
        with chain() as anvil:
            w3 = connect(anvil.url)
            assert w3.eth.get_block(0)["hash"] == genesis
            assert w3.eth.block_number == 4
            assert w3.eth.get_transaction_receipt(sent)["blockNumber"] == 4


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"blocks": [1]}'])
def test_a_state_that_is_none_is_named_and_left_alone(tmp_path: Path, text: str) -> None:
    state = tmp_path / "state.json"
    state.write_text(text)
    with pytest.raises(ConfigError, match=r"state\.json is no state of anvil"):
        Anvil(tmp_path / "anvil.log", state=state).start()
    assert state.read_text() == text


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_a_chain_whose_parent_is_killed_saves_its_state(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, time, pathlib
        from saya_py.chain.evm.anvil import Anvil
        folder = pathlib.Path(sys.argv[1])
        anvil = Anvil(folder / "anvil.log", state=folder / "state.json")
        anvil.start()
        print(anvil.port, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    assert _becomes_free(port)
    assert (tmp_path / "state.json").is_file()


def test_blocks_come_by_the_clock_when_they_are_asked_to(tmp_path: Path) -> None:
    with Anvil(tmp_path / "anvil.log", block_time=1) as anvil:
        w3 = connect(anvil.url)
        deadline = time.monotonic() + 10
        while w3.eth.block_number < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert w3.eth.block_number >= 2


def test_a_port_that_must_be_is_not_replaced(tmp_path: Path) -> None:
    with Anvil(tmp_path / "one.log") as anvil, pytest.raises(ChainUnavailable, match="did not start"):
        Anvil(tmp_path / "two.log", wanted_port=anvil.port).start()
