"""Local chains that tests restart, reset and reorganise."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Any

from web3 import Web3

from saya_py.chain.evm.anvil_state import keep_one_genesis
from saya_py.chain.evm.layout import anvil_binary
from saya_py.chain.evm.rpc import connect
from saya_py.core.errors import ChainError


class LocalChain:
    """An anvil with a state file, as a context manager. It keeps its port when it is started again."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._log = folder / "anvil.log"
        self._state = folder / "anvil.json"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def w3(self) -> Web3:
        return connect(self.url)

    def __enter__(self) -> LocalChain:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it with what its state file has, if there is one."""
        command = [str(anvil_binary()), "--host", "127.0.0.1", "--port", str(self.port), "--hardfork", "osaka"]
        command += ["--enable-tx-gas-limit", "--state", str(self._state)]
        if self._state.exists():
            keep_one_genesis(self._state)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([*command, *self._options], stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._process.poll() is None:
            told = self._log.read_text(errors="replace")
            if "Listening on " in told:
                self.port = int(told.split("Listening on 127.0.0.1:")[1].split()[0])
                return
            time.sleep(0.01)
        raise AssertionError(self._log.read_text(errors="replace")[-2000:])

    def stop(self) -> None:
        """End it in good order: it writes its state."""
        assert self._process is not None
        self._process.terminate()
        assert self._process.wait(30) == 0
        assert self._state.is_file()
        self._process = None

    def kill(self) -> None:
        """End it at once: it forgets what happened since its state was written."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def reset(self) -> None:
        """Another chain at the same address."""
        self.kill()
        self._state.unlink(missing_ok=True)
        self.start()

    def do(self, method: str, *parameters: Any) -> Any:
        """Ask for something that only a chain for development does."""
        answer: Any = self.w3.provider.make_request(method, list(parameters))  # type: ignore[arg-type]
        if "error" in answer:
            raise ChainError(f"{method}: {answer['error']}")
        return answer.get("result")

    def mine(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.do("evm_mine")

    def hold(self) -> None:
        """Make no blocks by itself."""
        self.do("evm_setAutomine", False)

    def reorganise(self, depth: int) -> None:
        """Replace the latest blocks by as many empty ones. Anvil forgets their transactions."""
        self.do("anvil_reorg", depth, [])
        # It also sets its clock to the last common block.
        late = int(time.time()) - int(self.do("eth_getBlockByNumber", "pending", False)["timestamp"], 16)
        if late > 0:
            self.do("evm_increaseTime", late)
