"""A thread at its simplest, for measurements and tests: execute, prove, settle one sub-block. It remembers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from saya_py.batcher.batch import Batch, Executable, execute_batch
from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader, ZkThreadsClient, stale_input
from saya_py.chain.evm.transactions import Mined
from saya_py.core.errors import StaleInput, UserError
from saya_py.core.window import Window
from saya_py.proving.engine import Engine, Progress, ProvenSubBlock, SubBlockJob

SETTLE_WITHIN_SECONDS = 3600
"""Length of the time window of a sub-block."""


class ProvableCall(Executable, Protocol):
    """A submission that can run and be part of a proof."""

    def encoded(self) -> str:
        """Its JSON form."""


C = TypeVar("C", bound=ProvableCall)


@dataclass(frozen=True)
class Prepared(Generic[C]):
    """A sub-block that is proven but not settled yet."""

    batch: Batch[C]
    proof: ProvenSubBlock


@dataclass(frozen=True)
class Outcome:
    """A mined settlement; `stale` is the entry that failed the input check, None when it settled."""

    mined: Mined
    stale: StaleInput | None


class SettlementThread:
    """Thread `thread` of `world`, proven by `engine` and settled by the account of `chain`."""

    def __init__(self, engine: Engine, chain: ZkThreadsClient, world: int, thread: int) -> None:
        """Settle with the account of `chain`."""
        self.engine = engine
        self.chain = chain
        self.world = world
        self.thread = thread

    def prepare(
        self,
        calls: Iterable[C],
        progress: Progress | None = None,
        refused: Callable[[int, C, str], None] | None = None,
    ) -> Prepared[C]:
        """Execute `calls` on the canonical values and prove the ones that succeed.

        `refused` hears each other one, with the number of the sub-block and the reason, before proving begins.
        The proof is checked here too, so nothing that the chain would refuse is sent to it. It is made for the
        thread's prover; the account of `chain` may also be one of the prover's delegates.

        Raises:
            UserError: the thread is not open.
        """
        prover = self.chain.prover(self.world, self.thread)
        if prover is None:
            raise UserError(f"thread {self.thread} of world {self.world} is not open; the world's owner opens threads")
        seq = self.chain.next_seq(self.world, self.thread)
        now = self.chain.now()
        window = Window(now, now + SETTLE_WITHIN_SECONDS)
        batch = execute_batch(calls, window, lambda keys: self.chain.values(self.world, keys))
        if refused is not None:
            for call, message in batch.refused:
                refused(seq, call, message)
        job = SubBlockJob(
            domain=self.chain.domain(self.world),
            t_min=window.t_min,
            t_max=window.t_max,
            prover=bytes.fromhex(prover.removeprefix("0x")),
            thread=self.thread,
            seq=seq,
            submissions=[call.encoded() for call in batch.calls],
            state=batch.state,
        )
        proof = self.engine.prove(job, progress)
        self.engine.verify(proof)
        return Prepared(batch, proof)

    def settle(self, prepared: Prepared[C]) -> Outcome:
        """Send the settlement and wait until it is mined.

        Raises:
            ChainReverted: it reverted for another reason than a stale input.
        """
        mined = self.chain.settle(self.settlement(prepared.proof))
        stale = stale_input(mined)
        if mined.revert is not None and stale is None:
            raise ChainReverted(f"sub-block {prepared.proof.job.seq} was refused: {mined.revert}", mined.revert)
        return Outcome(mined, stale)

    def settlement(self, proof: ProvenSubBlock) -> Settlement:
        """Calldata of a proof's settlement."""
        job = proof.job
        header = SubBlockHeader(
            world=self.world,
            os_version=self.engine.os_version,
            thread=job.thread,
            seq=job.seq,
            t_min=job.t_min,
            t_max=job.t_max,
            call_count=proof.call_count,
            calls_out=proof.calls_out,
            log_out=proof.log_out,
            commit=proof.commit,
        )
        return Settlement(header, proof.inputs, proof.outputs, proof.proof)
