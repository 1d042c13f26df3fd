"""Call data from folders, as operators hand them out."""

from pathlib import Path

import pytest

from saya_py.audit import call_files
from saya_py.audit.call_files import CallFolder, no_calls, read_calls
from saya_py.audit.evidence import Unknown
from saya_py.core.errors import AuditFileError
from tests.unit.audit.support import SEQ, SubBlock


def test_the_folder_of_a_service_and_its_call_data_alone_are_the_same(tmp_path: Path, sub_block: SubBlock) -> None:
    inside = tmp_path / "call-data"
    inside.mkdir()
    (inside / f"{SEQ}.json").write_bytes(sub_block.file)
    for folder in (tmp_path, inside):
        assert CallFolder(folder)(SEQ) == sub_block.file


def test_what_is_not_there_or_too_long_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = CallFolder(tmp_path)
    assert calls(1) == Unknown("the call data 1.json cannot be read: No such file or directory")
    (tmp_path / "2.json").mkdir()
    assert isinstance(calls(2), Unknown)
    monkeypatch.setattr(call_files, "LIMIT", 10)
    (tmp_path / "3.json").write_bytes(b"x" * 11)
    assert calls(3) == Unknown("the call data 3.json has more than 10 bytes")
    assert isinstance(no_calls(4), Unknown)
    with pytest.raises(AuditFileError, match="is no folder"):
        CallFolder(tmp_path / "3.json")


def test_a_file_that_is_no_call_data_is_unknown_and_says_why() -> None:
    found = read_calls(b"{}")
    assert isinstance(found, Unknown)
    assert "is no call data" in found.reason
    assert read_calls(Unknown("lost")) == Unknown("lost")
