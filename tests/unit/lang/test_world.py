import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from examples.treasury import Treasury
from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed, EncodingError
from saya_py.lang import U32, U64, Contract, User, Var, World, encode_call, function
from tests.unit.lang.support import contract_with

ALICE, BOB, CAROL, MIKE = 1, 2, 3, 4
LAST = 2**40 - 1
START = {ALICE: (20, 50), BOB: (15, 90), CAROL: (10, 2), MIKE: (12, 0)}


@pytest.fixture
def world():
    world = World(DiamondsAndRubies, Treasury)
    for user, (diamonds, rubies) in START.items():
        world.write(DiamondsAndRubies, "diamonds", user, value=diamonds)
        world.write(DiamondsAndRubies, "rubies", user, value=rubies)
    return world


def balances(world):
    return {
        user: tuple(int(world.read(DiamondsAndRubies, gem, user)) for gem in ("diamonds", "rubies")) for user in START
    }


def test_diamonds_and_rubies(world):
    for user, rubies in ((ALICE, 3), (BOB, 2), (CAROL, 3), (MIKE, 4)):
        world.call(DiamondsAndRubies, "buy_rubies", rubies, user=user)
    assert balances(world) == {ALICE: (11, 53), BOB: (9, 92), CAROL: (1, 5), MIKE: (0, 4)}
    world.call(DiamondsAndRubies, "buy_rubies", U32(2), user=User(ALICE))
    world.call(DiamondsAndRubies, "buy_rubies", 1, user=BOB)
    with pytest.raises(CallFailed, match=r"^you do not have enough diamonds$"):
        world.call(DiamondsAndRubies, "buy_rubies", 1, user=MIKE)
    assert balances(world) == {ALICE: (5, 55), BOB: (6, 93), CAROL: (1, 5), MIKE: (0, 4)}


def test_treasury(world):
    world.call(Treasury, "deposit", 10**18 - 1, user=ALICE)
    world.call(Treasury, "deposit", 1, user=BOB)
    assert world.read(Treasury, "total") == U64(10**18)
    with pytest.raises(CallFailed, match="takes no more"):
        world.call(Treasury, "deposit", 1, user=BOB)
    with pytest.raises(CallFailed, match="not covered by your share"):
        world.call(Treasury, "withdraw", 2, False, user=BOB)
    with pytest.raises(CallFailed, match="others still have a share"):
        world.call(Treasury, "withdraw", 1, True, user=BOB)
    world.call(Treasury, "withdraw", 1, False, user=BOB)
    world.call(Treasury, "withdraw", 10**18 - 1, True, user=ALICE)
    assert (world.read(Treasury, "total"), world.read(Treasury, "closed")) == (0, True)
    with pytest.raises(CallFailed, match="takes no more"):
        world.call(Treasury, "deposit", 1, user=ALICE)


def test_a_call_that_fails_late_changes_nothing(world):
    world.write(DiamondsAndRubies, "rubies", ALICE, value=2**32 - 1)
    before = dict(world.state)
    with pytest.raises(CallFailed, match=r"^U32 addition overflows$"):
        world.call(DiamondsAndRubies, "buy_rubies", 1, user=ALICE)
    assert world.state == before


def test_a_call_lists_its_accesses_in_order(world):
    receipt = world.call(DiamondsAndRubies, "buy_rubies", 3, user=ALICE)
    diamonds, rubies = ((1 << 32) + 1, ALICE, 0, 0), ((1 << 32) + 2, ALICE, 0, 0)
    assert [tuple(access) for access in receipt.accesses] == [
        ("read", diamonds, (20, 0, 0, 0), (20, 0, 0, 0)),
        ("read", diamonds, (20, 0, 0, 0), (20, 0, 0, 0)),
        ("write", diamonds, (20, 0, 0, 0), (11, 0, 0, 0)),
        ("read", rubies, (50, 0, 0, 0), (50, 0, 0, 0)),
        ("write", rubies, (50, 0, 0, 0), (53, 0, 0, 0)),
    ]


def test_an_entry_that_is_no_value_of_its_type_fails_the_call(world):
    world.state[(1 << 32) + 1, ALICE, 0, 0] = (20, 1, 0, 0)
    with pytest.raises(CallFailed, match=r"^stored value of diamonds\[1\] is not a U32: limbs 20, 1, 0, 0$"):
        world.call(DiamondsAndRubies, "buy_rubies", 1, user=ALICE)
    with pytest.raises(EncodingError):
        world.read(DiamondsAndRubies, "diamonds", ALICE)


def test_a_u64_fills_two_limbs(world):
    world.call(Treasury, "deposit", 2**40 + 5, user=ALICE)
    assert world.state[(2 << 32) + 1, 0, 0, 0] == (5, 256, 0, 0)
    call = encode_call(world.compiled(Treasury).schema, "withdraw", [2**40 + 5, True], user=ALICE, valid_until=9)
    assert call == Call(contract=2, function=2, args=(5, 256, 1), user=ALICE, valid_until=9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (Call(3, 1, (1,), ALICE, 9), "this world has no contract 3"),
        (Call(1, 3, (1,), ALICE, 9), "DiamondsAndRubies has no function 3"),
        (Call(1, 1, (1,), 0, 9), "the caller is user 0, which means nobody"),
        (Call(1, 1, (1,), ALICE, 2**40), "valid_until 1099511627776 is no time below 2^40"),
        (Call(1, 1, (1,), ALICE, 9), "valid_until 9 is before the end of the time window, 1800000000"),
        (Call(1, 1, (1, 0), ALICE, LAST), "buy_rubies takes 1 argument limbs, not 2"),
        (Call(1, 1, (2**32,), ALICE, LAST), "argument n of buy_rubies is not a U32: limbs 4294967296"),
    ],
)
def test_malformed_calls_fail(world, call, message):
    with pytest.raises(CallFailed) as failure:
        world.execute(call)
    assert failure.value.message == message


@pytest.mark.parametrize(("arguments", "error"), [((), TypeError), ((-1,), ValueError), ((True,), TypeError)])
def test_arguments_are_checked(world, arguments, error):
    with pytest.raises(error):
        world.call(DiamondsAndRubies, "buy_rubies", *arguments, user=ALICE)


def test_contracts_cannot_be_instantiated():
    with pytest.raises(TypeError, match=r"World\.call"):
        DiamondsAndRubies()


def test_module_constants_and_closures_are_seen():
    cls = contract_with("        assert n == LIMIT, TEXT\n", before="LIMIT = 5\nTEXT = 'five only'\n")
    world = World(cls)
    world.call(cls, "run", 5, 0, user=ALICE)
    with pytest.raises(CallFailed, match=r"^five only$"):
        world.call(cls, "run", 6, 0, user=ALICE)


def test_local_classes_see_the_function_around_them():
    limit = 5

    class Local(Contract):
        seen: Var[U32]

        @function
        def run(self, n: U32) -> None:
            assert n < limit, "too much"
            self.seen = n

    world = World(Local)
    world.call(Local, "run", 4, user=ALICE)
    assert world.read(Local, "seen") == 4
    with pytest.raises(CallFailed, match=r"^too much$"):  # pytest has rewritten this module's assertions
        world.call(Local, "run", 5, user=ALICE)


def test_the_clock():
    world = World(Treasury)
    assert (world.now, world.time_window) == (1_800_000_000, (1_800_000_000, 1_800_000_000))
    assert World(Treasury, now=5).now == 5
    world.window(7, 2**40 - 1)
    assert (world.now, world.time_window) == (7, (7, 2**40 - 1))
    world.warp(3)
    assert world.time_window == (3, 3)
    for window in ((-1, 5), (5, 4), (0, 2**40)):
        with pytest.raises(ValueError, match="is no window"):
            world.window(*window)
    with pytest.raises(ValueError, match="is no window"):
        world.warp(2**40)
    assert world.now == 3


def test_a_call_must_be_valid_to_the_end_of_the_window(world):
    world.window(10, 20)
    world.call(DiamondsAndRubies, "buy_rubies", 1, user=ALICE, valid_until=20)
    with pytest.raises(CallFailed, match=r"^valid_until 19 is before the end of the time window, 20$"):
        world.call(DiamondsAndRubies, "buy_rubies", 1, user=ALICE, valid_until=19)


def test_snapshots(world):
    first = world.snapshot()
    world.call(DiamondsAndRubies, "buy_rubies", 1, user=ALICE)
    world.window(1, 2)
    second = world.snapshot()
    world.restore(first)
    assert balances(world) == START
    assert world.now == 1_800_000_000
    world.call(DiamondsAndRubies, "buy_rubies", 2, user=ALICE)
    world.restore(first)
    assert balances(world) == START
    world.restore(second)
    assert balances(world)[ALICE] == (17, 51)
    assert world.time_window == (1, 2)


def test_beacons(world):
    world.set_beacon(U32(3), 2**192 + 7)
    assert world.state[3, 3, 0, 0] == (1, 0, 0, 7)
    with pytest.raises(TypeError):
        world.set_beacon(U64(3), 1)
    with pytest.raises(ValueError, match="is no Hash"):
        world.set_beacon(3, 2**256)


def test_what_a_world_does_not_have(world):
    with pytest.raises(KeyError, match="has no function 'sell'"):
        world.call(DiamondsAndRubies, "sell", 1, user=ALICE)
    with pytest.raises(KeyError, match="has no state variable 'gold'"):
        world.read(DiamondsAndRubies, "gold", ALICE)
    with pytest.raises(KeyError, match="Contract is not in this world"):
        world.read(Contract, "gold", ALICE)
    with pytest.raises(TypeError, match="takes 1 keys, not 2"):
        world.read(DiamondsAndRubies, "rubies", ALICE, BOB)
    with pytest.raises(TypeError):
        world.read(DiamondsAndRubies, "rubies", U32(ALICE))
