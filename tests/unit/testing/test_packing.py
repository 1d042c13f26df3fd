"""Calls that one leaf can prove are put together, and no others."""

from saya_py.lang import U32, CallFailed, Contract, Map, User, Var, function
from saya_py.testing import ALICE, BOB, Simulation
from saya_py.testing.packing import ENTRIES, pack
from saya_py.testing.recorder import Recorder, recording


class Club(Contract):
    points: Map[User, U32]
    total: Var[U32]

    @function
    def earn(self, n: U32) -> None:
        assert n > 0, "earn something"
        self.points[self.caller] += n

    @function
    def count(self) -> None:
        self.total += self.points[self.caller]


def recorded(play):
    world = Simulation()
    with recording(Recorder(everything=True)) as recorder:
        play(world, world.deploy(Club))
    return recorder


def packed(play, lanes=9, most=None):
    groups, _ = pack(recorded(play).records, lambda record: lanes, most)
    return [(group.calls[0].function, [call.call.args for call in group.calls]) for group in groups]


def test_calls_of_a_function_follow_each_other():
    def play(world, club):
        club.earn(1, caller=ALICE)
        club.earn(2, caller=ALICE)
        club.count(caller=ALICE)
        club.earn(3, caller=BOB)

    assert packed(play) == [("Club.earn", [(1,), (2,), (3,)]), ("Club.count", [()])]
    assert [len(args) for _, args in packed(play, lanes=2)] == [2, 1, 1]


def test_a_call_on_other_values_starts_a_new_group():
    def play(world, club):
        club.count(caller=ALICE)
        club.earn(1, caller=ALICE)
        club.count(caller=ALICE)
        with world.anchor():
            club.earn(5, caller=ALICE)
        club.points[ALICE] = 7
        club.earn(6, caller=ALICE)
        club.earn(7, caller=BOB)

    assert packed(play) == [
        ("Club.count", [()]),
        ("Club.count", [()]),
        ("Club.earn", [(1,), (5,), (7,)]),
        ("Club.earn", [(6,)]),
    ]


def test_a_group_knows_the_entries_that_it_starts_from():
    def play(world, club):
        club.points[ALICE] = 5
        club.earn(1, caller=ALICE)
        club.points[BOB] = 8
        club.earn(1, caller=BOB)
        club.earn(1, caller=ALICE)

    ((group,), _) = pack(recorded(play).records, lambda record: 9)
    assert sorted(value[0] for value in group.state.values()) == [5, 8]


def test_equal_calls_are_taken_once_and_the_largest_groups_are_kept():
    def play(world, club):
        for n in (1, 2, 1, 3, 0, 0):
            with world.anchor():
                try:
                    club.earn(n, caller=ALICE)
                except CallFailed:
                    assert n == 0
        club.earn(2, caller=ALICE)
        club.earn(4, caller=ALICE)

    records = recorded(play).records
    assert [record.call.args for record in records] == [(1,), (2,), (3,), (0,), (4,)]
    done = [record for record in records if record.failure is None]
    groups, others = pack(done, lambda record: 9, most=2)
    assert [[call.call.args for call in group.calls] for group in groups] == [[(2,), (4,)], [(1,)]]
    assert [call.call.args for call in others] == [(3,)]
    assert pack(done, lambda record: 9, most=0) == ([], done)


def test_the_calls_of_a_group_do_not_touch_too_many_entries():
    def play(world, club):
        for user in range(1, ENTRIES + 2):
            club.earn(1, caller=user)

    groups, _ = pack(recorded(play).records, lambda record: 9999)
    assert [len(group.calls) for group in groups] == [ENTRIES, 1]
