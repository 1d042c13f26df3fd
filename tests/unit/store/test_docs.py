"""docs/store.md: its code runs as it stands there, and its lists are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from saya_py.store import states
from saya_py.store.tables import Base

PAGE = (Path(__file__).parents[3] / "docs" / "store.md").read_text()


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(block, {})
    assert (tmp_path / "thread.db").is_file()


def test_the_page_names_every_table_and_no_other() -> None:
    tables = PAGE.split("## Tables")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)) == set(Base.metadata.tables)


def test_the_picture_is_the_one_of_the_code() -> None:
    assert states.__doc__ is not None
    for line in states.__doc__.splitlines()[2:]:
        assert line.strip() in PAGE
