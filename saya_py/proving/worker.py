"""Workers: threads that take proof jobs from the ledger, prove them, and keep the proofs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from saya_py.core.errors import InternalError, LeaseLost, ProverRefused, StoreDamaged, StoreError
from saya_py.proving.leases import LEASE_MS, LeaseKeeper
from saya_py.proving.nodes import Node
from saya_py.store import BlobFolder, JobLedger
from saya_py.store.records import Job, Lease, ThreadInfo

IDLE_SECONDS = 1.0
"""After how long an idle worker looks again without being told: other processes may have let go of jobs."""
RETRY_SECONDS = 1.0
"""Between two attempts to reach the store."""


def worker_name(thread: ThreadInfo) -> str:
    """What the workers of the process that runs `thread` are called: only one process does."""
    return f"thread {thread.number} of world {thread.world} on {socket.gethostname()}"


@dataclass(frozen=True)
class WorkerHooks:
    """What workers tell, from their threads.

    Jobs begun, done with their seconds, failed, with a damaged proof that is made again; and the store being away.
    `inputs` gives the inputs of a job whose blob is damaged, when they can be made again.
    """

    started: Callable[[Job], None]
    finished: Callable[[Job, float], None]
    failed: Callable[[Job, str, bool], None]
    damaged: Callable[[Job, str], None]
    store_away: Callable[[str], None]
    inputs: Callable[[bytes], bytes | None]


class Workers:
    """`count` threads that work on the jobs of one thread's sub-blocks."""

    def __init__(
        self,
        ledger: JobLedger,
        blobs: BlobFolder,
        prove: Callable[[Node, Sequence[bytes]], bytes],
        thread_id: int,
        name: str,
        count: int,
        hooks: WorkerHooks,
        lease_ms: int = LEASE_MS,
    ) -> None:
        """Work as `name`: nobody else does, so what one of that name had before is free when these start."""
        self._ledger = ledger
        self._blobs = blobs
        self._prove = prove
        self._thread_id = thread_id
        self._name = name
        self._count = count
        self._hooks = hooks
        self._lease_ms = lease_ms
        self._keeper = LeaseKeeper(ledger, lease_ms, hooks.store_away)
        self._stopping = threading.Event()
        self._wake = threading.Condition()
        self._wakes = 0
        self._pool: ThreadPoolExecutor | None = None
        self._running: list[Future[None]] = []

    def start(self) -> None:
        """Free what a process of this name left behind, and begin.

        Raises:
            StoreError: the ledger cannot be reached.
        """
        self._ledger.release(self._name)
        self._pool = ThreadPoolExecutor(self._count + 1, "saya-prover")
        self._running = [self._pool.submit(self._keeper.run)]
        self._running += [self._pool.submit(self._work_on) for _ in range(self._count)]

    def wake(self) -> None:
        """There may be something to do."""
        with self._wake:
            self._wakes += 1
            self._wake.notify_all()

    def check(self) -> None:
        """Raise what ended a worker, if one has ended."""
        for worker in self._running:
            if worker.done():
                worker.result()

    def stop(self) -> None:
        """Finish the nodes under way, keep their proofs, and end: seconds."""
        self._stopping.set()
        self.wake()
        if self._pool is not None:
            wait(self._running[1:])
            self._keeper.close()
            self._pool.shutdown()
            self.check()

    def _work_on(self) -> None:
        while not self._stopping.is_set():
            lease = self._claimed()
            if lease is not None:
                with self._keeper.keeping(lease):
                    self._work(lease)

    def _claimed(self) -> Lease | None:
        """A job, or None after a while without one."""
        wakes = self._wakes
        try:
            lease = self._ledger.claim(self._name, self._lease_ms, self._thread_id)
        except StoreError as error:
            self._hooks.store_away(str(error))
            self._stopping.wait(RETRY_SECONDS)
            return None
        if lease is None:
            with self._wake:
                self._wake.wait_for(lambda: self._wakes != wakes, IDLE_SECONDS)
        return lease

    def _work(self, lease: Lease) -> None:
        self._hooks.started(lease.job)
        begun = time.monotonic()
        try:
            proof = self._patient_proof(lease.job)
        except ProverRefused as error:
            self._fail(lease, str(error), again=False)
        except (InternalError, StoreDamaged) as error:
            self._fail(lease, str(error), again=True)
        else:
            if proof is None:
                return  # this process ends; the next one frees the job
            seconds = time.monotonic() - begun
            if self._insist(lambda: self._ledger.finish(lease, self._blobs.put(proof), round(seconds * 1000))):
                self._hooks.finished(lease.job, seconds)

    def _fail(self, lease: Lease, reason: str, again: bool) -> None:
        if self._insist(lambda: self._ledger.fail(lease, reason, again)):
            self._hooks.failed(lease.job, reason, again)

    def _insist(self, record: Callable[[], object]) -> bool:
        """Record something although the store may be away for a while; False when it is no longer this worker's."""
        while True:
            try:
                record()
            except LeaseLost:
                return False
            except StoreError as error:
                self._hooks.store_away(str(error))
                if self._stopping.wait(RETRY_SECONDS):
                    return False
            else:
                return True

    def _patient_proof(self, job: Job) -> bytes | None:
        """The proof, also when what it needs cannot be read for a while; None when this is to stop meanwhile."""
        while True:
            try:
                return self._proof(job)
            except StoreDamaged:
                raise
            except StoreError as error:
                self._hooks.store_away(str(error))
                if self._stopping.wait(RETRY_SECONDS):
                    return None

    def _proof(self, job: Job) -> bytes:
        node = Node.parse(self._inputs(job))
        return self._prove(node, [self._child(key) for key in node.children])

    def _inputs(self, job: Job) -> bytes:
        try:
            return self._blobs.get(job.inputs)
        except StoreDamaged:
            inputs = self._hooks.inputs(job.key)
            if inputs is None:
                raise
            self._blobs.put(inputs)
            return inputs

    def _child(self, key: bytes) -> bytes:
        """The proof of a node that is done. When its blob is damaged, it is proven again."""
        job = self._ledger.get(key)
        if job is None or job.result is None:
            raise InternalError(f"a proof job needs job {key.hex()}, which is not done")
        try:
            return self._blobs.get(job.result)
        except StoreDamaged as damage:
            self._hooks.damaged(job, str(damage))
            proof = self._proof(job)
            self._ledger.replace(key, job.result, self._blobs.put(proof))
            return proof
