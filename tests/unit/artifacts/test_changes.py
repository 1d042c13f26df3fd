from dataclasses import replace

import pytest

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.changes import Change, compare_abis
from saya_py.core.keys import ValueType
from saya_py.lang.schema import ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar

U32, U64, USER = (Record.of(ty) for ty in (ValueType.U32, ValueType.U64, ValueType.USER))


def abi(*names: str, **contracts: ContractSchema) -> Abi:
    empty = ContractSchema("", 1, (), (), ())
    return Abi(tuple(replace(contracts.get(name, empty), id=id_, name=name) for id_, name in enumerate(names, 1)))


def bank(state: str = "", functions: str = "", events: str = "") -> Abi:
    """A set of one contract: `a:U32 b:U64` declares variables, functions with one parameter, events with one field."""

    def split(text: str) -> list[tuple[int, str, str]]:
        return [(number, *part.split(":")) for number, part in enumerate(text.split(), 1)]  # type: ignore[misc]

    types = {"U32": U32, "U64": U64, "User": USER}
    return Abi(
        (
            ContractSchema(
                "Bank",
                1,
                tuple(StateVar(name, number, 1, (USER,), types[ty]) for number, name, ty in split(state)),
                tuple(
                    EventSchema(name, number, 1, (Field("n", types[ty].types[0]),))
                    for number, name, ty in split(events)
                ),
                tuple(
                    FunctionSchema(name, number, "user", (Param("n", types[ty]),))
                    for number, name, ty in split(functions)
                ),
            ),
        )
    )


def kinds(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.kind, change.what) for change in changes]


def test_additions_at_the_end_are_no_changes():
    before = bank("a:U32", "f:U32", "E:U32")
    assert compare_abis(before, before) == []
    assert compare_abis(before, bank("a:U32 b:U64", "f:U32 g:U64", "E:U32 F:U32")) == []
    assert compare_abis(abi("A"), abi("A", "B")) == []


def test_an_inserted_variable_moves_all_behind_it():
    first, second = compare_abis(bank("a:U32 b:U64"), bank("new:U32 a:U32 b:U64"))
    assert str(first) == (
        "state variable `Bank.a` moved from slot 1 to slot 2\n"
        "  then: its entries stay in slot 1, where `new` will read them; in slot 2 it finds those of `b`\n"
        "  instead: declare state variables in their old order and new ones at the end"
    )
    assert second.what == "state variable `Bank.b` moved from slot 2 to slot 3"
    assert second.consequence.endswith("in slot 3 it starts without any")


def test_reordered_variables():
    assert kinds(compare_abis(bank("a:U32 b:U64"), bank("b:U64 a:U64"))) == [
        (
            "moved",
            "state variable `Bank.a` moved from slot 1 to slot 2 and changed from Map[User, U32] to Map[User, U64]",
        ),
        ("moved", "state variable `Bank.b` moved from slot 2 to slot 1"),
    ]


def test_a_removed_variable():
    removed, moved = compare_abis(bank("a:U32 b:U64"), bank("b:U64"))
    assert (removed.kind, removed.what) == ("removed", "state variable `Bank.a` (slot 1) is gone")
    assert removed.consequence == "its entries stay in slot 1, where `b` will read them"
    assert moved.kind == "moved"
    (last,) = compare_abis(bank("a:U32 b:U64"), bank("a:U32"))
    assert "the next variable that is declared there will read them as its own" in last.consequence


def test_a_renamed_variable_keeps_its_slot_and_another_type_does_not_fit_it():
    (renamed,) = compare_abis(bank("a:U32 b:U64"), bank("c:U32 b:U64"))
    assert (renamed.kind, renamed.what) == ("renamed", "state variable `Bank.a` (slot 1) is now called `c`")
    assert renamed.consequence == "the slot and all its entries now belong to `c`"
    (replaced,) = compare_abis(bank("a:U32 b:U64"), bank("c:U64 b:U64"))
    assert replaced.what == "state variable `Bank.a` (slot 1) gave way to `c`, which is Map[User, U64]"
    (retyped,) = compare_abis(bank("a:U32"), bank("a:U64"))
    assert retyped.what == "state variable `Bank.a` (slot 1) changed from Map[User, U32] to Map[User, U64]"
    assert retyped.consequence == "existing entries stay as they are and are read by the new type"


def test_fields_of_a_struct():
    def with_struct(*names: str) -> Abi:
        order = Record("Order", tuple(Field(name, ValueType.U32) for name in names))
        return Abi((ContractSchema("Bank", 1, (StateVar("a", 1, 1, (), order),), (), ()),))

    (change,) = compare_abis(with_struct("x", "y"), with_struct("y", "x"))
    assert (change.kind, change.what) == (
        "relabelled",
        "state variable `Bank.a` (slot 1) changed from Var[Order(x: U32, y: U32)] to Var[Order(y: U32, x: U32)]",
    )
    (change,) = compare_abis(with_struct("x"), with_struct("x", "y"))
    assert change.kind == "retyped"


def test_a_key_and_a_value_do_not_change_places_unseen():
    keyed = Abi((ContractSchema("Bank", 1, (StateVar("a", 1, 1, (U32,), U64),), (), ()),))
    single = Abi(
        (
            ContractSchema(
                "Bank",
                1,
                (StateVar("a", 1, 1, (), Record("S", (Field("x", ValueType.U32), Field("y", ValueType.U64)))),),
                (),
                (),
            ),
        )
    )
    (change,) = compare_abis(keyed, single)
    assert change.kind == "retyped"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("f:U32 g:U32", "g:U32 f:U32", ["moved", "moved"]),
        ("f:U32", "f:U64", ["retyped"]),
        ("f:U32", "g:U32", ["renamed"]),
        ("f:U32", "g:U64", ["replaced"]),
        ("f:U32 g:U32", "f:U32", ["removed"]),
        ("f:U32 g:U32", "g:U32", ["removed", "moved"]),
    ],
)
def test_functions_and_events_are_numbered_by_the_same_rule(before: str, after: str, expected: list[str]):
    functions = compare_abis(bank(functions=before), bank(functions=after))
    events = compare_abis(bank(events=before), bank(events=after))
    assert [change.kind for change in functions] == [change.kind for change in events] == expected
    assert all(change.what.startswith("function `Bank.") for change in functions)
    assert all(change.what.startswith("event `Bank.") for change in events)


def test_who_may_call_and_the_order_of_equal_parameters():
    def with_function(auth: str, *params: str) -> Abi:
        listed = tuple(Param(name, USER) for name in params)
        return Abi((ContractSchema("Bank", 1, (), (), (FunctionSchema("f", 1, auth, listed),)),))  # type: ignore[arg-type]

    (change,) = compare_abis(with_function("user", "a", "b"), with_function("user", "b", "a"))
    assert change.kind == "relabelled"
    (change,) = compare_abis(with_function("user", "a"), with_function("operator", "a"))
    assert change.what == "function `Bank.f` (number 1) changed from (a: User) by the user to (a: User) by the operator"


def test_contracts_are_numbered_by_the_same_rule_and_compared_by_name():
    contract = bank("a:U32").contracts[0]
    other = bank("b:U32").contracts[0]
    before = abi("A", "B", A=contract, B=other)
    assert kinds(compare_abis(before, abi("B", "A", A=contract, B=other))) == [
        ("moved", "contract `A` moved from number 1 to number 2"),
        ("moved", "contract `B` moved from number 2 to number 1"),
    ]
    assert kinds(compare_abis(before, abi("A", "C", A=contract, C=contract))) == [
        ("renamed", "contract `B` (number 2) is now called `C`"),
        ("renamed", "state variable `C.b` (slot 1) is now called `a`"),
    ]
    assert kinds(compare_abis(before, abi("A", A=contract))) == [("removed", "contract `B` (number 2) is gone")]
