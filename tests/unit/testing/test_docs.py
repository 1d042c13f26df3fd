"""The code of the page about testing does what the page says."""

import re
import runpy
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PAGE = Path(__file__).parents[3] / "docs" / "testing.md"


def test_the_code_blocks_of_the_page_run(pytester: pytest.Pytester):
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert [name for name, _ in blocks] == [
        "gems.py",
        "test_gems.py",
        "test_more_gems.py",
        "test_any_gems.py",
        "play.py",
    ]
    for name, text in blocks:
        Path(name).write_text(text)
    pytester.syspathinsert()
    pytester.runpytest_inprocess().assert_outcomes(passed=8)
    assert runpy.run_path("play.py")["gems"].rubies[1] == 3
