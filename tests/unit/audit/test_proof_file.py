"""Proof files as Python writes and judges them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py import _native
from saya_py.audit.proof_file import SIZE_LIMIT, judge_proof_file, read_proof_file
from saya_py.core.calldata import Entry
from saya_py.core.errors import ProofFileError, ProofRejected, UnknownOsVersion
from saya_py.core.field import P
from saya_py.core.limbs import to_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import dump_statement

VECTORS = Path(__file__).parents[2] / "vectors" / "wrap"

LIMBS = st.integers(0, P - 1)
DIGESTS = st.tuples(LIMBS, LIMBS, LIMBS, LIMBS)
WORDS = st.integers(0, 2**32 - 1)
TIMES = st.tuples(st.integers(0, 2**40 - 1), st.integers(0, 2**40 - 1)).map(sorted)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    t_min, t_max = draw(TIMES)
    return Head(
        domain=draw(DIGESTS),
        set_root=draw(DIGESTS),
        t_min=t_min,
        t_max=t_max,
        prover=draw(st.binary(min_size=20, max_size=20)),
        thread=draw(WORDS),
        seq=draw(WORDS),
        call_count=draw(WORDS),
        calls_out=draw(DIGESTS),
        log_out=draw(DIGESTS),
        os_version=draw(st.integers(0, 2**252 - 1)),
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    keys = sorted(draw(st.sets(DIGESTS.filter(any), max_size=12)))
    entries = []
    for key in keys:
        old = draw(DIGESTS)
        entries.append(Entry(key, old, draw(st.one_of(st.just(old), DIGESTS))))
    return Statement(draw(heads()), tuple(entries))


@given(statements(), DIGESTS, st.binary(max_size=300))
def test_what_is_written_is_read_back(statement: Statement, commit: tuple[int, ...], proof: bytes) -> None:
    written = _native.proof_file(dump_statement(statement), to_bytes(commit), proof)
    report = judge_proof_file(written)
    # An OS version drawn at random is none that the library knows.
    assert report.verdict == "unknown_os_version"
    assert report.content is not None
    assert report.content.head == statement.head
    assert report.content.entries == len(statement.entries)
    assert report.content.changed == sum(entry.old != entry.new for entry in statement.entries)
    assert (report.content.commit, report.content.proof_bytes) == (to_bytes(commit), len(proof))
    head = b"".join(limb.to_bytes(8, "big") for limb in statement.head_limbs())
    tail = to_bytes(commit) + len(proof).to_bytes(8, "big") + proof
    version = statement.head.os_version.to_bytes(32, "big")
    lists = statement.input_bytes() + statement.output_bytes()
    assert written == b"SAYA/PRF" + (1).to_bytes(8, "big") + version + head + lists + tail


@given(statements(), st.data())
def test_a_part_of_a_file_is_unreadable(statement: Statement, data: st.DataObject) -> None:
    written = _native.proof_file(dump_statement(statement), bytes(32), b"proof")
    cut = data.draw(st.integers(0, len(written) - 1))
    report = judge_proof_file(written[:cut])
    assert (report.verdict, report.content) == ("unreadable", None)
    with pytest.raises(ProofFileError, match=r"^it: byte \d+ \("):
        report.demand_valid("it")


@given(st.binary(max_size=2000))
def test_any_bytes_have_a_verdict(data: bytes) -> None:
    assert judge_proof_file(data).verdict == "unreadable"
    assert judge_proof_file(b"SAYA/PRF" + (1).to_bytes(8, "big") + data).verdict in ("unreadable", "invalid")


@pytest.mark.parametrize("profile", ["fast", "secure"])
def test_the_vectors_are_valid(profile: str) -> None:
    report = judge_proof_file((VECTORS / profile / "sub-block.proof").read_bytes())
    report.demand_valid("it")
    assert report.version is not None
    assert report.version.profile == profile
    assert report.content is not None
    statement = json.loads((VECTORS / profile / "statement.json").read_text())
    assert report.content.commit.hex() == statement["commit"][2:]


def test_a_changed_proof_is_invalid_and_a_changed_version_unknown() -> None:
    good = (VECTORS / "fast" / "sub-block.proof").read_bytes()
    changed = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(ProofRejected, match="the proof was changed"):
        judge_proof_file(changed).demand_valid("it")
    # Limb 33 of the head is the high end of the version, which stands before the head too.
    at = 48 + 8 * 30 + 7
    other = bytearray(good)
    other[47] ^= 1
    other[at] ^= 1
    with pytest.raises(UnknownOsVersion, match="is none of the"):
        judge_proof_file(bytes(other)).demand_valid("it")


def test_files_that_cannot_be_proof_files_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(ProofFileError, match="No such file"):
        read_proof_file(tmp_path / "none.proof")
    with pytest.raises(ProofFileError, match="Is a directory"):
        read_proof_file(tmp_path)
    big = tmp_path / "big.proof"
    with big.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(ProofFileError, match="longer than any proof file"):
        read_proof_file(big)
