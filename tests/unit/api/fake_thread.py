"""A thread in memory: executes natively and answers at once; tests move its submissions on by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.batcher.answers import Accepted, Answer, Refused, Repeated
from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.limbs import to_bytes
from saya_py.core.submissions import PlainCall
from saya_py.core.window import Window
from saya_py.core.wire import submission_json
from saya_py.lang import compile_contract, encode_call
from saya_py.service.lines import GoodLine
from saya_py.service.running import MinedIn, Place, Signing, SubmissionState
from saya_py.store.records import SoftReceipt
from saya_py.store.states import State, Status

SET_ROOT = to_bytes((5, 6, 7, 8))

GEMS = compile_contract(DiamondsAndRubies, 1)


def diamonds(user: int) -> bytes:
    """The key of a player's diamonds."""
    return to_bytes(GEMS.schema.variable("diamonds").key([user]))


def rubies(user: int) -> bytes:
    """The key of a player's rubies."""
    return to_bytes(GEMS.schema.variable("rubies").key([user]))


def number(value: int) -> bytes:
    """The state value of a number."""
    return to_bytes((value, 0, 0, 0))


SIGNING = Signing(
    chain_id=31337,
    genesis_hash=bytes(31) + b"\x01",
    settlement=bytes(19) + b"\x02",
    world=1,
    thread=2,
    domain=to_bytes((1, 2, 3, 4)),
    os_version=77,
    set_root=SET_ROOT,
    authorisation="none",
    manifest=bytes(31) + b"\x03",
)


class FakeThread:
    """A `RunningThread`. `state` is the soft one; `chain_is_away` makes every reading of values fail."""

    def __init__(self, signing: Signing = SIGNING, state: Mapping[bytes, bytes] | None = None) -> None:
        self.state = dict(state or {})
        self.chain = dict(self.state)
        self.submissions: dict[bytes, SubmissionState] = {}
        self.received: list[GoodLine] = []
        self.chain_is_away = False
        self.window = Window(1_800_000_000, 1_800_003_600)
        self.says = signing
        """What its service says that signatures are bound to."""
        self._executor = NativeExecutor([GEMS.ir_json], signing.domain, signing.set_root, signing.authorisation)

    def submit(self, lines: Sequence[GoodLine]) -> list[Answer]:
        self._look()
        self.received += lines
        return [self._submit(line) for line in lines]

    def submission(self, digest: bytes) -> SubmissionState | None:
        return self.submissions.get(digest)

    def value(self, key: bytes) -> bytes:
        self._look()
        return self.state.get(key, bytes(32))

    def canonical(self, key: bytes) -> bytes:
        self._look()
        return self.chain.get(key, bytes(32))

    def status(self) -> Mapping[str, Any]:
        return {"queue": sum(each.status is Status.ACCEPTED for each in self.submissions.values())}

    def signing(self) -> Signing:
        return self.says

    def include(self, digest: bytes, seq: int = 1, generation: int = 1) -> None:
        """It is in a sub-block now."""
        self._move(digest, status=Status.INCLUDED, place=Place(seq, generation, State.PROVING))

    def settle(self, digest: bytes, final: bool = False) -> None:
        """Its sub-block is settled, and the chain has what it wrote."""
        state = State.FINAL if final else State.SETTLED
        self._move(digest, status=Status.SETTLED, place=Place(1, 1, state), mined=MinedIn(b"\x05" * 32, 9))
        self.chain |= self.submissions[digest].receipt.writes

    def drop(self, digest: bytes, reason: str) -> None:
        """It failed when it was executed again."""
        self._move(digest, status=Status.DROPPED, reason=reason, place=None)

    def _submit(self, line: GoodLine) -> Answer:
        known = self.submissions.get(line.digest)
        if known is not None:
            return Repeated(known.status, known.reason)
        done = self._executor.execute(line.text, self.window, self.state)
        if done.failure is not None:
            return Refused(done.failure)
        receipt = SoftReceipt({key: self.state.get(key, bytes(32)) for key in done.reads}, done.writes)
        ordinal = len(self.submissions) + 1
        self.submissions[line.digest] = SubmissionState(line.digest, ordinal, Status.ACCEPTED, receipt)
        self.state |= done.writes
        return Accepted(receipt, ordinal)

    def _move(self, digest: bytes, **changes: Any) -> None:
        self.submissions[digest] = replace(self.submissions[digest], **changes)

    def _look(self) -> None:
        if self.chain_is_away:
            raise ChainUnavailable("the node does not answer")


def purchase(user: int, amount: int) -> Any:
    """The JSON form of an unsigned call."""
    return submission_json(PlainCall(encode_call(GEMS.schema, "buy_rubies", [amount], user=user)))
