"""The code of the page about contracts does what the page says."""

import re
import runpy
from pathlib import Path

import pytest

from saya_py.lang import CompileFailed, Contract, compile_contracts

pytest_plugins = ["pytester"]

PAGE = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text()
BLOCKS = {name: text for text, name in re.findall(r"```python\n(# (\S+)\n.*?)```", PAGE, re.DOTALL)}


def contracts(namespace):
    found = [value for value in namespace.values() if isinstance(value, type) and issubclass(value, Contract)]
    return [cls for cls in found if cls is not Contract]


@pytest.fixture
def written(pytester):
    """The blocks as files of the working directory, which can import each other."""
    for name, text in BLOCKS.items():
        Path(name).write_text(text)
    pytester.syspathinsert()
    return pytester


def test_every_block_has_a_name_and_is_run_here():
    assert len(BLOCKS) == PAGE.count("```python")
    assert set(BLOCKS) == {*CONTRACTS, "test_gems.py", "wrong.py", "embed.py"}


CONTRACTS = ["gems.py", "values.py", "orders.py", "auction.py", "shop.py"]


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_contracts_compile(written, name):
    assert compile_contracts(contracts(runpy.run_path(name)))


def test_the_tests_pass(written):
    written.runpytest_inprocess("test_gems.py").assert_outcomes(passed=1)


def test_both_ways_to_run_a_call_agree(written):
    ran = runpy.run_path("embed.py")
    assert ran["world"].execute(ran["call"]) == ran["receipt"]
    assert ran["world"].state == ran["after"]


def test_the_mistake_is_shown_as_on_the_page(written):
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    with pytest.raises(CompileFailed) as failure:
        compile_contracts(contracts(runpy.run_path("wrong.py")))
    assert str(failure.value).strip() == shown.strip()
