"""What the statement must agree on: its proof, and the chain's values around the settlement."""

from __future__ import annotations

from saya_py import _native
from saya_py.audit import values
from saya_py.audit.checklist import Checklist
from saya_py.audit.evidence import Evidence, Unknown
from saya_py.audit.proof_file import judge_proof_file
from saya_py.chain.evm.settlement import Settlement
from saya_py.core.statement import Statement
from saya_py.core.statement_json import dump_statement


def check_proof(checks: Checklist, settlement: Settlement, statement: Statement) -> None:
    """`commit`, `proof`: the proof, verified here, is one of this statement."""
    text, commit = dump_statement(statement), settlement.header.commit
    computed = _native.commit_of(text)
    if computed != commit:
        checks.mismatch("commit", f"that of the statement is 0x{computed.hex()}, but settled was 0x{commit.hex()}")
    else:
        checks.ok("commit")
    report = judge_proof_file(_native.proof_file(text, commit, settlement.proof))
    if report.verdict == "valid":
        checks.ok("proof")
    elif report.verdict == "unknown_os_version":
        checks.missing("proof", Unknown(f"it cannot be judged: {report.reason}"))
    else:
        checks.mismatch("proof", f"it is not valid: {report.reason}")


def check_values(checks: Checklist, evidence: Evidence, statement: Statement | None) -> None:
    """`values before`, `values after`: the chain had what the lists say."""
    names = ("values before", "values after")
    if isinstance(evidence.values, Unknown):
        for name in names:
            checks.missing(name, evidence.values)
        return
    if statement is None:
        checks.skip(names, "needs the lists")
        return
    if not values.fits(statement.entries, evidence.values):
        for name in names:
            checks.missing(name, Unknown("there is not one value for each entry of the lists"))
        return
    for name, compare in zip(names, (values.before, values.after), strict=True):
        wrong = compare(statement.entries, evidence.values)
        if wrong is None:
            checks.ok(name)
            continue
        listed, actual = (checks.names.value(wrong.key, value) for value in (wrong.listed, wrong.actual))
        by = "" if wrong.by is None else f", after {wrong.by} in the same block"
        checks.mismatch(name, f"the lists say {listed}, but the chain had {actual}{by}", checks.entry(wrong.key))
