"""Proves the calls that a test made, and verifies the proofs."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from saya_py.core.errors import InternalError, ProverRefused
from saya_py.core.limbs import Digest, to_bytes
from saya_py.lang import Contract, World, call_json
from saya_py.proving.engine import Engine, ProfileName, SubBlockJob
from saya_py.testing.packing import Group, pack
from saya_py.testing.recorder import CallRecord, Recorder, recording

Told = Callable[[str], None]
"""Hears, in words, what is being done."""


@dataclass
class ProofReport:
    """What was proven: `proven` calls in `proofs` proofs, `refused` failing calls that have none, in `seconds`.

    `left_out` calls were not proven, because a test of hypothesis made very many.
    """

    profile: ProfileName
    proven: int = 0
    proofs: int = 0
    refused: int = 0
    left_out: int = 0
    seconds: float = 0.0

    def __add__(self, other: "ProofReport") -> "ProofReport":
        return ProofReport(
            self.profile,
            self.proven + other.proven,
            self.proofs + other.proofs,
            self.refused + other.refused,
            self.left_out + other.left_out,
            self.seconds + other.seconds,
        )

    def __str__(self) -> str:
        text = f"{self.proven} calls proven in {self.proofs} proofs, {self.refused} failing calls without one"
        return f"{text}, {self.left_out} left out" if self.left_out else text


@dataclass
class Prover:
    """Proves records; circuits are built once for each contract set."""

    profile: ProfileName = "fast"
    _engines: dict[tuple[type[Contract], ...], Engine] = field(default_factory=dict)

    def prove(
        self, records: Sequence[CallRecord], tell: Told = lambda text: None, most: int | None = None
    ) -> ProofReport:
        """Proves every successful call and verifies the proofs; checks that no failing call is accepted.

        With `most`, at most so many proofs of each function are made, and checks for failing calls.

        Raises:
            ProofRejected: a proof does not hold.
            InternalError: a failing call was not refused.
        """
        started = time.perf_counter()
        done = [record for record in records if record.failure is None]
        groups, left_out = pack(done, lambda record: self._lanes(record, tell), most)
        failed = [record for record in records if record.failure is not None]
        report = ProofReport(self.profile, left_out=left_out + len(failed[most:] if most else []))
        for group in groups:
            self._prove(group, tell)
            report.proven += len(group.calls)
            report.proofs += 1
        for record in failed[:most]:
            self._refuse(record, tell)
            report.refused += 1
        report.seconds = time.perf_counter() - started
        return report

    def _prove(self, group: Group, tell: Told) -> None:
        first = group.calls[0]
        engine = self._engine(first.contracts, tell)
        tell(f"proving {len(group.calls)} of {first.function}")
        proven = engine.prove(_job(group.calls, group.state))
        engine.verify(proven)

    def _refuse(self, record: CallRecord, tell: Told) -> None:
        engine = self._engine(record.contracts, tell)
        tell(f"no proof of {record.function}, which failed")
        try:
            engine.prove(_job([record], record.before))
        except ProverRefused:
            return
        raise InternalError(f"{record.function} failed with {record.failure!r}, yet the prover made a proof of it")

    def _lanes(self, record: CallRecord, tell: Told) -> int:
        return self._engine(record.contracts, tell).lanes(record.call.contract, record.call.function)

    def _engine(self, contracts: tuple[type[Contract], ...], tell: Told) -> Engine:
        if contracts not in self._engines:
            tell(f"building the circuits of {', '.join(cls.__name__ for cls in contracts)}")
            irs = [compiled.ir_json for compiled in World(*contracts).contracts]
            self._engines[contracts] = Engine(self.profile, irs)
        return self._engines[contracts]


def _job(records: Sequence[CallRecord], state: Mapping[Digest, Digest]) -> SubBlockJob:
    """A sub-block of a world that is nowhere: only its calls and its state matter."""
    return SubBlockJob(
        domain=bytes(32),
        t_min=records[0].window.t_min,
        t_max=records[0].window.t_max,
        prover=bytes(20),
        thread=1,
        seq=1,
        calls=[json.dumps(call_json(record.call)) for record in records],
        state={to_bytes(key): to_bytes(value) for key, value in state.items()},
    )


@contextmanager
def proven(profile: ProfileName = "fast", tell: Told = lambda text: None) -> Iterator[ProofReport]:
    """Proves the calls that were made inside, at the end of the block; the report is complete after it."""
    report = ProofReport(profile)
    with recording(Recorder(everything=True)) as recorder:
        yield report
    done = Prover(profile).prove(recorder.records, tell)
    vars(report).update(vars(done))
