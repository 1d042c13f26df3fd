"""A local anvil as a child process that cannot outlive this one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.anvil_state import keep_one_genesis
from saya_py.chain.evm.layout import anvil_binary

DEFAULT_PORT = 8545
_START_SECONDS = 30.0
_LISTENING = re.compile(r"Listening on 127\.0\.0\.1:(\d+)")

_STOP_SECONDS = 60.0

# Runs a command and sends it a signal as soon as standard input closes. That happens whenever this process ends,
# however it ends: the pipe needs no signal handler and no exit hook.
_LEASH = """
exec 3<&0; signal=$1; shift
"$@" </dev/null & pid=$!
(cat <&3 >/dev/null; kill -s "$signal" "$pid" 2>/dev/null) &
wait "$pid"
"""


def port_is_free(port: int) -> bool:
    """True when nothing on this machine listens on `port` of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Anvil:
    """Runs anvil with the limits of an L2 of today, for use as a context manager.

    Osaka rules, at most 2^24 gas a transaction (EIP-7825) and the code size limit (EIP-170, anvil's default) are on.
    Listens on `wanted_port`, without one on 8545, or on a free port when that is taken; `url` says which. Everything it
    prints goes to `log`.
    """

    log: Path
    wanted_port: int | None = None
    state: Path | None = None
    """A file that the chain goes on from when it is there, and that is written when the chain stops."""
    block_time: int | None = None
    """Seconds from block to block; without it a transaction makes a block at once, and nothing else does."""
    port: int = field(default=0, init=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    @property
    def url(self) -> str:
        """JSON-RPC address."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Anvil:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it listens.

        Raises:
            ChainUnavailable: it ended or did not listen in time; the message has the end of its log.
            ConfigError: the state file is not what anvil writes.

        """
        if not self._started():
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
            raise ChainUnavailable(f"anvil did not start; the end of {self.log}:\n{tail}")

    def stop(self) -> None:
        """End the process and wait for its end; nothing happens when it does not run.

        With a state it is asked to end, so that it writes the file, else killed.

        Raises:
            ChainUnavailable: it did not end when asked, and was killed: what it did last is not in the file.
        """
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise ChainUnavailable(
                f"anvil did not end within {_STOP_SECONDS:.0f} s and was killed: {self.state} may be an older state"
            ) from None

    @property
    def runs(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def _started(self) -> bool:
        if self.wanted_port is not None:
            return self._attempt(self.wanted_port)
        # A port taken between this question and anvil's own bind is only a reason for the second attempt.
        return (port_is_free(DEFAULT_PORT) and self._attempt(DEFAULT_PORT)) or self._attempt(0)

    def _attempt(self, port: int) -> bool:
        arguments = ["--host", "127.0.0.1", "--port", str(port), "--hardfork", "osaka", "--enable-tx-gas-limit"]
        if self.block_time is not None:
            arguments += ["--block-time", str(self.block_time)]
        if self.state is not None:
            arguments += ["--state", str(self.state)]
            if self.state.exists():
                keep_one_genesis(self.state)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    "sh",
                    "-c",
                    _LEASH,
                    "leash",
                    "KILL" if self.state is None else "TERM",
                    str(anvil_binary()),
                    *arguments,
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches this process only, which then closes the pipe
            )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            listening = _LISTENING.search(self.log.read_text(errors="replace"))
            if listening:
                self.port = int(listening.group(1))
                return True
            time.sleep(0.02)
        self.stop()
        return False
