"""Threads, their provers and their delegates."""

from __future__ import annotations

from eth_typing import ChecksumAddress

from saya_py.chain.evm.contract import ContractClient, somebody
from saya_py.chain.evm.transactions import Mined


class ThreadsClient(ContractClient):
    """Threads. `open_thread` is for the world's owner, `set_delegate` for the thread's prover."""

    def open_thread(self, world: int, prover: str) -> int:
        """Open a thread of the sender's world for `prover` and return its number."""
        return self._event_number(self._send("openThread", world, prover), "ThreadOpened", "thread")

    def prover(self, world: int, thread: int) -> ChecksumAddress | None:
        """The address that a thread's proofs must be made for, whoever sends them; None if the thread is not open."""
        prover, _ = self._read("threadOf", world, thread)
        return somebody(prover)

    def thread_count(self, world: int) -> int:
        """How many threads a world has; they are numbered from 1."""
        return int(self._read("threadCountOf", world))

    def next_seq(self, world: int, thread: int) -> int:
        """Number of the sub-block that the thread settles next."""
        _, seq = self._read("threadOf", world, thread)
        return int(seq) + 1

    def set_delegate(self, world: int, thread: int, delegate: str, allowed: bool) -> Mined:
        """Allow or forbid `delegate` to send the settlements of the sender's thread."""
        return self._send("setDelegate", world, thread, delegate, allowed)

    def is_delegate(self, world: int, thread: int, account: str) -> bool:
        """Whether `account` may send the thread's settlements in its prover's place."""
        return bool(self._read("isDelegate", world, thread, account))
