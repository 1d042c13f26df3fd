"""Requested keys and operators keep the calls back that read what they would change."""

from __future__ import annotations

from dataclasses import dataclass, field

from saya_py.batcher.batch import Execution
from saya_py.batcher.pending_changes import PendingChanges
from saya_py.batcher.policy import SetVersion
from saya_py.batcher.queued import Queued
from saya_py.batcher.sealing import Choice, Sealer
from saya_py.batcher.times import Times
from saya_py.core.accounts import account_key, operator_key
from saya_py.core.limbs import to_bytes
from saya_py.core.window import Window
from saya_py.store.records import SoftReceipt
from tests.unit.batcher.chain import NOW, POLICY, MemoryChain, lanes

ALICE, BOB = to_bytes(account_key(1, 0)), to_bytes(account_key(2, 0))
OPERATOR = to_bytes(operator_key(3))
COMMON = bytes(31) + b"\x05"
WINDOW = Window(NOW, NOW + 100)


def test_only_what_can_be_applied_in_the_window_counts() -> None:
    chain = MemoryChain(changes={(1, 0): NOW + 100, (2, 0): NOW + 101, (3,): NOW - 5})
    found = PendingChanges(chain).unsafe([ALICE, BOB, OPERATOR, COMMON], WINDOW)
    assert found == {ALICE, OPERATOR}


def test_an_account_is_asked_about_once_in_the_delay() -> None:
    chain = MemoryChain(wait=250)
    changes = PendingChanges(chain)
    assert changes.unsafe([ALICE], WINDOW) == set()
    asked = chain.questions
    assert changes.unsafe([ALICE], Window(NOW + 100, NOW + 249)) == set()
    assert chain.questions == asked
    chain.changes[1, 0] = NOW + 250
    assert changes.unsafe([ALICE], Window(NOW + 150, NOW + 250)) == {ALICE}


def test_without_a_delay_it_is_asked_every_time() -> None:
    chain = MemoryChain()
    changes = PendingChanges(chain)
    assert changes.unsafe([ALICE], WINDOW) == set()
    chain.changes[1, 0] = NOW
    assert changes.unsafe([ALICE], WINDOW) == {ALICE}


@dataclass
class Counters:
    """Executes `KEY KEY …`: raises the number at each key by one."""

    ran: list[str] = field(default_factory=list)

    def execute(self, submission: str, window: Window, state: dict[bytes, bytes]) -> Execution:
        keys = [bytes.fromhex(key) for key in submission.split()]
        values = {key: (int.from_bytes(state.get(key, bytes(32))) + 1).to_bytes(32) for key in keys}
        return Execution(frozenset(keys), values, None)


def choose(chain: MemoryChain, *calls: list[bytes]) -> Choice:
    queue = []
    values: dict[bytes, bytes] = {}
    for number, keys in enumerate(calls, 1):
        reads = {key: values.get(key, bytes(32)) for key in keys}
        values |= {key: (int.from_bytes(value) + 1).to_bytes(32) for key, value in reads.items()}
        receipt = SoftReceipt(reads, {key: values[key] for key in keys})
        text = " ".join(key.hex() for key in keys)
        queue.append(Queued(number, number, text, ((1, 1, "none"),), 1, receipt, NOW * 1000))
    times = Times(chain, POLICY.window_seconds, lambda: NOW * 1000)
    sealer = Sealer(Counters(), chain, times, POLICY, SetVersion(7, bytes(32)), lanes)
    return sealer.choose(queue, {})


def test_calls_of_an_account_whose_key_may_change_wait_and_with_them_what_follows_them() -> None:
    chain = MemoryChain(changes={(1, 0): NOW + 50})
    choice = choose(chain, [BOB], [ALICE, COMMON], [BOB], [BOB, COMMON], [COMMON], [BOB])
    assert choice.batch is not None
    # The fourth shares an entry with the second, which waits; so the sixth waits for the fourth.
    assert [sealed.id for sealed in choice.batch.submissions] == [1, 3]
    assert choice.dropped == ()
    assert not choice.as_promised


def test_all_goes_when_nothing_is_requested() -> None:
    choice = choose(MemoryChain(), [BOB], [ALICE, COMMON], [BOB, COMMON])
    assert choice.batch is not None
    assert [sealed.id for sealed in choice.batch.submissions] == [1, 2, 3]
    assert choice.as_promised


def test_nothing_is_sealed_when_all_wait() -> None:
    assert choose(MemoryChain(changes={(1, 0): NOW}), [ALICE]).batch is None
