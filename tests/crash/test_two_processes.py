"""Two processes want one thread."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from saya_py.chain.evm.accounts import anvil_account
from tests.crash.running import ACCOUNT, RunningThread


@pytest.mark.faults("two processes on one thread")
def test_the_second_process_refuses(running: RunningThread, outcome: Callable[[str], None]) -> None:
    environment = {**os.environ, "SAYAPY_L2_KEY": anvil_account(ACCOUNT).key.hex()}
    program = [str(Path(sys.executable).with_name("sayapy")), "run", str(running.folder.path)]
    second = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode == 6, second.stderr
    told = " ".join(second.stderr.split())
    assert f"is run by process {os.getpid()}" in told
    running.submit(2)
    running.wait_settled(4)
    outcome(f"the second refused, named the first, exit code 6; {running.check_once()}")
