"""The code of the page about contracts does what the page says."""

import re
from pathlib import Path

from saya_py.lang import World
from tests.unit.lang.support import module

ROOT = Path(__file__).parents[3]


def test_the_code_blocks_of_the_page_run():
    first, second = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "contracts.md").read_text(), re.DOTALL)
    assert len(World(module(first).DiamondsAndRubies).contracts) == 1
    ran = module(second)
    assert ran.after != ran.world.state
    assert ran.world.execute(ran.call) == ran.receipt
    assert ran.world.state == ran.after
