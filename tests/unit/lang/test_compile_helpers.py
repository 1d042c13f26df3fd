"""Helpers, and functions of other contracts, written out where they are called."""

import pytest

from saya_py.lang import CompileFailed, compile_contract, compile_contracts
from tests.unit.lang.support import IMPORTS, contract_with, module

HELPERS = """
def larger(a: U32, b: U32) -> U32:
    if a < b:
        return b
    return a

def digit(n: U32, i: int) -> U32:
    return n // 10**i % 10

def must(ok: Bool, message: str) -> None:
    assert ok, message

def never() -> U32:
    assert False, "never"
"""


def body(*lines):
    cls = contract_with("".join(f"        {line}\n" for line in lines), before=HELPERS)
    return compile_contract(cls).ir["functions"][0]["body"]


def test_results_are_selected():
    ops = body("self.count = larger(n, b=3)")
    assert [op["op"] for op in ops] == ["arg", "const", "lt", "select", "write"]


def test_helpers_take_constants():
    ops = body("self.count = digit(n, 2)", "must(n < m, 'less')")
    assert [op["limbs"] for op in ops if op["op"] == "const"] == [[100], [10]]
    assert ops[-1]["message"] == "less"


def test_helpers_run_on_the_path_of_their_caller():
    ops = body("if n < m and larger(n, m) == 3:", "    must(n == 4, 'four')", "self.count = n")
    assert "when" in ops[-2]
    assert "when" not in ops[-1]


def test_a_helper_that_never_returns():
    ops = body("if n < m:", "    self.count = never()")
    assert [op["message"] for op in ops if op["op"] == "assert"] == ["never"]


TOKEN = f"""{IMPORTS}
class Token(Contract):
    total: Var[U64]
    balance: Map[User, U64]
    UNIT = 100

    class Moved(Event):
        to: User
        n: U64

    @function
    def transfer(self, to: User, n: U64) -> None:
        self.move(self.caller, to, n * self.UNIT)

    def move(self, source: User, to: User, n: U64) -> None:
        self.balance[source] -= n
        self.balance[to] += n
        self.emit(self.Moved(to=to, n=n))

    @function(auth="operator")
    def mint(self, n: U64) -> None:
        self.total += n
"""
SHOP = """
class Shop(Contract):
    sold: Var[U32]
    token: Token
    OWNER = User(9)

    @function
    def buy(self, n: U32) -> None:
        if n > 3:
            self.token.transfer(self.OWNER, U64(n))
        self.sold += n

    @function(auth="operator")
    def fund(self) -> None:
        self.token.mint(self.token.UNIT)
"""


def test_functions_of_other_contracts_are_inlined():
    made = module(TOKEN + SHOP)
    token, shop = compile_contracts([made.Token, made.Shop])
    assert [(var["contract"], var["name"]) for var in shop.ir["state"]] == [(2, "sold"), (1, "total"), (1, "balance")]
    assert [(event["contract"], event["name"]) for event in shop.ir["events"]] == [(1, "Moved")]
    buy, fund = shop.ir["functions"]
    touched = [(op["op"], op["var"], "when" in op) for op in buy["body"] if "var" in op]
    assert touched == [("read", 2, True), ("write", 2, True)] * 2 + [("read", 0, False), ("write", 0, False)]
    assert [fund["auth"], len(fund["body"])] == ["operator", 4]
    assert [var["contract"] for var in token.ir["state"]] == [1, 1]
    assert [var.name for var in shop.schema.state] == ["sold"]


def test_the_order_of_the_set_decides_the_numbers():
    made = module(TOKEN + SHOP)
    shop, _ = compile_contracts([made.Shop, made.Token])
    assert [(var["contract"], var["name"]) for var in shop.ir["state"]][1:] == [(2, "total"), (2, "balance")]


@pytest.mark.parametrize(
    ("classes", "what"),
    [(["Shop"], "Token is not part of the set"), (["Token", "Shop", "Token"], "Token stands in the set 2 times")],
)
def test_links_lead_to_exactly_one_contract(classes, what):
    made = module(TOKEN + SHOP)
    with pytest.raises(CompileFailed) as failure:
        compile_contracts([getattr(made, name) for name in classes])
    (diagnostic,) = failure.value.diagnostics
    assert diagnostic.mistake.what == what
    assert diagnostic.excerpt == "    token: Token"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("self.token.mint(3)", "`mint` is authorised by the operator, and the function that calls it by the user"),
        ("x = self.token.total", "`self.token.total` belongs to Token alone"),
        ("x = self.token.balance[self.caller]", "`self.token.balance` belongs to Token alone"),
        ("self.token.total = 3", "`self.token.total` cannot be assigned"),
        ("x = self.token.caller", "`self.token.caller` belongs to Token alone"),
        ("self.emit(self.token.Moved(to=1, n=2))", "`self.token.Moved` belongs to Token alone"),
        ("self.token.burn(3)", "`self.token.burn` is not defined"),
        ("self.token = 3", "`self.token` cannot be assigned"),
        ("x = self.token + 3", "the contract Token is no operand"),
        ("self.token()", "the contract Token cannot be called"),
    ],
)
def test_what_a_link_does_not_give(line, what):
    made = module(f"{TOKEN}{SHOP}\n    @function\n    def run(self) -> None:\n        {line}\n")
    with pytest.raises(CompileFailed) as failure:
        compile_contracts([made.Token, made.Shop])
    (diagnostic,) = failure.value.diagnostics
    assert diagnostic.mistake.what == what
    assert diagnostic.excerpt.strip() == line


def test_contracts_that_call_each_other():
    made = module(
        f"{IMPORTS}\n"
        "class Ping(Contract):\n    pong: 'Pong'\n    n: Var[U32]\n"
        "    @function\n    def run(self) -> None:\n        self.pong.up()\n"
        "    def add(self) -> None:\n        self.n += 1\n"
        "class Pong(Contract):\n    ping: Ping\n"
        "    @function\n    def up(self) -> None:\n        self.ping.add()\n"
    )
    ping, _ = compile_contracts([made.Ping, made.Pong])
    assert [op["op"] for op in ping.ir["functions"][0]["body"]] == ["read", "const", "add", "write"]
