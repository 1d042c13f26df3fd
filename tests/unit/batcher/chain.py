"""A chain in memory, and a thread of a development world of tokens on it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from examples.token import Token
from saya_py.batcher.batcher import Batcher
from saya_py.batcher.execution import NativeExecutor
from saya_py.batcher.policy import SealingPolicy, SetVersion
from saya_py.batcher.queued import Mode
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.calls import Call
from saya_py.core.limbs import to_bytes
from saya_py.core.spelling import spelt
from saya_py.core.submissions import PlainCall, Submission
from saya_py.lang import NO_DEADLINE, compile_contract, encode_call
from saya_py.store.thread import OwnedThread

DOMAIN, SET_ROOT = b"\0" * 31 + b"\1", b"\0" * 31 + b"\2"
VERSION = SetVersion(7, SET_ROOT)
COMPILED = compile_contract(Token, 1)
EXECUTOR = NativeExecutor([COMPILED.ir_json], DOMAIN, SET_ROOT, "none")
NOW = 1_000_000
POLICY = SealingPolicy(profile="fast", calls=8, age_seconds=0, window_seconds=100, room_seconds=10)


def lanes(contract: int, function: int, mode: Mode) -> int:
    """As many as a leaf of a small function may hold."""
    return 3


@dataclass(frozen=True)
class Line:
    """What `submit` takes."""

    submission: Submission
    digest: bytes
    text: str


def line(submission: Submission) -> Line:
    text, digest = spelt(submission)
    return Line(submission, digest, text)


def token(function: str, *arguments: Any, user: int, valid_until: int = NO_DEADLINE) -> Line:
    """A call of the token contract that nobody signed."""
    call: Call = encode_call(COMPILED.schema, function, list(arguments), user=user, valid_until=valid_until)
    return line(PlainCall(call))


def pay(user: int, to: int, amount: int, number: int = 0) -> Line:
    """A payment; those that are to happen twice differ in `number`."""
    return token("pay", to, amount, user=user, valid_until=NO_DEADLINE - number)


def balance_key(user: int) -> bytes:
    (variable,) = (each for each in COMPILED.schema.state if each.name == "balance")
    return to_bytes(variable.key([user]))


def amount(number: int) -> bytes:
    return to_bytes((number & 0xFFFFFFFF, number >> 32, 0, 0))


def number(value: bytes) -> int:
    return int.from_bytes(value[:8]) + (int.from_bytes(value[8:16]) << 32)


@dataclass
class MemoryChain:
    """Canonical values that tests set, and what was asked."""

    canonical: dict[bytes, bytes] = field(default_factory=dict)
    time: int = NOW
    seq: int = 1
    wait: int = 0
    away: bool = False
    changes: dict[tuple[int, ...], int] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    questions: int = 0
    asking: threading.Event = field(default_factory=threading.Event)
    answering: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    def _answer(self) -> None:
        self.questions += 1
        self.asking.set()
        assert self.answering.wait(20)
        if self.away:
            raise ChainUnavailable("no node answers")

    def now(self) -> int:
        self._answer()
        return self.time

    def next_seq(self) -> int:
        self._answer()
        return self.seq

    def values(self, keys: Sequence[bytes]) -> list[bytes]:
        self._answer()
        self.asked += keys
        return [self.canonical.get(key, bytes(32)) for key in keys]

    def delay(self) -> int:
        self._answer()
        return self.wait

    def key_change_from(self, user: int, lane: int) -> int | None:
        self._answer()
        return self.changes.get((user, lane))

    def operator_change_from(self, contract: int) -> int | None:
        self._answer()
        return self.changes.get((contract,))

    def give(self, balances: Mapping[int, int]) -> None:
        """Write balances as an L2 contract would."""
        self.canonical |= {balance_key(user): amount(held) for user, held in balances.items()}


class Bench:
    """A thread with its batcher."""

    def __init__(self, thread: OwnedThread, chain: MemoryChain, **policy: Any) -> None:
        self.thread = thread
        self.chain = chain
        self.policy = POLICY
        self.decisions = threading.RLock()
        self.restart(**policy)

    def restart(self, **policy: Any) -> None:
        """As after a crash: nothing but the store and the chain. Other settings may be given."""
        self.policy = replace(self.policy, **policy)
        self.batcher = Batcher(
            self.thread,
            EXECUTOR,
            self.chain,
            self.policy,
            VERSION,
            self.decisions,
            lanes=lanes,
            clock=lambda: NOW * 1000,
        )

    def balances(self, *users: int) -> list[int]:
        """The soft balances."""
        return [number(self.batcher.value(balance_key(user))) for user in users]
