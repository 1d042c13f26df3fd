"""Proves the calls that a test made, and verifies the proofs."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from saya_py.core.errors import InternalError, ProofRejected
from saya_py.core.limbs import Digest, to_bytes
from saya_py.lang import call_json
from saya_py.proving.calls import CallChecker, CallsJob, FunctionProver
from saya_py.proving.engine import ProfileName
from saya_py.testing.packing import pack
from saya_py.testing.proof_report import ProofReport
from saya_py.testing.recorder import CallRecord, Recorder, recording

Told = Callable[[str], None]
"""Hears, in words, what is being done."""


@dataclass
class Prover:
    """Proves records; the circuit of each function is built once, when it is first needed."""

    profile: ProfileName = "fast"
    _provers: dict[str, FunctionProver] = field(default_factory=dict)
    _checkers: dict[str, CallChecker] = field(default_factory=dict)

    def prove(
        self, records: Sequence[CallRecord], tell: Told = lambda text: None, most: int | None = None
    ) -> ProofReport:
        """Proves every successful call and verifies the proofs; checks that no failing call can be proven.

        With `most`, at most so many proofs of each function are made, those with the most calls; the other calls are
        checked against the constraints without a proof. So 0 proves nothing and checks everything.

        Raises:
            ProofRejected: the constraints refuse a call that succeeded.
            InternalError: a proof does not hold, or a failing call is not refused.
        """
        started = time.perf_counter()
        done = [record for record in records if record.failure is None]
        failed = [record for record in records if record.failure is not None]
        groups, others = pack(done, lambda record: self._prover(record, tell).lanes, most)
        report = ProofReport(self.profile)
        for group in groups:
            prover = self._prover(group.calls[0], tell)
            tell(f"proving {len(group.calls)} of {group.calls[0].function}")
            report.proofs += prover.prove(_job(group.calls, group.state))
            report.proven += len(group.calls)
        for record in others:
            self._checker(record).accept(_job([record], record.before))
            report.checked += 1
        for record in failed:
            self._refuse(record)
            report.refused += 1
        report.seconds = time.perf_counter() - started
        return report

    def _refuse(self, record: CallRecord) -> None:
        try:
            self._checker(record).force(_job([record], record.before))
        except ProofRejected:
            return
        raise InternalError(f"{record.function} failed with {record.failure!r}, yet the constraints accept the call")

    def _prover(self, record: CallRecord, tell: Told) -> FunctionProver:
        key = f"{record.compiled.ir_sha256} {record.call.function}"
        if key not in self._provers:
            tell(f"building the circuit of {record.function}")
            self._provers[key] = FunctionProver(self.profile, record.compiled.ir, record.call.function)
        return self._provers[key]

    def _checker(self, record: CallRecord) -> CallChecker:
        key = record.compiled.ir_sha256
        if key not in self._checkers:
            self._checkers[key] = CallChecker(record.compiled.ir)
        return self._checkers[key]


def _job(records: Sequence[CallRecord], state: Mapping[Digest, Digest]) -> CallsJob:
    window = records[0].window
    calls = [call_json(record.call) for record in records]
    return CallsJob(window.t_min, window.t_max, calls, {to_bytes(key): to_bytes(value) for key, value in state.items()})


@contextmanager
def proven(profile: ProfileName = "fast", tell: Told = lambda text: None) -> Iterator[ProofReport]:
    """Proves the calls that were made inside, at the end of the block; the report is complete after it."""
    report = ProofReport(profile)
    with recording(Recorder(everything=True)) as recorder:
        yield report
    vars(report).update(vars(Prover(profile).prove(recorder.records, tell)))
