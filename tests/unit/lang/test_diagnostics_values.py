"""Mistakes with types, structs, events and state."""

import pytest

from tests.unit.lang.support import contract
from tests.unit.lang.test_diagnostics import mistakes

STATE = """
    small: Var[U8]
    total: Var[U64]
    order: Var[Order]
    pairs: Map[U8, User, U64]
    SIZES = (1, 2)
    class Sold(Event):
        to: User
    @function
    def run(self, b: Bool, s: U8, n: U32, x: U64, w: U128, f: Felt, h: Hash, u: User, o: Order) -> None:
"""
BEFORE = (
    "class Order(Struct):\n    owner: User\n    price: U32\n"
    "class Other(Struct):\n    owner: User\n    price: U32\n"
    "class Odd(Struct):\n    owner: float\n"
    "class Loose(Event):\n    n: U32\n"
)


@pytest.mark.parametrize(
    ("text", "marked", "what"),
    [
        ("v = x << n", "x << n", "a U32 is no distance to shift by"),
        ("v = x << 256", "x << 256", "256 is no distance to shift by"),
        ("v = w & 1", "w & 1", "a U128 has no `&`"),
        ("v = w << 1", "w << 1", "a U128 has no `<<`"),
        ("v = 1 << s", "1 << s", "this number has no type of its own"),
        ("v = ~w", "~w", "`~` does not apply to a U128"),
        ("v = -f", "-f", "`-` does not apply to a Felt"),
        ("v = f // 2", "f // 2", "a Felt has no `//`"),
        ("v = f < 3", "f < 3", "a Felt has no order"),
        ("v = f / 3", "f / 3", "a Felt has no `/`"),
        ("v = h + 1", "h + 1", "a Hash has no `+`"),
        ("v = h < 1", "h < 1", "a Hash has no order"),
        ("v = h[4]", "4", "the constant 4 is no element of a Hash"),
        ("v = h[s]", "s", "a U8 is no element of a Hash"),
        ("v = self.SIZES[2]", "2", "the constant 2 is no element of this tuple"),
        ("v = self.SIZES[s]", "s", "a U8 is no element of this tuple"),
        ("v = self.SIZES[:1]", ":1", "a slice is not part of the contract language"),
        ("v = b + 1", "b + 1", "the constant 1 is no Bool"),
        ("v = b & b", "b & b", "a Bool has no `&`"),
        ("v = U8(h)", "U8(h)", "a Hash cannot be cast to U8"),
        ("v = Hash(x)", "Hash(x)", "a U64 cannot be cast to Hash"),
        ("v = U8(o)", "U8(o)", "an Order cannot be cast to U8"),
        ("v = U8(256)", "U8(256)", "256 is no U8"),
        ("v = Felt(2**64)", "Felt(2**64)", "18446744073709551616 is no Felt"),
        ("v = f == 2**64 - 2**32 + 1", "f == 2**64 - 2**32 + 1", "18446744069414584321 is no Felt"),
        ("v = U8(n if b else 5)", "U8(n if b else 5)", "this number has no type of its own"),
        ("v = ~(n if b else 5)", "~(n if b else 5)", "this number has no type of its own"),
        ("v = (n if b else 5) << 1", "(n if b else 5) << 1", "this number has no type of its own"),
        ("v = min(n)", "min(n)", "`min` and `max` take two unsigned values"),
        ("v = max(f, f)", "max(f, f)", "a Felt has no order"),
        ("v = poseidon()", "poseidon()", "`poseidon` takes one value or more"),
        ("v = poseidon(3)", "3", "the constant 3 cannot be hashed"),
        ("v = poseidon(self.pairs)", "self.pairs", "the map `pairs` cannot be hashed"),
        ("v = len(n)", "len(n)", "`len` counts a tuple"),
        ("o.price = 3", "o.price", "`o.price` cannot be assigned"),
        ("self.order.price = 3", "self.order.price", "`self.order.price` cannot be assigned"),
        ("v = o.prize", "o.prize", "an Order has no field `prize`"),
        ("v = o + 1", "o + 1", "an Order has no `+`"),
        ("v = o < o", "o < o", "an Order has no order"),
        ("v = o == n", "o == n", "an Order and a U32 do not mix"),
        ("v = o == Other(u, n)", "o == Other(u, n)", "an Order and an Other do not mix"),
        ("self.order = Other(u, n)", "Other(u, n)", "an Other is no Order"),
        ("v = Order(u)", "Order(u)", "these arguments do not fit an Order: missing: `price`"),
        ("v = Order(u, 3, price=4)", "Order(u, 3, price=4)", "these arguments do not fit an Order: `price` is passed"),
        ("v = Order(*o)", "Order(*o)", "arguments are passed one by one"),
        ("v = Order(u, x)", "x", "a U64 is no U32"),
        ("v = Odd(3)", "Odd(3)", "this struct has a field that is of no value type"),
        ("v = o.replace(3)", "o.replace(3)", "`replace` names the fields that change"),
        ("v = o.replace(owner=n)", "n", "a U32 is no User"),
        ("assert o, 'x'", "o", "an Order is no condition"),
        ("self.emit(o)", "o", "an Order is no event of this contract"),
        ("self.emit(Loose(3))", "Loose(3)", "`Loose` is no event of this contract"),
        ("self.emit(self.Sold())", "self.Sold()", "these arguments do not fit the event Sold: missing: `to`"),
        ("self.emit(self.Sold(h))", "h", "a Hash is no User"),
        ("v = self.pairs[s]", "s", "`pairs` has 2 keys, not 1"),
        ("v = self.pairs[s, u, n]", "s, u, n", "`pairs` has 2 keys, not 3"),
        ("v = self.pairs[u, u]", "u", "a User is no U8"),
        ("v = self.beacon(x)", "x", "a U64 is no U32"),
        ("v = self.beacon()", "self.beacon()", "these arguments do not fit `beacon`"),
        ("self.t_min = 3", "self.t_min", "`self.t_min` cannot be assigned"),
        ("v: Order = Other(u, n)", "v: Order = Other(u, n)", "an Other is no Order"),
        ("v: U32 = n if b else 5", "v: U32 = n if b else 5", "a U32 that may be a plain `int` is no U32"),
    ],
)
def test_values(text, marked, what):
    body = STATE + f"        {text}\n"
    ((found_mark, found_what),) = mistakes(contract(body, before=BEFORE))
    assert found_mark == marked
    assert found_what.startswith(what)


FUNCTION = "    @function\n    def run(self) -> None: pass\n"


@pytest.mark.parametrize(
    ("body", "marked", "what"),
    [
        ("    m: Map[U64, U64, U8]\n", "Map[U64, U64, U8]", "these keys take 4 limbs"),
        ("    m: Map[Hash, U8]\n", "Map[Hash, U8]", "these keys take 4 limbs"),
        ("    v: Var[Wide]\n", "Var[Wide]", "a Wide takes 5 limbs"),
        ("    v: Var[Odd]\n", "Var[Odd]", "the struct `Odd` is more, or less, than fields of value types"),
        ("    v: 'Var[Nothing]'\n", "'Var[Nothing]'", "`Nothing` is not known here"),
        ("    token: 'Token'\n", "token: 'Token'", "`Token` is not known here"),
        ("    def go(self, n: 'Nothing') -> None: pass\n", "n: 'Nothing'", "`Nothing` is not known here"),
        ("    def go(self) -> 'Nothing': pass\n", "'Nothing'", "`Nothing` is not known here"),
        ("    m: Map[U8, U8, U8, U8]\n", "m: Map[U8, U8, U8, U8]", "a state variable is a `Var[…]`"),
        ("    emit: Var[U8]\n", "emit: Var[U8]", "`emit` cannot be a name in a contract"),
        ("    class Sold(Event):\n        n: float\n", "float", "`float` is no value type"),
        ("    class Sold(Event):\n        o: Order\n", "Order", "this field is of no value type"),
        ("    class Sold(Event):\n        n = 3\n", "n = 3", "a struct or an event has fields only"),
        ("    class Sold:\n        n: U32\n", "class Sold:", "a class inside a contract is a `Struct` or an `Event`"),
        (
            "    @function(auth='me')\n    def go(self) -> None: pass\n",
            "function(auth='me')",
            "a function is authorised",
        ),
        ("    def go(self) -> float: pass\n", "float", "`float` is no value type"),
        ("    def go(self): pass\n", "def go(self): pass", "this helper does not say what it returns"),
        ("    def go(self, n) -> None: pass\n", "n", "parameter `n` has no value type"),
        ("    def go(self, n: U32) -> None:\n        x = n / 2\n", "n / 2", "a U32 has no `/`"),
        ("    def go(self, n: U32) -> U32: pass\n", "def go(self, n: U32) -> U32: pass", "not every path"),
        ("    def go(self, n: U32) -> None:\n        return n\n", "return n", "this helper returns nothing"),
        ("    def go(self, n: U32) -> U32:\n        return\n", "return", "this helper has to return a value"),
    ],
)
def test_declarations(body, marked, what):
    before = BEFORE + "class Wide(Struct):\n    a: U128\n    b: U8\n"
    ((found_mark, found_what),) = mistakes(contract(body + FUNCTION, before=before))
    assert found_mark == marked
    assert found_what.startswith(what)
