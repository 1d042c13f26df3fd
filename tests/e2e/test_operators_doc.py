"""docs/operators.md from nothing to an audited settlement: its commands run as they stand there, with real proofs."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.connected import connect_settlement
from saya_py.core.keys import ValueType, make_key
from saya_py.core.limbs import to_bytes

PAGE = Path(__file__).parents[2] / "docs" / "operators.md"
PORTS = ("8545", "8787")
"""Ports on the page; others take their place here, because these may be in use."""
MINUTES = 20
"""A machine that does other things too is slow; alone it takes two or three."""

# A block in the background stands for a terminal of its own: what follows waits until it has said something.
PROLOGUE = """
background=()
finish() { [ ${#background[@]} = 0 ] || kill -TERM "${background[@]}" 2>/dev/null || true; wait; }
trap finish EXIT
"""
BACKGROUND = """
bash -euc {command} > terminal-{number}.log 2>&1 &
background+=($!)
until [ -s terminal-{number}.log ]; do kill -0 $!; sleep 0.1; done
"""
# The later ones first: a thread ends before its chain.
EPILOGUE = """
for ((i = ${#background[@]} - 1; i >= 0; i--)); do
    kill -TERM "${background[i]}"
    wait "${background[i]}"
done
background=()
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of commands."""

    commands: str
    background: bool


def blocks() -> Iterator[Block]:
    for info, commands in re.findall(r"^```sh( background)?\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE):
        yield Block(commands, bool(info))


def free_ports(count: int) -> list[str]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [str(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def script() -> str:
    parts = ["set -euo pipefail", PROLOGUE]
    for number, block in enumerate(blocks()):
        if block.background:
            quoted = "'" + block.commands.strip().replace("'", "'\\''") + "'"
            parts.append(BACKGROUND.format(command=quoted, number=number))
        else:
            parts.append(block.commands)
    text = "\n".join([*parts, EPILOGUE])
    for port, free in zip(PORTS, free_ports(len(PORTS)), strict=True):
        text = text.replace(port, free)
    return text


def operators_environment(folder: Path) -> dict[str, str]:
    """That of this process, with these commands, and with nothing that says which chain, world or wallet is meant."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SAYAPY_")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "XDG_STATE_HOME": str(folder / "state"),
        "COLUMNS": "160",
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all commands of the page have run; the project is in it."""
    folder = tmp_path_factory.mktemp("operator")
    environment = operators_environment(folder)
    with (folder / "said.log").open("w") as said:
        process = subprocess.Popen(
            ["bash", "-c", script()], cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            status = process.wait(60 * MINUTES)
        finally:
            # What is still there after a failure; nothing else is in this session.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    logs = [folder / "said.log", *sorted(folder.rglob("terminal-*.log"))]
    assert status == 0, "\n".join(f"--- {log.name}\n{log.read_text()[-4000:]}" for log in logs)
    return folder / "gem-shop"


def test_all_calls_settle_and_everything_ends_well(folder: Path) -> None:
    deployment = json.loads((folder / "deployment.json").read_text())
    assert deployment["complete"]
    done = subprocess.run(
        [sys.executable, "-m", "saya_py.cli", "status", "thread", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    status = json.loads(done.stdout)
    assert status["submissions"]["settled"] == len((folder / "calls.jsonl").read_text().splitlines()) == 2
    assert {block["state"] for block in status["sub_blocks"]} <= {"settled", "final"}
    outcomes = [each["outcome"] for block in status["sub_blocks"] for each in block["transactions"]]
    assert outcomes.count("succeeded") == len(status["sub_blocks"])
    assert list((folder / "thread" / "call-data").iterdir())
    assert (folder / "backup" / "thread.db").is_file()


def test_the_chain_that_starts_again_has_the_values(folder: Path, tmp_path: Path) -> None:
    settlement = bytes.fromhex(json.loads((folder / "deployment.json").read_text())["settlement"][2:])
    state = tmp_path / "state.json"
    shutil.copy2(folder / "chain" / "state.json", state)
    with Anvil(tmp_path / "anvil.log", state=state) as anvil:
        client = connect_settlement(anvil.url, settlement)
        keys = [to_bytes(make_key(1, 1, [(ValueType.USER, user)])) for user in (1, 2)]
        points = [int.from_bytes(value[:8]) for value in client.values(1, keys)]
        assert points == [15, 100]
        assert client.next_seq(1, 1) > 1


@pytest.mark.slow
def test_everything_can_be_started_again(folder: Path) -> None:
    """The calls of before are known, and new ones settle, on the chain that goes on from its state."""
    (rpc,) = re.findall(r'^rpc = "(.*)"', (folder / "thread" / "thread.toml").read_text(), re.MULTILINE)
    keys = re.findall(r"^export (?:PROVER|SAYAPY_PASSPHRASE)=.*$", PAGE.read_text(), re.MULTILINE)
    sign = "sayapy wallet sign -w bob.wallet --abi build/abi.json --manifest build/manifest.json 'GemShop.play(7)'"
    commands = [
        "set -euo pipefail",
        PROLOGUE,
        *keys,
        BACKGROUND.format(command=f"'sayapy chain start chain --port {rpc.rpartition(':')[2]}'", number="again"),
        f"{sign} >> calls.jsonl",
        "SAYAPY_L2_KEY=$PROVER sayapy run thread --file calls.jsonl --json",
        EPILOGUE,
    ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(commands)],
        cwd=folder,
        env=operators_environment(folder.parent),
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    (file,) = events[-1]["files"]
    assert [line["status"] for line in file["lines"]] == ["settled"] * 3
    assert sum(event["event"] == "mined" for event in events) == 1, "nothing settled twice"
