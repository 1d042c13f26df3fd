"""Mistakes are found in the text of a file, whatever its lines end with."""

import importlib
import linecache
import sys

import pytest

from saya_py.lang import CompileFailed, compile_contract
from tests.unit.lang.support import IMPORTS

TEXT = (
    f"{IMPORTS}\n\n\nclass Game(Contract):\n    @function\n    def run(self, n: U32) -> None:\n        x = n / 2  # ½\n"
)


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Imports a file with the given bytes; the contract in it, and the file."""
    monkeypatch.syspath_prepend(tmp_path)
    names = []

    def load(content):
        names.append(f"source_file_{len(names)}")
        file = tmp_path / f"{names[-1]}.py"
        file.write_bytes(content)
        importlib.invalidate_caches()
        return importlib.import_module(names[-1]).Game, file

    yield load
    for name in names:
        sys.modules.pop(name, None)


def rendered(cls):
    with pytest.raises(CompileFailed) as failure:
        compile_contract(cls)
    return failure.value.diagnostics[0].render().splitlines()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode("utf-8-sig"),
        f"# coding: latin-1\n{TEXT}".replace("\n\n\n", "\n\n").encode("latin-1"),
        TEXT.rstrip("\n").encode(),
    ],
    ids=["lf", "crlf", "cr", "byte order mark", "latin-1", "no newline at the end"],
)
def test_the_mark_is_right_whatever_the_form_of_the_file(imported, content):
    cls, file = imported(content)
    assert rendered(cls)[:3] == [
        f"{file}:7:13: error: a U32 has no `/`",
        "    7 |         x = n / 2  # ½",
        "      |             ^^^^^",
    ]


def test_a_form_feed_is_no_end_of_a_line(imported):
    cls, file = imported(TEXT.replace("\n\n\n", "\n\f\n\n").encode())
    assert rendered(cls)[0] == f"{file}:7:13: error: a U32 has no `/`"


def test_a_file_that_changed_after_its_import(imported):
    cls, file = imported(TEXT.encode())
    file.write_text("class Game(:")
    linecache.checkcache(str(file))
    assert "its file no longer parses: invalid syntax" in rendered(cls)[0]
    file.unlink()
    linecache.checkcache(str(file))
    assert "its file cannot be read" in rendered(cls)[0]
