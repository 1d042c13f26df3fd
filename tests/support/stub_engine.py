"""An engine that executes truly and proves nothing: `StubVerifier` takes its proofs, of true statements only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from saya_py.batcher.execution import NativeExecutor
from saya_py.batcher.lists import lists_of
from saya_py.batcher.queued import calls_of
from saya_py.core.limbs import ZERO, from_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.variants import Authorisation
from saya_py.core.window import Window
from saya_py.core.wire import load_submission
from saya_py.proving.engine import Engine, ProfileName, ProvenSubBlock, SubBlockJob
from saya_py.proving.nodes import Node, NodeKind
from saya_py.proving.plan import ProofPlan
from tests.support.settling import fake_proof


class StubEngine(Engine):
    """In the place of the circuits of a `fast` set."""

    profile: ProfileName = "fast"

    def __init__(
        self, contracts: Sequence[str], os_version: int, set_root: bytes, authorisation: Authorisation = "none"
    ) -> None:
        """Builds no circuits; `os_version` and `set_root` are those that they would have."""
        self.authorisation: Authorisation = authorisation
        self._contracts = contracts
        self._os_version = os_version
        self._set_root = set_root

    @property
    def os_version(self) -> int:
        return self._os_version

    @property
    def set_root(self) -> bytes:
        return self._set_root

    def plan(self, job: SubBlockJob) -> ProofPlan:
        """One node, which has the proof."""
        outcome = self._outcome(job)
        node = Node(self.profile, NodeKind.WRAP, bytes(32), (), outcome.proof)
        return ProofPlan((node,), replace(outcome, proof=b""))

    def prove_node(self, node: Node, children: Sequence[bytes]) -> bytes:
        return node.input

    def conclude(self, plan: ProofPlan, proof: bytes) -> ProvenSubBlock:
        return replace(plan.outcome, proof=proof)

    def _outcome(self, job: SubBlockJob) -> ProvenSubBlock:
        """Execute the job; the statement's digests of calls and log are zero, which the stub cannot tell."""
        executor = NativeExecutor(self._contracts, job.domain, self.set_root, self.authorisation)
        values, touched = dict(job.state), set()
        for submission in job.submissions:
            done = executor.execute(submission, Window(job.t_min, job.t_max), values)
            assert done.failure is None, done.failure
            touched |= done.reads
            values |= done.writes
        call_count = sum(len(calls_of(load_submission(submission))) for submission in job.submissions)
        lists = lists_of({key: job.state.get(key, bytes(32)) for key in touched}, values)
        head = Head(
            domain=from_bytes(job.domain),
            set_root=from_bytes(self.set_root),
            t_min=job.t_min,
            t_max=job.t_max,
            prover=job.prover,
            thread=job.thread,
            seq=job.seq,
            call_count=call_count,
            calls_out=ZERO,
            os_version=self.os_version,
        )
        commit, proof = fake_proof(Statement.from_calldata(head, lists.inputs, lists.outputs))
        return ProvenSubBlock(
            job=job,
            call_count=call_count,
            entries=len(touched),
            inputs=lists.inputs,
            outputs=lists.outputs,
            calls_out=bytes(32),
            log_out=bytes(32),
            commit=commit,
            proof=proof,
            stages={},
            statement={},
        )
