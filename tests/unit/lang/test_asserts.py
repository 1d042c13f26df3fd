import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from saya_py.core.errors import CallFailed
from saya_py.lang import World
from tests.unit.lang.support import contract_with

ROOT = Path(__file__).parents[3]
SCRIPT = """
from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.errors import CallFailed
from saya_py.lang import World
assert False, "assertions are on"
try:
    World(DiamondsAndRubies).call(DiamondsAndRubies, "buy_rubies", 1, user=1)
except CallFailed as failure:
    print(failure)
"""


def test_contracts_assert_even_where_python_does_not():
    done = subprocess.run([sys.executable, "-O", "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "you do not have enough diamonds\n"


def test_tracebacks_point_into_the_contract():
    cls = contract_with("        x = n + m\n        assert x < 5, 'too much'\n")
    with pytest.raises(CallFailed) as failure:
        World(cls).call(cls, "run", 3, 4, user=1)
    last = traceback.extract_tb(failure.tb)[-1]
    assert (last.name, last.line) == ("run", "assert x < 5, 'too much'")


def test_helpers_of_other_modules_assert_too():
    before = "from tests.unit.lang import fees\nfrom tests.unit.lang.fees import somebody\n"
    cls = contract_with("        somebody(self.owner)\n        fees.fee(self.total, n)\n", before=before)
    world = World(cls)
    for owner, name, line in ((0, "somebody", 'assert user != 0, "nobody"'), (1, "fee", 'assert amount > 0, "noth')):
        world.write(cls, "owner", value=owner)
        with pytest.raises(CallFailed) as failure:
            world.call(cls, "run", 3, 4, user=1)
        last = traceback.extract_tb(failure.tb)[-1]
        assert last.filename.endswith("fees.py")
        assert last.name == name
        assert last.line.startswith(line)


def test_the_functions_themselves_are_left_alone():
    cls = contract_with("        assert n < 5, 'too much'\n")
    World(cls)
    with pytest.raises(AssertionError):
        cls.run(None, 7, 4)
