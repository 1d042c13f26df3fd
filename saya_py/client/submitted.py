"""A submission that a thread accepted: its soft confirmation, and waiting for more."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from saya_py.chain.evm.settled import settled_by
from saya_py.chain.evm.world_on_chain import WorldOnChain
from saya_py.client.answers import ReceiptAnswer, Status, SubmissionAnswer
from saya_py.client.interface import Interface
from saya_py.client.receipt import Receipt
from saya_py.client.service import Service
from saya_py.core.errors import Mismatch, ServiceError, ServiceUnavailable, SubmissionDropped, TimedOut

_HELD_SECONDS = 30.0
"""How long one request may be held by the service."""
_LOOK_SECONDS = 0.5

Until = Literal["included", "settled", "final"]


@dataclass(frozen=True)
class Settled:
    """Where a submission was settled: the sub-block, the transaction as `0x` text, its block."""

    seq: int
    generation: int
    transaction: str
    block: int
    final: bool
    """Whether the thread counts it as final: so many blocks follow that no reorganisation is expected."""


@dataclass(frozen=True)
class Where:
    """What a submission is accepted in: who serves it, the world, and the contracts."""

    service: Service
    world: WorldOnChain
    thread: int
    interface: Interface


class Submitted:
    """An accepted submission. `text` is what was sent: it may be sent again at any time."""

    def __init__(self, where: Where, digest: bytes, text: str, receipt: ReceiptAnswer) -> None:
        """The service at `where` knows it by `digest` (32 bytes)."""
        self.digest = digest
        self.text = text
        self.receipt = Receipt(where.interface, receipt.reads, receipt.writes)
        """The soft confirmation: what it read and wrote."""
        self._where = where

    @property
    def status(self) -> Status:
        """Where it stands now, as the service says: accepted, included, settled or dropped."""
        return self._look(None, 0, None).status

    def wait_included(self, timeout: float = 120.0) -> int:
        """Wait until it is part of a sub-block and return the number of that.

        Raises:
            SubmissionDropped: it failed on newer values.
            TimedOut: it takes longer; nothing is lost.
            ServiceError: the service does not know it any more.
        """
        found = self._wait("included", time.monotonic() + timeout)
        if found.sub_block is None:
            raise ServiceError("the service calls the submission included and does not say where")
        return found.sub_block.seq

    def wait_settled(self, timeout: float = 600.0) -> Settled:
        """Wait until its sub-block is settled, and look that up on the chain. A reorganisation may still undo it.

        Raises:
            Mismatch: the chain does not know that settlement: the service lies, or the node is on another fork.
            others as `wait_included` does.
        """
        return self._settled("settled", timeout)

    def wait_final(self, timeout: float = 3600.0) -> Settled:
        """Wait until the settlement counts as final; raises as `wait_settled` does."""
        return self._settled("final", timeout)

    def __repr__(self) -> str:
        return f"<Submitted 0x{self.digest.hex()}>"

    def _settled(self, until: Until, timeout: float) -> Settled:
        deadline = time.monotonic() + timeout
        found = self._wait(until, deadline)
        place, mined = found.sub_block, found.settlement
        if place is None or mined is None:
            raise ServiceError("the service calls the submission settled and does not say by which transaction")
        self._check_on_chain(mined.transaction, place.seq, deadline)
        return Settled(place.seq, place.generation, "0x" + mined.transaction.hex(), mined.block, mined.final)

    def _check_on_chain(self, transaction: bytes, seq: int, deadline: float) -> None:
        world = self._where.world
        while (found := settled_by(world.client, transaction)) is None and time.monotonic() < deadline:
            # This node may be behind the one that the service asks.
            time.sleep(_LOOK_SECONDS)
        if found is None:
            raise TimedOut(f"the node does not know transaction 0x{transaction.hex()}, which the service calls settled")
        expected = (world.number, self._where.thread, seq)
        if not any((each.world, each.thread, each.seq) == expected for each in found):
            raise Mismatch(
                f"transaction 0x{transaction.hex()} did not settle sub-block {seq} of the thread, as the service says"
            )

    def _wait(self, until: Until, deadline: float) -> SubmissionAnswer:
        while True:
            left = max(deadline - time.monotonic(), 0.0)
            try:
                found = self._look(until, min(left, _HELD_SECONDS), left)
            except ServiceUnavailable:
                # It may be starting again: the submission is safe with it.
                if deadline - time.monotonic() <= 0:
                    raise
                continue
            if found.status == "dropped":
                raise SubmissionDropped(found.reason or "no reason was given")
            if _reached(found, until):
                return found
            if left == 0:
                raise TimedOut(f"the submission is {found.status} and not {until} yet; wait on, nothing is lost")

    def _look(self, until: Until | None, seconds: float, patience: float | None) -> SubmissionAnswer:
        params: dict[str, str | float] = {} if until is None else {"wait": until, "timeout": round(seconds, 3)}
        path = f"/v1/submissions/0x{self.digest.hex()}"
        return self._where.service.get(SubmissionAnswer, path, params, patience=patience)


def _reached(found: SubmissionAnswer, until: Until) -> bool:
    if until == "included":
        return found.status in ("included", "settled")
    if until == "settled":
        return found.status == "settled"
    return found.settlement is not None and found.settlement.final
