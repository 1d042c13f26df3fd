"""A sub-block proven as one node: what an engine does that proves everything at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

from saya_py.core.errors import InternalError
from saya_py.proving.engine import Engine, ProvenSubBlock, SubBlockJob
from saya_py.proving.nodes import Node, NodeKind
from saya_py.proving.plan import ProofPlan

_BYTES = ("inputs", "outputs", "calls_out", "log_out", "commit", "proof")


class WholeEngine:
    """Plans one node for a whole sub-block."""

    def __init__(self, engine: Engine) -> None:
        """Prove with `engine`."""
        self._engine = engine

    @property
    def os_version(self) -> int:
        """Names the circuit family."""
        return self._engine.os_version

    @property
    def set_root(self) -> bytes:
        """Names the contract set, 32 bytes."""
        return self._engine.set_root

    def plan(self, job: SubBlockJob) -> ProofPlan:
        """One node."""
        text = json.dumps({field.name: _plain(getattr(job, field.name)) for field in fields(job)})
        node = Node(self._engine.profile, NodeKind.WRAP, self.os_version.to_bytes(32), (), text.encode())
        return ProofPlan((node,), None)

    def prove_node(self, node: Node, children: Sequence[bytes]) -> bytes:
        """Prove the sub-block."""
        if children:
            raise InternalError("a whole sub-block has no children")
        plain = json.loads(node.input)
        job = SubBlockJob(
            domain=bytes.fromhex(plain["domain"]),
            t_min=plain["t_min"],
            t_max=plain["t_max"],
            prover=bytes.fromhex(plain["prover"]),
            thread=plain["thread"],
            seq=plain["seq"],
            submissions=plain["submissions"],
            state={bytes.fromhex(key): bytes.fromhex(value) for key, value in plain["state"].items()},
        )
        proven = self._engine.prove(job)
        return json.dumps(
            {field.name: _plain(getattr(proven, field.name)) for field in fields(proven) if field.name != "job"}
        ).encode()

    def conclude(self, plan: ProofPlan, proof: bytes) -> ProvenSubBlock:
        """The sub-block, verified."""
        plain = json.loads(proof)
        for name in _BYTES:
            plain[name] = bytes.fromhex(plain[name])
        job = SubBlockJob(bytes(32), 0, 0, bytes(20), 0, 0, [], {})
        proven = ProvenSubBlock(job=job, **plain)
        self._engine.verify(proven)
        return replace(proven, job=job)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    return list(value) if isinstance(value, tuple) else value
