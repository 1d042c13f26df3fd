"""What plain Python makes of contracts: the same as the executor makes of their IR."""

import pytest

from saya_py.core.errors import CallFailed
from saya_py.lang import (
    BEACON,
    U8,
    U32,
    U64,
    Bool,
    Contract,
    Event,
    Hash,
    Map,
    Struct,
    User,
    Var,
    World,
    encode_call,
    execute_native,
    function,
    poseidon,
)
from tests.unit.lang import fees
from tests.unit.lang.fees import somebody

ALICE, BOB = 1, 2


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

    DUST = U64(1)

    @function
    def transfer(self, to: User, amount: U64) -> None:
        self.move(self.caller, somebody(to), amount)

    @function
    def approve(self, spender: User, amount: U64) -> None:
        self.allowance[self.caller, spender] = amount

    @function(auth="operator")
    def mint(self, to: User, amount: U64) -> None:
        self.balance[to] += amount

    def move(self, source: User, to: User, amount: U64) -> None:
        assert self.balance[source] >= amount, "too little"
        self.balance[source] -= amount
        self.balance[to] += amount
        self.emit(self.Paid(to, amount))


class Market(Contract):
    usdt: Token
    orders: Map[U32, Order]
    by_order: Map[Order, U32]
    last: Var[Order]
    root: Var[Hash]
    count: Var[U32]
    small: Var[U8]
    until: Var[U64]

    LIMIT = 5

    class Sold(Event):
        n: U32
        root: Hash

    @function
    def place(self, n: U32, order: Order) -> None:
        self.orders[n] = order
        self.last = order.replace(price=order.price + 1)
        self.by_order[order] += 1

    @function
    def buy(self, n: U32) -> None:
        order = self.orders[n]
        assert order.open, "closed"
        assert order != self.last, "the same"
        self.usdt.transfer(order.owner, fees.fee(U64(order.price), rate=50) + self.usdt.DUST)
        self.usdt.move(self.caller, order.owner, Token.DUST)
        self.orders[n] = order.replace(open=False)
        self.emit(self.Sold(n=n, root=0))

    @function
    def measure(self, n: U32, step: U8) -> None:
        self.count = min(n, self.LIMIT, 4)
        self.small = max(3, step)
        self.count = fees.below(self.count, 2) - min(self.count, 1) + max(n, self.count)

    @function
    def clock(self, time: U64) -> None:
        assert self.t_min <= time <= self.t_max, "not now"
        self.until = self.t_max - self.t_min

    @function
    def draw(self, epoch: U32, lucky: Bool) -> None:
        if lucky:
            self.root = poseidon(self.beacon(epoch), self.caller)
        else:
            self.root = self.beacon(7)
        self.emit(self.Sold(0, self.root))


@pytest.fixture
def world():
    world = World(Token, Market)
    world.write(Token, "balance", ALICE, value=100)
    world.write(Market, "last", value=Order(9, 9, True))
    return world


def outcome(run):
    """What a call does, or the message that it fails with."""
    try:
        return run()
    except CallFailed as failure:
        return failure.message


def both(world, contract, name, *args, user=ALICE):
    """The outcome of a call, the same in both modes."""
    encoded = encode_call(world.compiled(contract).schema, name, args, user=user)
    before = dict(world.state)
    native = outcome(lambda: execute_native(world.compiled(contract), encoded, before, world.time_window))
    plain = outcome(lambda: world.execute(encoded))
    assert native == (plain if isinstance(plain, str) else (plain, world.state))
    assert not isinstance(plain, str) or world.state == before
    return plain


def call(world, *args, **more):
    receipt = both(world, *args, **more)
    assert not isinstance(receipt, str)
    return receipt


def fails(world, message, *args, **more):
    assert both(world, *args, **more) == message


def test_helpers_and_links_run_for_the_same_user(world):
    call(world, Market, "place", 3, Order(BOB, 10, True))
    receipt = call(world, Market, "buy", 3)
    assert receipt.events == (Token.Paid(BOB, 7), Token.Paid(BOB, 1), Market.Sold(3, 0))
    assert [world.read(Token, "balance", user) for user in (ALICE, BOB)] == [92, 8]
    assert world.read(Market, "orders", 3) == Order(BOB, 10, False)
    contracts = [access.key[0] >> 32 for access in receipt.accesses]
    assert contracts == [2, 2] + [1] * 10 + [2]


def test_failures_inside_helpers_and_links_undo_everything(world):
    call(world, Market, "place", 3, Order(BOB, 0, True))
    fails(world, "nothing to charge", Market, "buy", 3)
    call(world, Market, "place", 3, Order(0, 1, True))
    fails(world, "nobody", Market, "buy", 3)
    call(world, Market, "place", 3, Order(BOB, 300, True))
    fails(world, "too little", Market, "buy", 3)
    fails(world, "closed", Market, "buy", 4)
    world.write(Market, "orders", 4, value=world.read(Market, "last"))
    fails(world, "the same", Market, "buy", 4)


def test_structs_are_one_entry(world):
    receipt = call(world, Market, "place", 2, Order(BOB, 7, True))
    orders, by_order, last = ((2 << 32) + slot for slot in (1, 2, 3))
    assert [(access.kind, access.key, access.new) for access in receipt.accesses] == [
        ("write", (orders, 2, 0, 0), (BOB, 7, 1, 0)),
        ("write", (last, 0, 0, 0), (BOB, 8, 1, 0)),
        ("read", (by_order, BOB, 7, 1), (0, 0, 0, 0)),
        ("write", (by_order, BOB, 7, 1), (1, 0, 0, 0)),
    ]
    assert world.read(Market, "by_order", Order(BOB, 7, True)) == 1
    fails(world, "U32 addition overflows", Market, "place", 2, Order(BOB, 2**32 - 1, True))


def test_a_stored_struct_is_read_strictly(world):
    world.state[(2 << 32) + 1, 3, 0, 0] = (BOB, 7, 2, 0)
    fails(world, f"stored value of orders[3] is not a Order: limbs {BOB}, 7, 2, 0", Market, "buy", 3)


def test_a_struct_argument_is_read_strictly(world):
    encoded = encode_call(world.compiled(Market).schema, "place", [1, Order(BOB, 7, True)], user=ALICE)
    assert encoded.args == (1, BOB, 7, 1)
    bad = type(encoded)(encoded.contract, encoded.function, (1, BOB, 7, 2), ALICE, encoded.valid_until)
    message = f"argument order of place is not a Order: limbs {BOB}, 7, 2"
    with pytest.raises(CallFailed) as plain:
        world.execute(bad)
    with pytest.raises(CallFailed) as native:
        execute_native(world.compiled(Market), bad, {}, world.time_window)
    assert plain.value.message == native.value.message == message


def test_two_keys(world):
    call(world, Token, "approve", BOB, 30)
    assert world.read(Token, "allowance", ALICE, BOB) == 30
    assert world.read(Token, "allowance", BOB, ALICE) == 0
    with pytest.raises(TypeError, match="allowance takes 2 keys, not 1"):
        world.read(Token, "allowance", ALICE)


def test_constants_take_the_type_that_is_declared(world):
    call(world, Market, "measure", 3, 1)
    assert (world.read(Market, "count"), world.read(Market, "small")) == (3 - 2 - 1 + 3, 3)
    call(world, Market, "measure", 9, 7)
    assert (world.read(Market, "count"), world.read(Market, "small")) == (4 - 2 - 1 + 9, 7)
    fails(world, "U32 subtraction underflows", Market, "measure", 1, 1)
    fails(world, "U32 subtraction underflows", Market, "measure", 2, 1)


def test_the_window(world):
    world.window(100, 103)
    call(world, Market, "clock", 101)
    assert world.read(Market, "until") == 3
    fails(world, "not now", Market, "clock", 104)
    world.warp(104)
    call(world, Market, "clock", 104)
    assert world.read(Market, "until") == 0


def test_the_beacon(world):
    fails(world, "the beacon of this epoch is not published", Market, "draw", 3, True)
    world.set_beacon(3, 2**200)
    receipt = call(world, Market, "draw", U32(3), True)
    assert world.read(Market, "root") == poseidon(Hash(2**200), User(ALICE))
    assert receipt.accesses[0].key == BEACON.key((3,))
    assert receipt.events == (Market.Sold(0, world.read(Market, "root")),)
    fails(world, "the beacon of this epoch is not published", Market, "draw", 3, False)
    world.set_beacon(7, Hash(1))
    call(world, Market, "draw", 3, False)
    assert world.read(Market, "root") == 1


def test_functions_of_the_operator_run_too(world):
    call(world, Token, "mint", BOB, 5, user=BOB)
    assert world.read(Token, "balance", BOB) == 5
    assert world.compiled(Token).schema.function("mint").auth == "operator"


def test_helpers_stay_ordinary_functions():
    assert fees.below(U32(3), U8(1)) == 2
    assert fees.least() == 1
    assert type(fees.least()) is int


def test_a_class_that_stands_in_a_set_twice_has_two_states():
    class Counter(Contract):
        n: Var[U32]

        @function
        def add(self) -> None:
            self.n += 1

    world = World(Counter, Counter)
    second = encode_call(world.contracts[1].schema, "add", [], user=ALICE)
    world.execute(second)
    assert world.state == {((2 << 32) + 1, 0, 0, 0): (1, 0, 0, 0)}
