from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.batcher.batch import Execution, execute_batch
from saya_py.core.window import Window

WINDOW = Window(1, 2)


def key(number: int) -> bytes:
    return number.to_bytes(32)


@dataclass(frozen=True)
class Move:
    """Takes `amount` from `source`; follows the value stored there to the key that gets it."""

    source: int
    amount: int

    def execute(self, window: Window, state: dict[bytes, bytes]) -> Execution:
        held = int.from_bytes(state.get(key(self.source), bytes(32)))
        target = key(1000 + held)
        reads = frozenset({key(self.source), target})
        if held < self.amount:
            return Execution(reads, {}, "not enough")
        got = int.from_bytes(state.get(target, bytes(32)))
        return Execution(reads, {key(self.source): key(held - self.amount), target: key(got + self.amount)}, None)


class Chain:
    def __init__(self, values: dict[int, int]) -> None:
        self.values = values
        self.asked: list[bytes] = []

    def fetch(self, keys: Sequence[bytes]) -> list[bytes]:
        self.asked += keys
        return [key(self.values.get(int.from_bytes(each), 0)) for each in keys]


def test_keys_that_depend_on_stored_values_are_fetched_too() -> None:
    chain = Chain({1: 7, 1007: 5})
    batch = execute_batch([Move(1, 2)], WINDOW, chain.fetch)
    assert batch.state == {key(1): key(7), key(1007): key(5)}
    assert batch.calls == [Move(1, 2)]


def test_a_failed_call_is_left_out_with_its_reason_and_changes_nothing() -> None:
    chain = Chain({1: 7, 2: 1})
    batch = execute_batch([Move(1, 2), Move(2, 3), Move(1, 5)], WINDOW, chain.fetch)
    assert batch.calls == [Move(1, 2), Move(1, 5)]
    assert batch.refused == [(Move(2, 3), "not enough")]
    assert key(2) not in batch.state


def test_later_calls_run_on_what_earlier_ones_left_but_the_state_is_the_canonical_one() -> None:
    batch = execute_batch([Move(1, 4), Move(1, 4)], WINDOW, Chain({1: 7}).fetch)
    assert [call for call, _ in batch.refused] == [Move(1, 4)]
    assert batch.state[key(1)] == key(7)


def test_no_key_is_fetched_twice() -> None:
    chain = Chain({1: 7})
    execute_batch([Move(1, 1), Move(1, 1), Move(1, 1)], WINDOW, chain.fetch)
    assert len(chain.asked) == len(set(chain.asked))
