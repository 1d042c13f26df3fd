"""Operators, casts, structs and events as operations."""

import pytest

from saya_py.lang import compile_contract
from tests.unit.lang.support import contract

STATE = """
    small: Var[U8]
    count: Var[U32]
    total: Var[U64]
    big: Var[U128]
    felt: Var[Felt]
    digest: Var[Hash]
    order: Var[Order]
    orders: Map[U32, Order]
    pairs: Map[U8, Order, U64]
    class Sold(Event):
        to: User
        n: U64
    @function
    def run(self, b: Bool, s: U8, n: U32, x: U64, w: U128, f: Felt, h: Hash, u: User, o: Order) -> None:
"""
ORDER = "class Order(Struct):\n    owner: User\n    price: U32\nEMPTY = Order(owner=0, price=7)\n"


def ir(*lines):
    return compile_contract(contract(STATE + "".join(f"        {line}\n" for line in lines), before=ORDER)).ir


def body(*lines):
    return ir(*lines)["functions"][0]["body"]


@pytest.mark.parametrize(
    ("expression", "op", "message"),
    [
        ("s + 1", "add", "U8 addition overflows"),
        ("w - 1", "sub", "U128 subtraction underflows"),
        ("2 * x", "mul", "U64 multiplication overflows"),
        ("7 // n", "div", "U32 division by zero"),
        ("n % n", "rem", "U32 remainder by zero"),
        ("x << s", "shl", "U64 left shift overflows"),
        ("n >> 3", "shr", None),
        ("n & 3", "bit_and", None),
        ("3 | s", "bit_or", None),
        ("x ^ x", "bit_xor", None),
        ("~x", "bit_not", None),
        ("f + 1", "felt_add", None),
        ("1 - f", "felt_sub", None),
        ("f * f", "felt_mul", None),
        ("U8(n)", "cast", "U32 does not fit U8"),
        ("Felt(x)", "cast", "U64 does not fit Felt"),
        ("U32(b)", "cast", "Bool does not fit U32"),
        ("U64(s)", "cast", "U8 does not fit U64"),
        ("n // 3", "div", "U32 division by zero"),
        ("User(f)", "cast", "Felt does not fit User"),
        ("h[3]", "limb", None),
        ("min(n, 5) + 1", "select", None),
    ],
)
def test_operators(expression, op, message):
    ops = body("if b:", f"    assert poseidon({expression}) != 0, 'x'")
    (made,) = [each for each in ops if each["op"] == op]
    assert made.get("message") == message
    cannot_fail = message is None or expression in ("U32(b)", "U64(s)", "n // 3")
    assert ("when" in made) == (not cannot_fail)


def test_poseidon_hashes_all_limbs():
    ops = body("assert poseidon(h, x, o, True) != 0, 'x'")
    (inputs,) = [op["inputs"] for op in ops if op["op"] == "hash"]
    assert [ops[index].get("index") for index in inputs] == [6, 3, 8, 9, None]


@pytest.mark.parametrize(
    ("expression", "constant"),
    [
        ("U8(250) + 5", {"ty": "u8", "limbs": [255]}),
        ("U64(2**40) // U64(3)", {"ty": "u64", "limbs": [2**40 // 3 % 2**32, 2**40 // 3 >> 32]}),
        ("~U8(1)", {"ty": "u8", "limbs": [254]}),
        ("Felt(0) - 1", {"ty": "felt", "limbs": [2**64 - 2**32]}),
        ("U16(1) << 15", {"ty": "u16", "limbs": [2**15]}),
        ("U64(U8(7))", {"ty": "u64", "limbs": [7, 0]}),
        ("U32(True)", {"ty": "u32", "limbs": [1]}),
        ("Hash(2**192 + 5)", {"ty": "hash", "limbs": [1, 0, 0, 5]}),
        ("max(U32(3), 4)", {"ty": "u32", "limbs": [4]}),
        ("EMPTY.price", {"ty": "u32", "limbs": [7]}),
    ],
)
def test_typed_constants_are_folded(expression, constant):
    ops = body(f"assert poseidon({expression}) != h, 'x'")
    (made,) = [op for op in ops if op["op"] == "const"]
    assert made == {"op": "const", **constant}


def test_what_a_constant_changes_nothing_in_is_left_out():
    kept = body("assert poseidon(n + 0, 0 + n, n * 1, n // 1, n << 0, n | 0, f * 1, U32(n)) == h, 'x'")
    assert [op["op"] for op in kept] == ["arg", "arg", "arg", "hash", "eq", "assert"]


def test_folding_leaves_failures_to_the_call():
    kept = body("assert poseidon(U8(250) + 6) != h, 'x'")
    assert "add" in [op["op"] for op in kept]


def test_structs_are_fields():
    ops = body("p = self.orders[n]", "self.orders[o.price] = p.replace(price=p.price + 1)", "self.order = Order(u, 3)")
    assert [(op["op"], op.get("index")) for op in ops if op["op"] == "field"] == [("field", 0), ("field", 1)]
    writes = [op["values"] for op in ops if op["op"] == "write"]
    assert [len(values) for values in writes] == [2, 2]
    assert ops[writes[0][0]]["op"] == "field"
    assert ops[writes[0][1]]["op"] == "add"


def test_structs_are_compared_and_selected_field_by_field():
    kinds = [op["op"] for op in body("if o == EMPTY:", "    o = self.order", "self.order = o")]
    assert (kinds.count("eq"), kinds.count("and"), kinds.count("select")) == (2, 1, 2)


def test_records_in_the_interface():
    made = ir("pass")
    order = {"name": "Order", "fields": ["user", "u32"]}
    assert made["functions"][0]["params"][-1] == {"name": "o", "ty": order}
    assert made["state"][6]["value"] == order
    assert made["state"][8]["keys"] == ["u8", "user", "u32"]
    assert made["events"] == [{"contract": 1, "name": "Sold", "id": 1, "fields": ["user", "u64"]}]


def test_events_are_emitted_where_the_path_is_taken():
    ops = body("event = self.Sold(u, n=5)", "if b:", "    self.emit(event)")
    assert {**ops[-1], "values": None} == {"op": "emit", "event": 0, "values": None, "when": ops[-1]["when"]}
    assert [ops[value]["op"] for value in ops[-1]["values"]] == ["arg", "const"]


def test_maps_with_two_keys_and_struct_keys():
    ops = body("self.pairs[s, o] += 1")
    read = next(op for op in ops if op["op"] == "read")
    assert [ops[key]["index"] for key in read["keys"]] == [1, 8, 9]


def test_the_context_of_a_call():
    made = ir("assert self.t_min <= self.t_max and self.caller != u, 'x'", "self.digest = self.beacon(7)")
    ops = made["functions"][0]["body"]
    assert {"t_min", "t_max", "caller"} <= {op["op"] for op in ops}
    beacon = {
        "contract": 0,
        "name": "BEACON",
        "slot": 3,
        "keys": ["u32"],
        "value": {"name": "Hash", "fields": ["hash"]},
    }
    assert made["state"][-1] == beacon
    assert [op["message"] for op in ops if op["op"] == "assert"][-1] == "the beacon of this epoch is not published"
