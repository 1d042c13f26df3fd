"""One built set of circuits, ready to prove sub-blocks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from saya_py import _native
from saya_py.core.errors import ProverRefused, UserError
from saya_py.core.variants import Authorisation
from saya_py.proving.nodes import Node, NodeKind
from saya_py.proving.plan import ProofPlan

ProfileName = Literal["secure", "fast"]
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class SubBlockJob:
    """What a sub-block is made of.

    `domain` is 32 bytes, `prover` 20 bytes, times are Unix seconds, `submissions` are JSON, and `state` has the
    canonical value of every key that they touch (32 bytes each).
    """

    domain: bytes
    t_min: int
    t_max: int
    prover: bytes
    thread: int
    seq: int
    submissions: Sequence[str]
    state: Mapping[bytes, bytes]

    @property
    def text(self) -> str:
        """The JSON form of the Rust crates."""
        return json.dumps(
            {
                "domain": "0x" + self.domain.hex(),
                "t_min": self.t_min,
                "t_max": self.t_max,
                "prover": "0x" + self.prover.hex(),
                "thread": self.thread,
                "seq": self.seq,
                "submissions": [json.loads(each) for each in self.submissions],
                "state": {"0x" + key.hex(): "0x" + value.hex() for key, value in sorted(self.state.items())},
            }
        )


@dataclass(frozen=True)
class ProvenSubBlock:
    """A proven sub-block: what settles it.

    `call_count` counts calls, those in bundles too; `inputs` and `outputs` are the two lists as calldata (64 and 36
    bytes an entry), `entries` counts the inputs; the digests are 32 bytes; `stages` are seconds by stage, in order.
    """

    job: SubBlockJob
    call_count: int
    entries: int
    inputs: bytes
    outputs: bytes
    calls_out: bytes
    log_out: bytes
    commit: bytes
    proof: bytes
    stages: Mapping[str, float]
    statement: Mapping[str, Any]


class Engine:
    """The circuits of one profile and one contract set. Building takes seconds, proving more; both release the GIL."""

    def __init__(
        self,
        profile: ProfileName,
        contracts: Sequence[str],
        progress: Progress | None = None,
        *,
        authorisation: Authorisation = "signed",
    ) -> None:
        """Build the circuits for `contracts` (IR as JSON text) and the way in which their calls are authorised.

        `progress` hears the name and the seconds of each finished stage.

        Raises:
            ProverRefused: the profile is unknown or a contract does not fit the circuits.
        """
        self.profile: ProfileName = profile
        self.authorisation: Authorisation = authorisation
        self._system = _native.ProvingSystem.build(profile, progress)
        self._set = _native.ContractSet.build(profile, list(contracts), authorisation, progress)

    @property
    def os_version(self) -> int:
        """Names the circuit family; below 2^252."""
        return int.from_bytes(self._system.os_version(self.authorisation))

    @property
    def development(self) -> bool:
        """Whether only development worlds accept the OS version: proofs are weak, or calls are not signed."""
        return self.profile != "secure" or self.authorisation != "signed"

    @property
    def set_root(self) -> bytes:
        """Root of the whitelist of function circuits, 32 bytes."""
        return self._set.set_root

    def lanes(self, contract: int, function: int, mode: Literal["none", "inline", "pop"]) -> int:
        """Calls of a function that one leaf holds in an authorisation mode.

        Raises:
            UserError: the set has no such circuit.
        """
        found = self._set.lanes(contract, function, mode)
        if found is None:
            raise UserError(f"function {function} of contract {contract} has no circuit for mode {mode} in this set")
        return found

    def prove(self, job: SubBlockJob, progress: Progress | None = None) -> ProvenSubBlock:
        """Prove one sub-block.

        Raises:
            ProverRefused: the job cannot be proven (for example, a call fails, or they touch too many entries).
        """
        return _proven(job, self._system.prove_sub_block(self._set, job.text, progress))

    def plan(self, job: SubBlockJob) -> ProofPlan:
        """Execute a sub-block and say what has to be proven, node by node: a fraction of a second.

        Raises:
            ProverRefused: the job cannot be proven.
        """
        plan = self._system.plan(self._set, job.text)
        nodes: list[Node] = []
        for kind, circuit, job_input, children in plan.nodes:
            below = tuple(nodes[child].key for child in children)
            nodes.append(Node(self.profile, NodeKind(kind), circuit, below, job_input))
        return ProofPlan(tuple(nodes), _proven(job, plan.outcome))

    def prove_node(self, node: Node, children: Sequence[bytes]) -> bytes:
        """The proof of a node over the proofs of its children, which are verified first.

        Raises:
            ProverRefused: the node was planned for other circuits.
            InternalError: a child's proof does not hold, or the proof was not made.
        """
        if node.profile != self.profile:
            raise ProverRefused(f"the node was planned for profile {node.profile!r}, and this is {self.profile!r}")
        return self._system.prove_node(self._set, node.circuit, node.input, list(children))

    def conclude(self, plan: ProofPlan, proof: bytes) -> ProvenSubBlock:
        """The sub-block with the proof of its plan's last node.

        Raises:
            ProofRejected: the proof does not hold.
        """
        proven = replace(plan.outcome, proof=proof)
        self.verify(proven)
        return proven

    def verify(self, proven: ProvenSubBlock) -> None:
        """Check a proof against its statement as the chain will.

        Raises:
            ProofRejected: it is not valid; the message names the failed check.
        """
        self._system.verify(json.dumps(proven.statement), proven.commit, proven.proof)


def _proven(job: SubBlockJob, found: _native.SubBlockProof) -> ProvenSubBlock:
    return ProvenSubBlock(
        job=job,
        call_count=found.call_count,
        entries=found.entries,
        inputs=found.inputs,
        outputs=found.outputs,
        calls_out=found.calls_out,
        log_out=found.log_out,
        commit=found.commit,
        proof=found.proof,
        stages=dict(found.stages),
        statement=json.loads(found.statement),
    )
