"""Everything that can be altered is found, with the right reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from saya_py import _native
from saya_py.artifacts.build import BuiltSet
from saya_py.audit import statement_checks
from saya_py.audit.contract_set import AuditedSet, audited_set
from saya_py.audit.evidence import Change, Evidence, Unknown, Values
from saya_py.audit.examine import examine
from saya_py.audit.proof_file import ProofReport
from saya_py.audit.verdict import CHECKS, SubBlockReport
from saya_py.core.calldata import Entry
from saya_py.core.errors import Mismatch
from saya_py.core.limbs import to_bytes
from saya_py.core.wire import dump_submission
from tests.unit.artifacts.support import fake_summary
from tests.unit.audit.support import DEPLOYMENT, SubBlock, calldata, held, honest, look, pay

Altered = Callable[[SubBlock], tuple[Evidence, bytes]]


def judged(contracts: AuditedSet, evidence: Evidence, file: bytes | Unknown) -> SubBlockReport:
    return examine(DEPLOYMENT, {contracts.root: contracts}, evidence, file)


def test_an_honest_sub_block_is_ok(contracts: AuditedSet, sub_block: SubBlock) -> None:
    report = judged(contracts, sub_block.evidence, sub_block.file)
    assert [(check.name, check.status) for check in report.checks] == [(name, "ok") for name in CHECKS]
    assert (report.verdict, report.first_failing, report.call_count, report.entries) == ("ok", None, 3, 3)


def with_calls(*calls: object) -> Altered:
    """Other calls in the file than those that were settled."""
    return lambda it: (it.evidence, replace(it, calls=calls).file)


def lie(**header: object) -> Altered:
    """A chain that settled another header, told by event and calldata alike."""

    def alter(it: SubBlock) -> tuple[Evidence, bytes]:
        lying = replace(it, header=replace(it.header, **header))
        return lying.evidence, it.file

    return alter


def entries(change: Callable[[tuple[Entry, ...]], tuple[Entry, ...]]) -> Altered:
    """A chain that settled other lists, told by event and calldata alike, with the right commit."""
    return lambda it: (replace(it, entries=change(it.entries)).committed().evidence, it.file)


def evidence(**parts: object) -> Altered:
    """A node that says something else."""
    return lambda it: (replace(it.evidence, **parts), it.file)


def event(**fields: object) -> Altered:
    return lambda it: (replace(it.evidence, settled=replace(it.evidence.settled, **fields)), it.file)


def settled(**parts: object) -> Altered:
    """A node that tells another settlement than the event names."""
    return lambda it: (replace(it.evidence, calldata=calldata(replace(it.settlement, **parts))), it.file)


def values(change: Callable[[Values], Values]) -> Altered:
    def alter(it: SubBlock) -> tuple[Evidence, bytes]:
        assert isinstance(it.evidence.values, Values)
        return replace(it.evidence, values=change(it.evidence.values)), it.file

    return alter


def other_value(index: int) -> Callable[[tuple[Entry, ...]], tuple[Entry, ...]]:
    def change(all_of_them: tuple[Entry, ...]) -> tuple[Entry, ...]:
        changed = list(all_of_them)
        changed[index] = replace(changed[index], new=(99, 0, 0, 0))
        return tuple(changed)

    return change


def with_version(it: SubBlock, profile: str) -> SubBlock:
    version, _ = _native.released_os_version(profile, "none")
    return replace(it, header=replace(it.header, os_version=int.from_bytes(version))).committed()


OTHER = b"\x00" * 31 + b"\x63"


@pytest.mark.parametrize(
    ("alter", "check", "reason"),
    [
        # The calls.
        (with_calls(pay(1, 2, 4), pay(2, 1, 5), look(3)), "calls", "a call differs, or their order"),
        (with_calls(pay(2, 1, 5), pay(1, 2, 3), look(3)), "calls", "a call differs, or their order"),
        (with_calls(pay(1, 2, 3), pay(2, 1, 5)), "calls", "the file has 2 calls, but 3 were settled"),
        (with_calls(pay(1, 2, 3), pay(2, 1, 5), look(2**32 - 1)), "calls", "a call differs"),
        (lambda it: (it.evidence, replace(it, header=replace(it.header, seq=4)).file), "call data", "seq differ"),
        (lambda it: (it.evidence, replace(it, header=replace(it.header, t_max=9)).file), "call data", "window differ"),
        (lambda it: (it.evidence, replace(it, set_root=OTHER).file), "call data", "set_root differ"),
        # The lists.
        (entries(other_value(0)), "outputs", "the calls make it 12, but the list says 99"),
        (entries(other_value(2)), "outputs", "the calls make it 1, but the list says 99"),
        (entries(lambda them: them[1:]), "inputs", "it needs an entry that is not in the list"),
        (entries(lambda them: (*them, Entry(held(9), (0, 0, 0, 0), (0, 0, 0, 0)))), "inputs", "no call touches it"),
        (settled(inputs=bytes(64), outputs=b""), "event", "the calldata is no statement: key 0 is 0"),
        (settled(outputs=b""), "event", "the event names the statement"),
        # The proof.
        (lambda it: (replace(it, proof=b"another").evidence, it.file), "proof", "it is not valid"),
        (lie(commit=OTHER), "commit", "that of the statement is"),
        (lie(log_out=OTHER), "log", "the events of the calls have the digest"),
        # The chain's answers.
        (event(log_out=OTHER), "event", "log_out differ between the event and the calldata"),
        (event(calls_out=OTHER, call_count=7), "event", "call_count and calls_out differ"),
        (event(statement=OTHER), "event", "the event names the statement"),
        (evidence(calldata=b""), "calldata", "it does not begin with the selector"),
        (lambda it: (replace(it.evidence, calldata=calldata(replace(it.settlement, header=replace(it.header, seq=9)))),
                     it.file), "calldata", "it settles sub-block 9 of thread 2 in world 1"),
        (evidence(block_time=999), "window", "the block's time is 999, outside of the window from 1000 to 4600"),
        (evidence(block_time=4601), "window", "outside of the window"),
        (values(lambda v: replace(v, block_before=(OTHER, *v.block_before[1:]))), "values before", "the lists say 10"),
        (values(lambda v: replace(v, block_after=(OTHER, *v.block_after[1:]))), "values after", "the lists say 12"),
        (values(lambda v: replace(v, earlier=(Change(to_bytes(held(1)), OTHER, "a write"),))), "values before",
         "after a write in the same block"),
        # The set.
        (evidence(set_root=OTHER), "event", "with the thread's prover and the set root that the world adopted"),
        (evidence(set_root=None), "version", "the world had not adopted the OS version"),
        (lambda it: (with_version(it, "secure").evidence, with_version(it, "secure").file), "set",
         "a set of profile `fast` and authorisation `none` is proven with the OS version"),
    ],
)  # fmt: skip
def test_what_is_altered_is_found(
    contracts: AuditedSet, sub_block: SubBlock, alter: Altered, check: str, reason: str
) -> None:
    report = judged(contracts, *alter(sub_block))
    assert report.verdict == "mismatch"
    failing = report.first_failing
    assert failing is not None
    assert failing.name == check
    assert reason in (failing.reason or "")


def test_calls_that_settled_but_do_not_run_are_named(contracts: AuditedSet, sub_block: SubBlock) -> None:
    poor = (pay(1, 2, 3), pay(2, 1, 500), look(3))
    digest, _ = contracts.executor(DEPLOYMENT.domain).calls_out([dump_submission(call) for call in poor])
    lying = replace(sub_block, calls=poor, header=replace(sub_block.header, calls_out=digest)).committed()
    failing = judged(contracts, lying.evidence, lying.file).first_failing
    assert failing is not None
    assert failing.place is not None
    assert (failing.name, failing.reason) == ("execution", "the purse is empty")
    assert str(failing.place) == "submission 2: Purse.pay(to=1, n=500) by user 2"


def test_the_first_failing_entry_and_call_are_named(contracts: AuditedSet, sub_block: SubBlock) -> None:
    failing = judged(contracts, *entries(other_value(1))(sub_block)).first_failing
    assert failing is not None
    assert failing.place is not None
    assert failing.place.key == to_bytes(held(2))
    assert str(failing.place) == "Purse.held[2]; submission 2: Purse.pay(to=1, n=5) by user 2"
    failing = judged(contracts, *entries(lambda them: them[:1])(sub_block)).first_failing
    assert failing is not None
    assert str(failing.place) == "Purse.held[2]; submission 1: Purse.pay(to=2, n=3) by user 1"


def test_another_set_than_the_world_adopted_is_found(contracts: AuditedSet, sub_block: SubBlock) -> None:
    report = examine(DEPLOYMENT, {OTHER: contracts}, sub_block.evidence, sub_block.file)
    failing = report.first_failing
    assert failing is not None
    assert (report.verdict, failing.name) == ("mismatch", "set")
    assert f"the world had adopted the set root 0x{contracts.root.hex()}" in (failing.reason or "")


def test_another_abi_or_program_than_the_sources_is_found(built: BuiltSet) -> None:
    with pytest.raises(Mismatch, match="ABI"):
        audited_set(built.manifest, replace(built.abi, contracts=()))
    (source,) = built.manifest.sources
    changed = replace(source, text=source.text.replace(">= n", "> n"))
    with pytest.raises(Mismatch, match="program of Purse"):
        audited_set(replace(built.manifest, sources=(changed,)))


def test_other_circuits_than_the_sources_are_found_unless_they_are_trusted(
    built: BuiltSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.unit.artifacts.support.FAKE_BUILD", "another")
    monkeypatch.setattr(_native, "summarise_set", fake_summary)
    with pytest.raises(Mismatch, match=r"circuit of Purse\.pay"):
        audited_set(built.manifest)
    assert not audited_set(built.manifest, trust_circuits=True).rebuilt


def test_a_lie_in_the_lists_is_also_a_wrong_proof(contracts: AuditedSet, sub_block: SubBlock) -> None:
    report = judged(contracts, *entries(other_value(0))(sub_block))
    assert {check.name for check in report.checks if check.status == "mismatch"} == {"outputs", "proof"}


UNKNOWN = Unknown("nobody knows")


@pytest.mark.parametrize(
    ("parts", "missing", "still_checked"),
    [
        ({"calldata": UNKNOWN}, {"calldata"}, {"version", "set", "call data", "calls"}),
        ({"values": UNKNOWN}, {"values before", "values after"}, set(CHECKS) - {"values before", "values after"}),
        ({"block_time": UNKNOWN}, {"window"}, set(CHECKS) - {"window"}),
        ({"set_root": UNKNOWN}, {"version"}, {"calldata", "window", "call data"}),
        ({"values": Values((), (), (), ())}, {"values before", "values after"}, {"proof", "outputs"}),
    ],
)
def test_what_the_node_does_not_tell_is_missing_and_the_rest_is_checked(
    contracts: AuditedSet, sub_block: SubBlock, parts: dict[str, object], missing: set[str], still_checked: set[str]
) -> None:
    report = judged(contracts, replace(sub_block.evidence, **parts), sub_block.file)
    found = {check.name: check.status for check in report.checks}
    assert report.verdict == "missing_data"
    assert {name for name, status in found.items() if status == "missing"} == missing
    assert {found[name] for name in still_checked} == {"ok"}
    assert "mismatch" not in found.values()
    assert report.first_failing is not None


@pytest.mark.parametrize(
    "file", [UNKNOWN, b"", b"{}", b"\xff", b'{"format": "saya-call-data", "version": 9}', b"[" * 99]
)
def test_without_usable_call_data_the_proof_is_checked_all_the_same(
    contracts: AuditedSet, sub_block: SubBlock, file: bytes | Unknown
) -> None:
    report = judged(contracts, sub_block.evidence, file)
    found = {check.name: check.status for check in report.checks}
    assert report.verdict == "missing_data"
    assert found["call data"] == "missing"
    assert {found[name] for name in ("event", "commit", "proof", "values before", "values after")} == {"ok"}
    assert {found[name] for name in ("calls", "execution", "inputs", "outputs", "log")} == {"skipped"}


def test_an_os_version_that_nobody_knows_here_is_no_mismatch(
    contracts: AuditedSet, sub_block: SubBlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = ProofReport("unknown_os_version", "its OS version is none of those", None, None)
    monkeypatch.setattr(statement_checks, "judge_proof_file", lambda _: unknown)
    newer = replace(sub_block, header=replace(sub_block.header, os_version=5)).committed()
    report = judged(contracts, newer.evidence, newer.file)
    missing = {check.name for check in report.checks if check.status == "missing"}
    assert (report.verdict, missing) == ("missing_data", {"set", "proof"})


def test_a_mismatch_counts_more_than_missing_data(contracts: AuditedSet, sub_block: SubBlock) -> None:
    lying, _ = entries(other_value(0))(sub_block)
    assert judged(contracts, lying, UNKNOWN).verdict == "mismatch"


def test_calls_of_another_sub_block_with_equal_lists_are_found(contracts: AuditedSet, sub_block: SubBlock) -> None:
    """A round trip leaves no trace in the lists, but in the digest of the calls."""
    more = honest(contracts, (*sub_block.calls, pay(1, 2, 1), pay(2, 1, 1)))
    assert more.entries == sub_block.entries
    failing = judged(contracts, sub_block.evidence, more.file).first_failing
    assert failing is not None
    assert failing.name == "calls"
