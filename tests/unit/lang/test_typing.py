"""What a type checker says about contracts."""

import os
from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[3]
CONTRACT = """
from saya_py.lang import (
    U8, U32, U64, U128, Bool, Contract, Event, Felt, Hash, Map, Struct, User, Var, World, function, poseidon
)

class Order(Struct):
    owner: User
    price: U32
    open: Bool

class Token(Contract):
    balance: Map[User, U64]
    allowance: Map[User, User, U64]

    class Paid(Event):
        to: User
        amount: U64

    @function
    def transfer(self, to: User, amount: U64) -> None:
        self.balance[self.caller] -= amount
        self.allowance[self.caller, to] += 1
        self.allowance[self.caller, 3] = amount
        self.emit(self.Paid(to, 3))
        reveal_type(self.balance[to])  # U64
        reveal_type(self.allowance[to, to])  # U64
        self.allowance[to] = amount  # E
        self.allowance[amount, to] = amount  # E
        self.balance[to, to] = amount  # E
        self.emit(self.Paid(amount, amount))  # E
        self.emit(Order(to, 1, True))  # E

def fee(x: U64) -> U64:
    return x // 100 + (x % 100 >> 2)

class Test(Contract):
    total: Var[U64]
    open: Var[Bool]
    score: Map[User, U32]
    root: Var[Hash]
    usdt: Token
    orders: Map[U32, Order]

    FEE = U64(3)

    @function
    def run(self, n: U32, x: U64, s: U8, w: U128) -> None:
        self.score[self.caller] -= n * 3
        self.total += x
        self.open = 0 < n <= 5 and not self.open
        self.score[1] = 0
        self.usdt.transfer(self.caller, fee(x) + self.FEE)
        self.orders[n] = Order(owner=self.caller, price=3, open=True)
        order = self.orders[n]
        self.orders[n] = order.replace(price=order.price + (n << s))
        assert self.t_min <= x <= self.t_max, "late"
        self.root = poseidon(order, n, self.beacon(7))
        reveal_type(self.total)  # U64
        reveal_type(self.score[self.caller] + 1)  # U32
        reveal_type(order.price)  # U32
        reveal_type(self.root[0] * 2 + Felt(x))  # Felt
        reveal_type(U32(w))  # U32
        reveal_type(self.FEE)  # U64
        self.total = n  # E
        self.score[self.caller] = x  # E
        self.score[x] = n  # E
        self.total = self.total + n  # E
        assert self.caller < 3, "x"  # E
        w = w & 1  # E
        y = n << x  # E
        order.price = n  # E
        Order(self.caller, x, True)  # E
        Order(self.caller, n)  # E
        self.usdt.transfer(n, x)  # E
        self.usdt.pay(n)  # E
        poseidon(3.5)  # E

    @function(auth="operator")
    def close(self) -> None:
        self.open = False

    @function(auth="nobody")  # E
    def wrong(self) -> None:
        self.open = False

def test() -> None:
    world = World(Token, Test, now=5)
    receipt = world.call(Test, "run", 1, U64(2), 3, 4, user=User(1))
    assert receipt.events == (Token.Paid(to=1, amount=3),)
    world.write(Test, "orders", 1, value=Order(1, 3, True))
    assert world.read(Test, "orders", 1).price == 3
"""


def test_contracts_type_check_and_mistakes_in_types_are_found(tmp_path):
    file = tmp_path / "contract.py"
    file.write_text(CONTRACT)
    cache = os.fspath(tmp_path / "cache")
    output, errors, _ = api.run(["--strict", "--no-error-summary", f"--cache-dir={cache}", os.fspath(file)])
    assert errors == ""
    lines = [line.split(":", 3) for line in output.splitlines()]
    marked = {number for number, line in enumerate(CONTRACT.splitlines(), start=1) if line.endswith("# E")}
    assert {int(number) for _, number, kind, _ in lines if "error" in kind} == marked
    revealed = {int(number): text for _, number, kind, text in lines if "note" in kind and "Revealed" in text}
    wanted = {
        number: line.split("# ")[1]
        for number, line in enumerate(CONTRACT.splitlines(), start=1)
        if line.lstrip().startswith("reveal_type")
    }
    assert {number: text.split(".")[-1].rstrip('"') for number, text in revealed.items()} == wanted
