"""An engine whose proofs are hashes: made at once, and checked as real ones are."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from saya_py.core.calldata import read_inputs
from saya_py.core.errors import InternalError, ProofRejected, ProverRefused
from saya_py.proving.engine import ProvenSubBlock, SubBlockJob
from saya_py.proving.nodes import Node, NodeKind
from saya_py.proving.plan import ProofPlan
from tests.unit.store.steps import HUGE, h

SEP = b"|"


def proof_of(node: Node, salt: str = "") -> bytes:
    return b"proof of " + node.key.hex().encode() + SEP + salt.encode()


class FakeEngine:
    """One leaf for each call, merged four by four. `proven` has the keys in the order in which they were proven."""

    os_version = HUGE
    set_root = h("set root")

    def __init__(self) -> None:
        self.proven: list[Node] = []
        self.before: Callable[[Node], None] = lambda node: None
        self.outputs = b"\x02" * 36
        self._lock = threading.Lock()

    def plan(self, job: SubBlockJob) -> ProofPlan:
        calls = [json.loads(submission)["call"] for submission in job.submissions]
        if "refused" in calls:
            raise ProverRefused("a call fails")
        leaves = [self._node(NodeKind.LEAF, f"{job.t_min} {call}") for call in calls]
        nodes, level = list(leaves), leaves
        while len(level) > 1:
            groups = [level[at : at + 4] for at in range(0, len(level), 4)]
            level = [self._node(NodeKind.MERGE, "", *group) for group in groups]
            nodes += level
        nodes.append(self._node(NodeKind.SUB_BLOCK, str(job.seq), *level))
        nodes.append(self._node(NodeKind.WRAP, "", nodes[-1]))
        inputs = b"".join(key + value for key, value in sorted(job.state.items()))
        outcome = ProvenSubBlock(
            job=job,
            call_count=len(calls),
            entries=len(read_inputs(inputs)),
            inputs=inputs,
            outputs=self.outputs,
            calls_out=h("calls", *calls),
            log_out=h("log"),
            commit=h("commit", job.seq),
            proof=b"",
            stages={},
            statement={},
        )
        return ProofPlan(tuple(nodes), outcome)

    def prove_node(self, node: Node, children: Sequence[bytes]) -> bytes:
        self.before(node)
        expected = [b"proof of " + key.hex().encode() for key in node.children]
        if [child.split(SEP)[0] for child in children] != expected:
            raise InternalError("a child's proof does not hold")
        with self._lock:
            self.proven.append(node)
            return proof_of(node, str(len(self.proven)))

    def conclude(self, plan: ProofPlan, proof: bytes) -> ProvenSubBlock:
        if proof.split(SEP)[0] != proof_of(plan.nodes[-1]).split(SEP)[0]:
            raise ProofRejected("this is no proof of it")
        return replace(plan.outcome, proof=proof)

    def kinds(self) -> list[str]:
        """What was proven, in order."""
        return [node.kind.value for node in self.proven]

    def _node(self, kind: NodeKind, content: str, *children: Node) -> Node:
        circuit = hashlib.sha256(kind.encode()).digest()
        return Node("fake", kind, circuit, tuple(child.key for child in children), content.encode())
