"""Bundles: what is exported is read again, byte for byte, and everything else is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saya_py.artifacts.build import BuiltSet
from saya_py.audit import bundle as bundle_module
from saya_py.audit import bundle_reading
from saya_py.audit.bundle import SetFiles, SubBlockFile, export_bundle
from saya_py.audit.bundle_reading import Bundle, read_bundle
from saya_py.audit.call_files import CallFile, CallFolder
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.evidence import Change, Deployment, Evidence, Unknown, Values
from saya_py.audit.examine import audit
from saya_py.audit.unpacking import unpack
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import AuditFileError, Mismatch, UserError
from tests.unit.audit.support import DEPLOYMENT, SEQ, SubBlock

UNKNOWN = Unknown("nobody knows")


@dataclass(frozen=True)
class Told:
    """Evidence that is known already."""

    told: dict[int, Evidence | Unknown]
    deployment: Deployment = DEPLOYMENT
    rests_on: tuple[str, ...] = ()

    def sub_blocks(self, first: int | None, last: int | None) -> range:
        raise AssertionError("nobody asks")

    def evidence(self, seq: int) -> Evidence | Unknown:
        return self.told[seq]


@pytest.fixture
def sets(built: BuiltSet) -> list[SetFiles]:
    return [SetFiles(built.manifest.text(), built.abi.text())]


def export(path: Path, told: dict[int, Evidence | Unknown], files: dict[int, CallFile], sets: list[SetFiles]) -> bytes:
    size = export_bundle(path, Told(told), files.__getitem__, sets, sorted(told))
    assert path.stat().st_size == size
    return path.read_bytes()


@pytest.fixture
def exported(tmp_path: Path, sub_block: SubBlock, sets: list[SetFiles]) -> Path:
    file = tmp_path / "thread.bundle"
    export(file, {SEQ: sub_block.evidence, SEQ + 1: UNKNOWN}, {SEQ: sub_block.file, SEQ + 1: UNKNOWN}, sets)
    return file


def test_what_is_exported_is_read_again(
    tmp_path: Path, sub_block: SubBlock, sets: list[SetFiles], exported: Path
) -> None:
    read = read_bundle(exported)
    assert read == Bundle(
        DEPLOYMENT,
        tuple(sets),
        {
            SEQ: SubBlockFile(SEQ, sub_block.evidence, sub_block.file),
            SEQ + 1: SubBlockFile(SEQ + 1, UNKNOWN, UNKNOWN),
        },
    )
    again = export(tmp_path / "again", {n: read.evidence(n) for n in (3, 4)}, {n: read.calls(n) for n in (3, 4)}, sets)
    assert again == exported.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "thread.bundle"]


def test_every_part_may_be_unknown(tmp_path: Path, sub_block: SubBlock) -> None:
    word, found = bytes(31) + b"\x07", sub_block.evidence
    values = Values((word,), (Change(word, word, "a write"),), (), (word,))
    told: dict[int, Evidence | Unknown] = {
        SEQ: replace(found, block_time=UNKNOWN, set_root=UNKNOWN, calldata=UNKNOWN, values=UNKNOWN),
        SEQ + 1: replace(found, settled=replace(found.settled, seq=SEQ + 1), set_root=None, values=values),
    }
    export(tmp_path / "bundle", told, {SEQ: b"\xff", SEQ + 1: b"text"}, [])
    read = read_bundle(tmp_path / "bundle")
    assert {seq: read.evidence(seq) for seq in told} == told
    assert read.calls(SEQ) == Unknown("the file with the calls is not UTF-8 text")
    assert read.calls(SEQ + 1) == b"text"
    assert (read.evidence(9), read.calls(9)) == (Unknown("sub-block 9 is not in the bundle"),) * 2


def test_a_bundle_is_audited_offline_and_says_what_that_rests_on(exported: Path, contracts: AuditedSet) -> None:
    read = read_bundle(exported)
    report = audit(read, {contracts.root: contracts}, read.calls, read.sub_blocks(SEQ, SEQ))
    assert [each.verdict for each in report.sub_blocks] == ["ok"]
    assert all(line.startswith("the bundle: ") for line in report.rests_on)
    assert [each.verdict for each in audit(read, {contracts.root: contracts}, read.calls, read.sub_blocks(None, None))
            .sub_blocks] == ["ok", "missing_data"]  # fmt: skip
    with pytest.raises(UserError, match="choose from 3 to 4"):
        read.sub_blocks(1, 3)


def test_a_bundle_that_was_altered_is_found(exported: Path, contracts: AuditedSet) -> None:
    lines = exported.read_text().splitlines()
    content = json.loads(lines[1])
    for alter in (
        lambda it: it["evidence"].__setitem__("block_time", 9),
        lambda it: it["evidence"]["settled"].__setitem__("log_out", "0x" + "00" * 32),
        lambda it: it["evidence"]["values"]["block_before"].__setitem__(0, "0x" + "00" * 32),
        lambda it: it.__setitem__(
            "calls", it["calls"].replace('"user": 1', '"user": 2').replace('"user":1', '"user":2')
        ),
    ):
        changed = json.loads(json.dumps(content))
        alter(changed)
        exported.write_text("\n".join([lines[0], json.dumps(changed), ""]))
        read = read_bundle(exported)
        report = audit(read, {contracts.root: contracts}, read.calls, read.sub_blocks(None, None))
        with pytest.raises(Mismatch):
            report.demand_ok()


def field(*path: str | int, value: Any) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        inside = lines
        for step in path[:-1]:
            inside = inside[step]  # type: ignore[call-overload]
        inside[path[-1]] = value  # type: ignore[call-overload]

    return change


SETTLED = (1, "evidence", "settled")


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (field(0, "format", value="other"), "line 1 is no saya-audit-bundle file"),
        (field(0, "version", value=2), "line 1 has version 2"),
        (field(0, "more", value=2), "line 1 has the unknown field 'more'"),
        (field(0, "chain_id", value="01"), "line 1: chain_id is no decimal number"),
        (field(0, "world", value=str(2**256)), "line 1: world is no decimal number"),
        (field(0, "prover", value="0x00"), "line 1: prover is not 0x and 40"),
        (field(0, "sets", 0, "manifest", value=None), r"line 1: sets\[0\]\.manifest is no string"),
        (field(1, "seq", value=-1), "line 2: seq is no whole number"),
        (field(1, "calls", value=None), "line 2: calls is no string"),
        (field(1, "calls", value={"unknown": 1}), r"line 2: calls\.unknown is no string"),
        (field(1, "evidence", value=None), "line 2: evidence is no JSON object"),
        (field(1, "evidence", "calldata", value="0x0"), r"line 2: evidence\.calldata is not hexadecimal text of whole"),
        (field(1, "evidence", "calldata", value="0xzz"), r"line 2: evidence\.calldata is not 0x and 2"),
        (field(1, "evidence", "calldata", value=""), r"line 2: evidence\.calldata is not"),
        (field(1, "evidence", "values", "later", value=[{}]), r"line 2: evidence\.values\.later\[0\] lacks"),
        (field(*SETTLED, "os_version", value="0x" + "ff" * 32), "os_version is 2^252 or more".replace("^", r"\^")),
        (field(*SETTLED, "block", value=True), r"evidence\.settled\.block is no whole number"),
        (field(2, "seq", value=SEQ), "the sub-blocks are not in order"),
    ],
)
def test_what_is_no_bundle_is_refused_with_its_place(exported: Path, damage: Callable[..., None], place: str) -> None:
    lines = [json.loads(line) for line in exported.read_text().splitlines()]
    damage(lines)
    exported.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(AuditFileError, match=place):
        read_bundle(exported)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no bundle"),
        (b"{}\n", "it needs a header and 1 to"),
        (b"{}\n{}\n", "line 1 is no saya-audit-bundle"),
        (b"\xff\n\n", "line 1 is not UTF-8"),
        (b"{" * 99 + b"\n\n", "line 1 is no JSON"),
        (b"{}\n{}", "does not end with a line end"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "bundle").write_bytes(content)
    with pytest.raises(AuditFileError, match=why):
        read_bundle(tmp_path / "bundle")
    with pytest.raises(AuditFileError, match="cannot be read"):
        read_bundle(tmp_path / "none")


def test_a_bundle_that_lost_its_end_is_refused(exported: Path) -> None:
    exported.write_bytes(exported.read_bytes()[:-1])
    with pytest.raises(AuditFileError, match="a part is missing"):
        read_bundle(exported)


def test_longer_bundles_are_neither_written_nor_read(
    exported: Path, sub_block: SubBlock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_module, "LIMIT", 1000)
    monkeypatch.setattr(bundle_reading, "LIMIT", 1000)
    with pytest.raises(AuditFileError, match="longer than"):
        read_bundle(exported)
    with pytest.raises(AuditFileError, match="export fewer at once"):
        export(tmp_path / "long", {SEQ: sub_block.evidence}, {SEQ: sub_block.file}, [])
    assert [path.name for path in tmp_path.iterdir()] == ["thread.bundle"]


def test_an_export_that_fails_leaves_the_old_file(exported: Path, sub_block: SubBlock) -> None:
    class Away(Told):
        def evidence(self, seq: int) -> Evidence | Unknown:
            raise ChainUnavailable("no node answers")

    before = exported.read_bytes()
    with pytest.raises(ChainUnavailable):
        export_bundle(exported, Away({}), lambda _: UNKNOWN, [], [SEQ])
    assert exported.read_bytes() == before
    assert [path.name for path in exported.parent.iterdir()] == ["thread.bundle"]
    with pytest.raises(UserError, match="cannot be written"):
        export_bundle(exported / "inside", Told({}), lambda _: UNKNOWN, [], [])


def test_importing_gives_a_folder_that_an_audit_takes(exported: Path, sub_block: SubBlock, tmp_path: Path) -> None:
    folder = tmp_path / "imported"
    written = unpack(read_bundle(exported), folder)
    names = ["set/manifest.json", "set/abi.json", f"call-data/{SEQ}.json"]
    assert [str(path.relative_to(folder)) for path in written] == names
    assert CallFolder(folder)(SEQ) == sub_block.file
    assert unpack(read_bundle(exported), folder) == written
    (folder / names[-1]).write_text("other calls")
    with pytest.raises(UserError, match="is there already, with another content"):
        unpack(read_bundle(exported), folder)
    assert (folder / names[-1]).read_text() == "other calls"


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_anywhere_is_refused_or_read_as_something_else(exported: Path, data: st.DataObject) -> None:
    """Whatever a file says, reading it ends with a bundle or with `AuditFileError`."""
    content = exported.read_bytes()
    at = data.draw(st.integers(0, len(content)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=20) | st.sampled_from([b"null", b"[]", b"{}", b'"', b"1e400", b"-1", b"\n"]))
    damaged = exported.parent / "damaged"
    damaged.write_bytes(content[:at] + put + content[at + cut :])
    try:
        read_bundle(damaged)
    except AuditFileError:
        return


def leaves(content: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths to everything in a JSON value that has no parts."""
    if isinstance(content, dict | list):
        parts = content.items() if isinstance(content, dict) else enumerate(content)
        return [leaf for step, part in parts for leaf in leaves(part, (*path, step))]
    return [path]


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_bundle_says_ends_in_a_verdict(exported: Path, contracts: AuditedSet, data: st.DataObject) -> None:
    lines = [json.loads(line) for line in exported.read_text().splitlines()]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(leaves(lines)))
        inside = lines
        for step in place[:-1]:
            inside = inside[step]
        was = inside[place[-1]]
        if isinstance(was, str) and was.startswith("0x"):
            at = data.draw(st.integers(2, len(was)))
            digits = data.draw(st.sampled_from(["0", "f", "00", "ff", "ffffffff00000001", ""]))
            inside[place[-1]] = (was[:at] + digits + was[at + len(digits) :])[: len(was)]
        elif isinstance(was, int):
            inside[place[-1]] = data.draw(st.integers(0, 2**32))
    damaged = exported.parent / "damaged"
    damaged.write_text("".join(json.dumps(line) + "\n" for line in lines))
    try:
        read = read_bundle(damaged)
    except AuditFileError:
        return
    report = audit(read, {contracts.root: contracts}, read.calls, [SEQ, SEQ + 1])
    assert {each.verdict for each in report.sub_blocks} <= {"ok", "mismatch", "missing_data"}
    json.dumps(report.to_json())
