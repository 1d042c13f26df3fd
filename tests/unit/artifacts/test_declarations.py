from pathlib import Path

import pytest

from saya_py.artifacts.declarations import Deed, deeds
from saya_py.artifacts.source import Source
from tests.unit.artifacts.market import SOURCE
from tests.unit.artifacts.support import PRICES, SHOP

EXAMPLES = sorted(
    file for file in (Path(__file__).parents[3] / "examples").glob("*.py") if "(Contract)" in file.read_text()
)
"""Contracts; the scripts beside them are no sources."""
LANG = "from saya_py.lang import U32, Contract, Map, Struct, User, Var, function\n"


def lines(text: str, **others: str) -> list[int]:
    sources = [Source("it.py", text), *(Source(f"{name}.py", other) for name, other in others.items())]
    return [deed.line for deed in deeds(sources, ["."])]


def test_contracts_only_declare():
    assert deeds([Source("contracts/prices.py", PRICES), Source("contracts/shop.py", SHOP)], ["."]) == []
    assert lines(SOURCE) == []


def test_the_examples_only_declare():
    sources = [Source(f"examples/{file.name}", file.read_text()) for file in EXAMPLES]
    assert sources
    assert deeds(sources, ["."]) == []


@pytest.mark.parametrize(
    "text",
    [
        '"""Text."""\nfrom __future__ import annotations\nfrom typing import Final\nX: Final = 3',
        LANG + "FEE = U32(3)\nTABLE = tuple(i * i for i in range(8))\nLONG = len(TABLE) - max(1, 2)",
        LANG + "class Point(Struct):\n    x: U32\nORIGIN = Point(x=0)",
        "from saya_py.lang import *\nX = U32(3)\nclass C(Contract):\n    @function\n    def f(self): ...",
        LANG
        + 'class C(Contract):\n    @function(auth="operator")\n    def f(self, a: "U32") -> None:\n        exec("1")',
        "def helper(a, b=3, *c, d: int = 4) -> int:\n    import os\n    return os.getpid()",
        "X = 1 if 2 > 1 else 3\nif X:\n    Y = 2\nelse:\n    Y = 3\nA, (B, C) = 1, (2, 3)\n__all__ = ['X']\npass",
        "from other import X\nimport other\nfrom . import other\nY = other.X",
    ],
)
def test_what_only_declares(text: str):
    assert lines(text, other="X = 1\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "import saya_py.chain.evm.anvil",
        "from subprocess import run",
        "from os.path import *",
        "print(1)",
        "exec('1')",
        "X = open('file')",
        "X = ().__class__",
        "X = 'a'.join(('b',))",
        "X = lambda: 1",
        "X = f'{1}'",
        "X = (y := 1)",
        "X = sorted((1,), key=exec)",
        "X = max((1,), key=exec)",
        "max = exec\nX = max('1')",
        "from other import f as U32\nX = U32(3)",
        "from saya_py.lang import U32\nfrom other import f\nif True:\n    U32 = f\nX = U32(3)",
        "from other import f\nX = f(3)",
        "from other import *\nX = len(3)",
        "from saya_py.lang import U32\nfrom other import *\nX = U32(3)",
        "from saya_py.lang import *\nfrom other import *\nX = U32(3)",
        "import other\nX = other.f(3)",
        "def f(): ...\nX = f()",
        "class A: ...\nclass B:\n    A = exec\n    X = A('1')",
        "class A: ...\nA = exec\nX = A('1')",
        "class A: ...\nfor A in (exec,): A('1')",
        "class Odd: ...\nX = Odd(3)",  # `other` binds the name to something else
        "def f(a=print(1)): ...",
        "def f(a: print(1)): ...",
        "def f() -> print(1): ...",
        "def f():\n    pass\nX: f() = 3",
        "@print\ndef f(): ...",
        "from other import f as function\n@function\ndef f(): ...",
        "from saya_py.lang import function\n@function(auth=print(1))\ndef f(): ...",
        "async def f(): ...",
        "class A(print(1)): ...",
        "class A(metaclass=print): ...",
        "class A(exec): ...",
        "@print\nclass A: ...",
        "class A:\n    def __init_subclass__(cls): print(1)\nclass B(A): ...",
        "class A:\n    __init__ = exec",
        "class A:\n    print(1)",
        "if print(1): pass",
        "if True:\n    print(1)",
        "while True: pass",
        "for x in range(9**9): pass",
        "try:\n    X = 1\nexcept Exception:\n    pass",
        "with open('x'): pass",
        "assert print(1)",
        "raise ValueError",
        "del X",
        "X = 1\nX += 1",
        "a.b = 3",
        "a[0] = 3",
        "X = [print(i) for i in range(3)]",
        "X = {1: print(1)}",
        "X = 1[print(1)]",
        "X = (",
        "X = 1\0",
    ],
)
def test_what_may_do_more(text: str):
    assert lines(text, other="f = exec\nOdd = exec\n")[-1:] != []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        # A class of the sources and something else of the same name.
        ("it.py", "from typing import Odd\nX = Odd(3)"),
        ("it.py", "from typing import *\nX = Odd(3)"),
        ("it.py", "from os import Odd\nX = Odd(3)"),
        ("it.py", "from saya_py.lang import Odd\nX = Odd(3)"),
        ("it.py", "import Odd\nX = Odd(3)"),
        # A source that pretends that a module of Python is the sources' own.
        ("os.py", "from os import Odd\nX = Odd(3)"),
        ("os/more.py", "from os import Odd\nX = Odd(3)"),
        ("saya_py/chain/evm/anvil.py", "from saya_py.chain.evm.anvil import Odd\nX = Odd(3)"),
        # Functions under names that Python calls by itself.
        ("it.py", "from other import f as __getattr__"),
        ("it.py", "class A:\n    from other import __init_subclass__\nclass B(A): ..."),
        ("it.py", "class A:\n    class __set_name__: ..."),
        ("it.py", "import other as __path__"),
    ],
)
def test_names_that_stand_for_something_else(path: str, text: str):
    sources = [Source(path, text), Source("other.py", "class Odd: ...\ndef f(): ...\n")]
    assert deeds(sources[1:], ["."]) == []
    assert deeds(sources, ["."]) != []


def test_deeds_are_named_with_their_place():
    source = Source("contracts/shop.py", "X = 1\nY = print(\n    1)\n")
    (deed,) = deeds([source], ["."])
    assert deed == Deed("contracts/shop.py", 2, "Y = print(")
    assert str(deed) == "contracts/shop.py:2: Y = print("


def test_modules_of_the_sources_are_known_by_the_import_roots():
    sources = [Source("src/game/a.py", "import game.b\nfrom game import b\n"), Source("src/game/b.py", "")]
    assert deeds(sources, ["src", "."]) == []
    assert [deed.line for deed in deeds(sources, ["."])] == [1, 2]
