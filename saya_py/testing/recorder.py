"""The calls of a test that are to be proven."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from saya_py.core.calls import Call
from saya_py.core.errors import UserError
from saya_py.core.limbs import Digest
from saya_py.core.window import Window
from saya_py.lang import CompiledContract, Contract, Receipt


@dataclass(frozen=True)
class CallRecord:
    """One call with the entries that it ran on.

    `before` and `after` have the entries that a successful call touched; for a failed one, whose `failure` is the
    message, `before` is the whole state and `after` is empty.
    """

    contracts: tuple[type[Contract], ...]
    compiled: CompiledContract
    call: Call
    window: Window
    before: Mapping[Digest, Digest]
    after: Mapping[Digest, Digest]
    failure: str | None

    @classmethod
    def done(
        cls,
        contracts: tuple[type[Contract], ...],
        compiled: CompiledContract,
        call: Call,
        window: Window,
        receipt: Receipt,
    ) -> "CallRecord":
        """The record of a call that succeeded."""
        before: dict[Digest, Digest] = {}
        after: dict[Digest, Digest] = {}
        for access in receipt.accesses:
            before.setdefault(access.key, access.old)
            after[access.key] = access.new
        return cls(contracts, compiled, call, window, before, after, None)

    @classmethod
    def failed(
        cls,
        contracts: tuple[type[Contract], ...],
        compiled: CompiledContract,
        call: Call,
        window: Window,
        state: Mapping[Digest, Digest],
        message: str,
    ) -> "CallRecord":
        """The record of a call that failed on `state`."""
        return cls(contracts, compiled, call, window, dict(state), {}, message)

    @property
    def function(self) -> str:
        """The called function as `Token.transfer`."""
        name = next(f.name for f in self.compiled.schema.functions if f.id == self.call.function)
        return f"{self.compiled.schema.name}.{name}"


class Recorder:
    """Collects calls: all of them, or only those of contracts that were deployed with `prove=True`.

    A call that is the same as one before, on the same entries, is taken once.
    """

    def __init__(self, *, everything: bool) -> None:
        self.everything = everything
        self._records: dict[object, CallRecord] = {}

    @property
    def records(self) -> list[CallRecord]:
        """The calls in order."""
        return list(self._records.values())

    def add(self, record: CallRecord) -> None:
        """Takes a call."""
        same = (record.contracts, record.call, record.window, frozenset(record.before.items()))
        self._records.setdefault(same, record)


_active: ContextVar[Recorder | None] = ContextVar("saya_py.testing.recorder", default=None)


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Calls made inside are noted in `recorder`."""
    token = _active.set(recorder)
    try:
        yield recorder
    finally:
        _active.reset(token)


def record(call: CallRecord, wanted: bool) -> None:
    """Notes a call when it is `wanted` or the active recorder takes everything."""
    recorder = _active.get()
    if recorder is not None and (wanted or recorder.everything):
        recorder.add(call)


def require_recorder() -> None:
    """UserError unless there is a test that will prove what it records."""
    if _active.get() is None:
        raise UserError(
            "prove=True proves calls at the end of a pytest test, and none is running; "
            "outside pytest put the calls into `with proven():` of saya_py.testing"
        )
