"""The verdicts: everything that the evidence and the calls of sub-blocks let anybody check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from saya_py.audit.call_checks import check_call_data, check_calls, check_execution
from saya_py.audit.call_files import CallFile, CallFiles
from saya_py.audit.chain_checks import check_calldata, check_event, check_set, check_version, check_window
from saya_py.audit.checklist import Checklist
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.evidence import Deployment, Evidence, Source, Unknown
from saya_py.audit.statement_checks import check_proof, check_values
from saya_py.audit.verdict import AuditReport, Check, SubBlockReport
from saya_py.chain.errors import ChainUnavailable

Sets = Mapping[bytes, AuditedSet]
"""By set root, 32 bytes."""

_NOT_REBUILT = (
    "the manifest: that the circuits with its digests are those of its sources, which were compiled here, while their "
    "circuits were not built"
)


def audit(
    source: Source,
    sets: Sets,
    calls: CallFiles,
    seqs: Iterable[int],
    heard: Callable[[SubBlockReport], None] | None = None,
) -> AuditReport:
    """Examine the sub-blocks `seqs` of a thread; `heard` is told of each at once.

    A node that stops answering ends the examination: the sub-blocks that remain are unreachable.
    """
    reports = []
    unreachable: str | None = None
    for seq in seqs:
        report = _unreachable(seq, unreachable) if unreachable is not None else _report(source, sets, calls, seq)
        unreachable = report.unreachable
        reports.append(report)
        if heard is not None:
            heard(report)
    trusted = () if all(each.rebuilt for each in sets.values()) else (_NOT_REBUILT,)
    return AuditReport(source.deployment, reports, (*source.rests_on, *trusted))


def _report(source: Source, sets: Sets, calls: CallFiles, seq: int) -> SubBlockReport:
    try:
        evidence = source.evidence(seq)
    except ChainUnavailable as error:
        return _unreachable(seq, str(error))
    if isinstance(evidence, Unknown):
        return SubBlockReport(seq, [Check("event", "missing", evidence.reason)])
    return examine(source.deployment, sets, evidence, calls(seq))


def _unreachable(seq: int, reason: str) -> SubBlockReport:
    return SubBlockReport(seq, [], unreachable=reason)


def examine(deployment: Deployment, sets: Sets, evidence: Evidence, file: CallFile) -> SubBlockReport:
    """The verdict on one sub-block, from its evidence and the file with its calls."""
    checks = Checklist()
    settlement = check_calldata(checks, deployment, evidence)
    check_version(checks, evidence)
    contract_set = check_set(checks, evidence, sets)
    statement = check_event(checks, deployment, evidence, settlement)
    check_window(checks, evidence, settlement)
    data = check_call_data(checks, deployment, evidence, settlement, file)
    executor = None if contract_set is None else contract_set.executor(deployment.domain)
    if data is None or executor is None or not check_calls(checks, evidence, data, executor):
        data = None
        checks.skip(("calls", "execution", "inputs", "outputs", "log"), "needs the calls and the contracts")
    elif settlement is None or statement is None:
        checks.skip(("execution", "inputs", "outputs", "log"), "needs the lists")
    else:
        check_execution(checks, settlement, statement, data, executor)
    if settlement is None or statement is None:
        checks.skip(("commit", "proof"), "needs the statement that was proven")
    else:
        check_proof(checks, settlement, statement)
    check_values(checks, evidence, statement)
    return SubBlockReport(
        seq=evidence.settled.seq,
        checks=checks.found,
        block=evidence.settled.block,
        transaction=evidence.settled.transaction,
        call_count=evidence.settled.call_count,
        entries=None if statement is None else len(statement.entries),
    )
