"""Proving the sub-blocks of a thread: plans their trees, has workers prove the nodes, and records the proofs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from saya_py.core.errors import IllegalTransition, InternalError, StoreDamaged, StoreError, UserError
from saya_py.proving.ledger import ProofTree, ProofTrees
from saya_py.proving.plan import NodeEngine
from saya_py.proving.progress import Events, GaveUp, ProofDamaged, ProvingStarted, SubBlockProven, unheard
from saya_py.proving.rebuilding import ThreadIdentity, sub_block_job
from saya_py.proving.telling import NodeEvents
from saya_py.proving.worker import WorkerHooks, Workers, worker_name
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Job, Proof, SubBlock
from saya_py.store.states import JobState, State

TIDY_SECONDS = 600.0
"""How often the jobs that nobody needs any more are forgotten, with their inputs and proofs."""


class SubBlockProver:
    """Proves what a thread has sealed. Workers prove in threads of their own; `step` is called again and again.

    A sub-block that cannot be proven is given up with its reason, and waits for somebody to look at it:
    `sub_blocks.retry` has it proven again, with what of its tree is done already.
    """

    def __init__(
        self,
        store: Store,
        thread: OwnedThread,
        engine: NodeEngine,
        identity: ThreadIdentity,
        fresh: Callable[[SubBlock], bool],
        workers: int = 1,
        events: Events = unheard,
    ) -> None:
        """Prove with `engine`, in `workers` threads; `events` hears what happens, from all of them.

        `fresh` says whether a sub-block's start values still hold; if not it has withdrawn it. It is asked before
        proving begins.
        """
        self._store = store
        self._thread = thread
        self._engine = engine
        self._identity = identity
        self._fresh = fresh
        self._events = events
        self._trees = ProofTrees(store)
        self._tidied: float | None = None
        self._told = told = NodeEvents(self._trees, events)
        hooks = WorkerHooks(
            started=told.started,
            finished=self._finished,
            failed=told.failed,
            damaged=told.damaged,
            store_away=told.store_away,
            inputs=self._trees.inputs,
        )
        self._workers = Workers(
            store.jobs, store.blobs, engine.prove_node, thread.thread_id, worker_name(thread.info()), workers, hooks
        )

    def start(self) -> None:
        """Free what an earlier process of this thread left behind, and let the workers begin."""
        self._workers.start()

    def stop(self) -> None:
        """Let the workers finish the nodes under way, and end: seconds."""
        self._workers.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def step(self) -> None:
        """Go on with every unfinished sub-block: record what is proven, have proven what is sealed.

        It does not wait for proofs; to plan a sub-block takes a fraction of a second, and `fresh` what it takes.

        Raises:
            ChainError: `fresh` could not ask the chain; what is in proof goes on.
            StoreError: the store cannot be reached; nothing is lost.
            InternalError: a worker ended by a fault of this software.
        """
        self._workers.check()
        self._tidy()
        unfinished = self._thread.unfinished()
        proving = [each for each in unfinished if each.state is State.PROVING]
        self._trees.keep({each.id for each in proving})
        for sub_block in proving:
            self._if_still(sub_block, self._go_on)
        for sub_block in unfinished:
            if sub_block.state is State.PROVEN:
                self._if_still(sub_block, self._check_kept)
        for sub_block in unfinished:
            if sub_block.state is State.SEALED:
                if not self._fresh(sub_block):
                    return  # all after it were withdrawn with it
                self._if_still(sub_block, self._begin)

    def _tidy(self) -> None:
        now = time.monotonic()
        if self._tidied is None or now - self._tidied >= TIDY_SECONDS:
            self._store.jobs.forget()
            self._store.collect_garbage()
            self._tidied = now

    def _if_still(self, sub_block: SubBlock, act: Callable[[SubBlock], None]) -> None:
        """Act on a sub-block, unless somebody withdraws it meanwhile."""
        try:
            act(sub_block)
        except IllegalTransition:
            if self._thread.sub_block(sub_block.id).state is sub_block.state:
                raise

    def _check_kept(self, sub_block: SubBlock) -> None:
        """Have a proof made again that was damaged before it could be sent."""
        assert sub_block.proof is not None
        try:
            self._store.blobs.get(sub_block.proof.blob)
        except StoreDamaged as damage:
            self._thread.sub_blocks.discard_proof(sub_block.id, str(damage))
            self._events(ProofDamaged(sub_block.seq, sub_block.generation, str(damage)))

    def _begin(self, sub_block: SubBlock) -> None:
        for job in self._store.jobs.of(sub_block.id):
            if job.state is JobState.FAILED:  # somebody looked at it, and wants it tried again
                self._store.jobs.retry(job.key)
        self._thread.sub_blocks.start_proving(sub_block.id)
        self._go_on(sub_block)

    def _go_on(self, sub_block: SubBlock) -> None:
        tree = self._trees.get(sub_block.id) or self._planned(sub_block)
        if tree is None:
            return
        jobs = self._trees.advance(tree)
        self._workers.wake()
        for key, job in jobs.items():
            if job.state is JobState.FAILED:
                self._give_up(sub_block, f"{tree.plan.places[key]} was not proven: {job.error}")
                return
        top = jobs.get(tree.plan.top)
        if top is not None and top.result is not None:
            self._conclude(tree, jobs, top.result)

    def _planned(self, sub_block: SubBlock) -> ProofTree | None:
        """The tree of a sub-block; None when it has none and was given up."""
        try:
            tree = self._plan(sub_block)
        except (UserError, InternalError) as error:
            self._give_up(sub_block, f"it cannot be proven: {error}")
            return None
        self._trees.add(tree)
        done = sum(job.state is JobState.DONE for job in self._trees.advance(tree).values())
        self._events(ProvingStarted(sub_block.seq, sub_block.generation, len(tree.plan.nodes), done))
        return tree

    def _plan(self, sub_block: SubBlock) -> ProofTree:
        if (sub_block.os_version, sub_block.set_root) != (self._engine.os_version, self._engine.set_root):
            raise InternalError(
                f"it was sealed for OS version {sub_block.os_version:#x} and contract set 0x{sub_block.set_root.hex()},"
                f" but this process proves {self._engine.os_version:#x} and 0x{self._engine.set_root.hex()}"
            )
        plan = self._engine.plan(sub_block_job(self._thread, sub_block, self._identity))
        lists, outcome = self._thread.lists(sub_block.id), plan.outcome
        if (outcome.inputs, outcome.outputs) != (lists.inputs, lists.outputs):
            raise InternalError("executing it again gives other lists than those that it was sealed with")
        if outcome.call_count != sub_block.call_count:
            raise InternalError(f"it was sealed with {sub_block.call_count} calls, but has {outcome.call_count}")
        return ProofTree(sub_block, plan)

    def _conclude(self, tree: ProofTree, jobs: Mapping[bytes, Job], result: bytes) -> None:
        sub_block, plan = tree.sub_block, tree.plan
        try:
            proof = self._store.blobs.get(result)
        except StoreDamaged as damage:
            self._store.jobs.replace(plan.top, result, None)
            self._told.damaged(jobs[plan.top], str(damage))
            self._workers.wake()
            return
        try:
            proven = self._engine.conclude(plan, proof)
        except (UserError, InternalError) as error:
            self._give_up(sub_block, f"its proof does not hold: {error}")
            return
        work_ms = sum(job.work_ms or 0 for job in jobs.values())
        kept = Proof(proven.calls_out, proven.log_out, proven.commit, result, work_ms)
        self._thread.sub_blocks.prove(sub_block.id, kept)
        self._events(SubBlockProven(sub_block.seq, sub_block.generation, work_ms / 1000))

    def _give_up(self, sub_block: SubBlock, reason: str) -> None:
        self._thread.sub_blocks.give_up(sub_block.id, reason)
        self._events(GaveUp(sub_block.seq, sub_block.generation, reason))

    def _finished(self, job: Job, seconds: float) -> None:
        """Called by a worker: have the next nodes proven at once, not at the next `step`."""
        self._told.finished(job, seconds)
        try:
            self._trees.advance_above(job.key)
        except StoreError as error:
            self._told.store_away(str(error))  # the next `step` does it
        self._workers.wake()
