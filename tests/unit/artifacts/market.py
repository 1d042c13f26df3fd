"""A contract with everything that an ABI can say, as its source declares it."""

from saya_py.artifacts.abi import Abi
from saya_py.core.keys import ValueType
from saya_py.lang.schema import ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar

SOURCE = """\
from saya_py.lang import U8, U16, U32, U64, U128, Bool, Contract, Event, Felt, Hash, Map, Struct, User, Var, function


class Order(Struct):
    owner: User
    price: U32
    open: Bool


class Market(Contract):
    total: Var[U128]
    orders: Map[U32, Order]
    grid: Map[U8, U16, Bool]
    digest: Var[Hash]
    weight: Map[User, Felt]
    stamps: Map[Order, U64]

    class Sold(Event):
        buyer: User
        price: U32
        receipt: Hash

    class Closed(Event):
        pass

    @function
    def sell(self, id: U32, order: Order, receipt: Hash) -> None:
        self.orders[id] = order
        self.stamps[order] += 1
        self.emit(self.Sold(buyer=self.caller, price=order.price, receipt=receipt))
        self.emit(self.Closed())

    @function(auth="operator")
    def note(self, digest: Hash, a: U8, b: U16, on: Bool, weight: Felt, stamp: U64, big: U128, user: User) -> None:
        self.digest = digest
        self.grid[a, b] = on
        self.weight[user] = weight
        assert stamp > 0, "no stamp"
        self.total += big
"""


def _plain(label: str) -> Record:
    return Record.of(next(ty for ty in ValueType if ty.label == label))


def _fields(**labels: str) -> tuple[Field, ...]:
    return tuple(Field(name, _plain(label).fields[0].type) for name, label in labels.items())


ORDER = Record("Order", _fields(owner="User", price="U32", open="Bool"))
_U32, _HASH = _plain("U32"), _plain("Hash")
_STATE = (
    ("total", (), "U128"),
    ("orders", ("U32",), "Order"),
    ("grid", ("U8", "U16"), "Bool"),
    ("digest", (), "Hash"),
    ("weight", ("User",), "Felt"),
    ("stamps", ("Order",), "U64"),
)
_NOTE = {
    "digest": "Hash",
    "a": "U8",
    "b": "U16",
    "on": "Bool",
    "weight": "Felt",
    "stamp": "U64",
    "big": "U128",
    "user": "User",
}


def _record(name: str) -> Record:
    return ORDER if name == "Order" else _plain(name)


MARKET_ABI = Abi(
    (
        ContractSchema(
            "Market",
            1,
            state=tuple(
                StateVar(name, slot, 1, tuple(map(_record, keys)), _record(value))
                for slot, (name, keys, value) in enumerate(_STATE, start=1)
            ),
            events=(
                EventSchema("Sold", 1, 1, _fields(buyer="User", price="U32", receipt="Hash")),
                EventSchema("Closed", 2, 1, ()),
            ),
            functions=(
                FunctionSchema("sell", 1, "user", (Param("id", _U32), Param("order", ORDER), Param("receipt", _HASH))),
                FunctionSchema("note", 2, "operator", tuple(Param(name, _plain(ty)) for name, ty in _NOTE.items())),
            ),
        ),
    )
)
