"""One built set of circuits, ready to prove sub-blocks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from saya_py import _native
from saya_py.core.errors import UserError
from saya_py.core.variants import Authorisation

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
        text = json.dumps(
            {
                "domain": "0x" + job.domain.hex(),
                "t_min": job.t_min,
                "t_max": job.t_max,
                "prover": "0x" + job.prover.hex(),
                "thread": job.thread,
                "seq": job.seq,
                "submissions": [json.loads(each) for each in job.submissions],
                "state": {"0x" + key.hex(): "0x" + value.hex() for key, value in sorted(job.state.items())},
            }
        )
        proven = self._system.prove_sub_block(self._set, text, progress)
        return ProvenSubBlock(
            job=job,
            call_count=proven.call_count,
            entries=proven.entries,
            inputs=proven.inputs,
            outputs=proven.outputs,
            calls_out=proven.calls_out,
            log_out=proven.log_out,
            commit=proven.commit,
            proof=proven.proof,
            stages=dict(proven.stages),
            statement=json.loads(proven.statement),
        )

    def verify(self, proven: ProvenSubBlock) -> None:
        """Check a proof against its statement as the chain will.

        Raises:
            ProofRejected: it is not valid; the message names the failed check.
        """
        self._system.verify(json.dumps(proven.statement), proven.commit, proven.proof)
