"""Contracts written as text inside a test."""

import itertools
import linecache
import sys
from types import ModuleType

from saya_py.lang import Contract

IMPORTS = "from saya_py.lang import *"
_numbers = itertools.count()


def module(source: str) -> ModuleType:
    """A module made from `source`, whose text is found where Python looks for source files."""
    name = f"contract_{next(_numbers)}"
    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    made = sys.modules[name] = ModuleType(name)
    made.__file__ = file
    exec(compile(source, file, "exec"), vars(made))  # the test's own text
    return made


def contract(body: str, *, before: str = "") -> type[Contract]:
    """A contract whose class body is `body`, indented by four spaces."""
    made = module(f"{IMPORTS}\n{before}\nclass Test(Contract):\n{body}")
    cls: type[Contract] = made.Test
    return cls


def contract_with(statements: str, params: str = "n: U32, m: U32", before: str = "") -> type[Contract]:
    """A contract with every kind of state and one function `run`, indented by eight spaces."""
    return contract(
        "    flag: Var[Bool]\n"
        "    total: Var[U64]\n"
        "    count: Var[U32]\n"
        "    owner: Var[User]\n"
        "    score: Map[User, U32]\n"
        "    price: Map[U64, U64]\n"
        "    PRICE = 3\n"
        "    @function\n"
        f"    def run(self, {params}) -> None:\n" + statements,
        before=before,
    )
