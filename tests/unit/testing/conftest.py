"""Runs pytest on a small project; modules that use it have `pytest_plugins = ["pytester"]`."""

import pytest

CONTRACT = """
from saya_py.lang import U32, Contract, Map, User, Var, function


class Shop(Contract):
    diamonds: Map[User, U32]
    rubies: Map[User, U32]
    sold: Var[U32]
    PRICE = 3

    @function
    def buy(self, n: U32) -> None:
        cost = n * self.PRICE
        assert self.diamonds[self.caller] >= cost, "you do not have enough diamonds"
        self.diamonds[self.caller] -= cost
        self.rubies[self.caller] += n
        self.sold += n


class Bank(Contract):
    savings: Map[User, U32]

    @function
    def save(self, amount: U32) -> None:
        assert amount > 0, "save something"
        self.savings[self.caller] += amount
"""


@pytest.fixture
def run(pytester: pytest.Pytester):
    """Runs the given tests on the contracts above."""
    pytester.makeini("[pytest]\naddopts = --strict-markers\nfilterwarnings = error")
    pytester.makepyfile(shop=CONTRACT)
    pytester.syspathinsert()

    def run(tests: str, *options: str) -> pytest.RunResult:
        header = "import pytest\nfrom saya_py.lang import CallFailed, U32, User\nfrom saya_py.testing import reverts\n"
        pytester.makepyfile(test_it=header + "from shop import Bank, Shop\n" + tests)
        return pytester.runpytest_inprocess(*options)

    return run
