"""Short ways to bring a thread somewhere."""

from __future__ import annotations

import hashlib
import multiprocessing
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.context import ForkServerProcess

from saya_py.core.errors import ThreadTaken
from saya_py.store import OwnedThread, Store
from saya_py.store.records import (
    Batch,
    Deployment,
    Inclusion,
    NewSubmission,
    Proof,
    SealedSubmission,
    SoftReceipt,
    SubBlock,
    Submission,
    Transaction,
)
from saya_py.store.states import AttemptKind

DEPLOYMENT = Deployment(chain_id=31337, genesis_hash=b"\x0a" * 32, settlement=b"\x0b" * 20)
ACCOUNT = b"\x0c" * 20
HUGE = 2**255 + 1


def h(*parts: object) -> bytes:
    """Some 32 bytes."""
    return hashlib.sha256(repr(parts).encode()).digest()


def receipt(name: object) -> SoftReceipt:
    return SoftReceipt(reads={h("key", name): h("old", name)}, writes={h("key", name): h("new", name)})


def accept(thread: OwnedThread, *names: object, calls: int = 1) -> list[Submission]:
    new = [NewSubmission(h(name), f'{{"call": "{name}"}}', calls, receipt(name)) for name in names]
    return [answer.submission for answer in thread.submissions.accept(*new)]


def batch(submissions: list[Submission]) -> Batch:
    sealed = tuple(SealedSubmission(s.id, s.receipt) for s in submissions)
    return Batch(100, 4_000, HUGE, h("set root"), b"\x01" * 64, b"\x02" * 36, sealed)


def seal(thread: OwnedThread, seq: int, *names: object) -> SubBlock:
    """Accept submissions and seal them."""
    return thread.sub_blocks.seal(seq, batch(accept(thread, *names)))


def proof(name: object = 0) -> Proof:
    return Proof(h("calls", name), h("log", name), h("commit", name), h("blob", name), 12_000)


def proven(thread: OwnedThread, seq: int, *names: object) -> SubBlock:
    sealed = seal(thread, seq, *names)
    thread.sub_blocks.start_proving(sealed.id)
    thread.sub_blocks.prove(sealed.id, proof(seq))
    return thread.sub_block(sealed.id)


_hashes = count()


def transaction(nonce: int, fee: int = HUGE, kind: AttemptKind = AttemptKind.SETTLE) -> Transaction:
    """A transaction unlike all others."""
    unique = h("transaction", next(_hashes))
    return Transaction(kind, ACCOUNT, nonce, unique, b"\x02raw" + unique, 2**24, fee, fee // 2)


def mined(block: int, fee: int = 10, revert: str | None = None, fork: str = "") -> Inclusion:
    return Inclusion(block, h("block", block, fork), 1_000, fee, revert)


def settled(thread: OwnedThread, seq: int, block: int, *names: object) -> SubBlock:
    made = proven(thread, seq, *names)
    sent = transaction(seq)
    thread.settlements.record(made.id, sent)
    thread.settlements.broadcast(sent.hash)
    thread.settlements.resolve(sent.hash, mined(block))
    return thread.sub_block(made.id)


def own_soon(store: Store) -> OwnedThread:
    """Own thread 2 of world 1, which a process had that was killed: PostgreSQL notices that a moment later."""
    for _ in range(200):
        try:
            return store.own(1, 2)
        except ThreadTaken:
            time.sleep(0.02)
    raise AssertionError("the thread of a killed process stays taken")


# A server from which children are forked in a moment, without what else is in this process.
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.unit.store.dying"])


def child(target: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """A process that calls `target`."""
    process = _forks.Process(target=target, args=arguments)
    process.start()
    return process


def exit_code(process: ForkServerProcess) -> int:
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode
