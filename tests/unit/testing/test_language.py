"""The whole language in simulated worlds: time, events, structs, keys, links, beacons."""

import pytest

from saya_py.lang import (
    U8,
    U32,
    U64,
    CallFailed,
    CompileFailed,
    Contract,
    Event,
    Felt,
    Hash,
    Map,
    Struct,
    User,
    Var,
    function,
)
from saya_py.lang.world import START
from saya_py.testing import ALICE, BOB, CAROL, Simulation, reverts
from saya_py.testing.stateful import ContractMachine


class Offer(Struct):
    seller: User
    price: U32


class Token(Contract):
    balance: Map[User, U32]
    allowance: Map[User, User, U32]

    class Moved(Event):
        to: User
        amount: U32

    @function
    def approve(self, spender: User, amount: U32) -> None:
        self.allowance[self.caller, spender] = amount

    @function
    def move(self, to: User, amount: U32) -> None:
        assert self.balance[self.caller] >= amount, "not enough"
        self.balance[self.caller] -= amount
        self.balance[to] += amount
        if amount > 0:
            self.emit(self.Moved(to=to, amount=amount))


class Market(Contract):
    token: Token
    offers: Map[U8, Offer]
    best: Var[Offer]
    closes: Var[U64]

    @function
    def offer(self, slot: U8, offer: Offer) -> None:
        assert offer.seller == self.caller, "offer for yourself"
        self.offers[slot] = offer
        self.best = offer

    @function
    def take(self, slot: U8) -> None:
        assert self.t_max < self.closes, "the market is closed"
        offer = self.offers[slot]
        assert offer.price > 0, "no such offer"
        self.token.move(offer.seller, offer.price)
        self.offers[slot] = Offer(0, 0)

    @function(auth="operator")
    def open_until(self, time: U64) -> None:
        self.closes = time


class Lottery(Contract):
    drawn: Var[Hash]
    first: Var[Felt]

    @function
    def draw(self, epoch: U32) -> None:
        self.drawn = self.beacon(epoch)
        self.first = self.drawn[0]


@pytest.fixture(scope="module")
def market(deploy):
    """A market that is open for an hour, and its token, of which Alice has 100."""
    token, market = deploy(Token, Market)
    token.balance[ALICE] = 100
    market.closes = START + 3600
    return market, token


def test_structs_two_keys_and_links(market):
    market, token = market
    token.approve(BOB, 5, caller=ALICE)
    token.allowance[BOB, CAROL] = 6
    assert dict(token.allowance) == {(ALICE, BOB): 5, (BOB, CAROL): 6}
    with pytest.raises(TypeError, match=r"takes \[User, User\], not 1 keys"):
        token.allowance[ALICE]
    market.offer(3, Offer(seller=BOB, price=30), caller=BOB)
    assert market.best == Offer(BOB, 30)
    assert list(market.offers.items()) == [(3, Offer(BOB, 30))]
    receipt = market.take(slot=3, caller=ALICE)
    assert receipt.events == (Token.Moved(to=BOB, amount=30),)
    assert receipt.events == (token.Moved(BOB, 30),)
    assert not market.offers
    assert dict(token.balance) == {ALICE: 70, BOB: 30}
    assert token.move(BOB, 0, caller=ALICE).events == ()


def test_time(market, world, warp):
    market, _ = market
    assert world.now == START
    market.offers[1] = Offer(BOB, 1)
    warp(by=3599)
    market.take(1, caller=ALICE)
    market.offers[1] = Offer(BOB, 1)
    with world.anchor():
        warp(START + 3600)
        with reverts("the market is closed"):
            market.take(1, caller=ALICE)
    assert world.now == START + 3599
    world.window(START, START + 3600)
    with reverts("the market is closed"):
        market.take(1, caller=ALICE)
    with reverts(f"valid_until {START} is before the end of the time window, {START + 3600}"):
        market.take(1, caller=ALICE, valid_until=START)
    with pytest.raises(TypeError, match="or `by`"):
        warp()


def test_the_clock_is_undone_and_new_worlds_know_the_time(world, warp, deploy):
    assert world.now == START
    warp(7)
    _, market = deploy(Token, Market)
    market.open_until(9, caller=CAROL)
    market.offer(0, Offer(ALICE, 1), caller=ALICE)
    with reverts("not enough"):
        market.take(0, caller=BOB)
    warp(9)
    with reverts("the market is closed"):
        market.take(0, caller=BOB)


def test_beacons(world, deploy):
    before, after = deploy(Lottery), None
    with world.anchor():
        world.set_beacon(5, Hash(77))
        after = deploy(Lottery)
        for lottery in (before, after):
            lottery.draw(5, caller=ALICE)
            assert (lottery.drawn, lottery.first) == (Hash(77), 0)
    with reverts("the beacon of this epoch is not published"):
        before.draw(5, caller=ALICE)


def test_time_passes_in_machines():
    class Machine(ContractMachine):
        contract = (Token, Market)

    rules = {rule.function.__name__ for rule in Machine.setup_state().rules}
    assert {"pass_time", "market_take", "token_move"} < rules
    machine = Machine()
    machine.pass_time(seconds=5)
    assert machine.world.now == START + 5


def test_a_link_needs_its_contract():
    with pytest.raises(CompileFailed, match="Token"):
        Simulation().deploy(Market)


def test_members_that_are_not_for_tests(market):
    market, _ = market
    for name in ("token", "caller", "emit", "_FIELDS", "__len__"):
        with pytest.raises(AttributeError, match="has no state variable or function"):
            getattr(market, name)
    with pytest.raises(CallFailed):
        market.take(9, caller=ALICE)
