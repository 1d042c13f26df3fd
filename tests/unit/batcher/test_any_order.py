"""Whatever is submitted, sealed, settled, withdrawn and written outside, in any order: no value and no call is lost.

The plain Python of a payment stands beside the native execution.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from saya_py.batcher import batcher
from saya_py.batcher.answers import Accepted, Refused, Repeated
from saya_py.batcher.lists import outputs_of
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.calldata import read_inputs
from saya_py.core.limbs import to_bytes
from saya_py.core.wire import load_submission
from saya_py.store import Store
from saya_py.store.records import Deployment, SubBlock
from saya_py.store.schema import upgrade
from saya_py.store.states import State, Status
from tests.unit.batcher.chain import NOW, Bench, MemoryChain, balance_key, number, pay
from tests.unit.batcher.settling import settle
from tests.unit.store.postgres import memory

USERS = (1, 2, 3)
KEYS = {user: balance_key(user) for user in USERS}
Balances = dict[int, int]
PAIRS = [*permutations(USERS, 2), (1, 1)]
PAYMENTS = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.integers(0, 25)).map(lambda drawn: (*drawn[0], drawn[1])),
    min_size=1,
    max_size=4,
)


def paid(balances: Mapping[int, int], body: str) -> Balances | None:
    """A payment in plain Python; None when it fails."""
    call = load_submission(body).call  # type: ignore[union-attr]
    sender, receiver, low, high = call.user, *call.args
    size = low + (high << 32)
    if sender == receiver or balances[sender] < size:
        return None
    changed = {**balances, sender: balances[sender] - size}
    changed[receiver] += size
    return changed


class Threads(RuleBasedStateMachine):
    """A thread, its settler played by the rules, and a stranger who writes balances."""

    template: Path

    @initialize(calls=st.integers(1, 4), unfinished=st.integers(1, 3))
    def begin(self, calls: int, unfinished: int) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=memory()))
        shutil.copy(self.template, self.folder / "thread.db")
        self.store = Store.open(
            f"sqlite:///{self.folder / 'thread.db'}", self.folder / "blobs", clock=lambda: NOW * 1000
        )
        self.store.bind(Deployment(31337, bytes(32), bytes(20)))
        self.thread = self.store.own(1, 1)
        self.chain = MemoryChain()
        self.chain.give(dict.fromkeys(USERS, 20))
        self.bench = Bench(self.thread, self.chain, calls=calls, unfinished=unfinished)
        self.accepted: dict[bytes, int] = {}
        self.numbers = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.thread.close()
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(payments=PAYMENTS)
    def submit(self, payments: list[tuple[int, int, int]]) -> None:
        lines = []
        for payment in payments:
            self.numbers += 1
            lines.append(pay(*payment, self.numbers))
        before, now = self.known(), self.truth()
        try:
            answers = self.bench.batcher.submit(lines)
        except ChainUnavailable:
            assert self.chain.away
            assert [self.thread.submission(line.digest) for line in lines] == [None] * len(lines)
            return
        values: Balances = {}
        for line, answer in zip(lines, answers, strict=True):
            if isinstance(answer, Accepted):
                self.accepted[line.digest] = answer.ordinal
                reads, writes = self.named(answer.receipt.reads), self.named(answer.receipt.writes)
                for user, held in reads.items():
                    # What the last one left; else what was known, or what the chain says by now.
                    if user in values:
                        assert held == values[user]
                    else:
                        assert before is None or held in (before[user], now[user])
                values |= reads | writes
                assert paid({**dict.fromkeys(USERS, 0), **reads}, line.text) == {
                    **dict.fromkeys(USERS, 0),
                    **reads,
                    **writes,
                }
            else:
                assert isinstance(answer, Refused)
                assert answer.reason in ("insufficient balance", "you cannot send tokens to yourself")
                # Nobody is refused because of values that the chain no longer has.
                assert len(lines) > 1 or paid(now, line.text) is None
        again = self.bench.batcher.submit([line for line in lines if line.digest in self.accepted])
        assert all(answer == Repeated(Status.ACCEPTED, None) for answer in again)

    @rule(payments=PAYMENTS)
    def submit_and_seal(self, payments: list[tuple[int, int, int]]) -> None:
        self.submit(payments)
        self.seal()

    @rule(payments=PAYMENTS)
    def submit_seal_and_settle(self, payments: list[tuple[int, int, int]]) -> None:
        self.submit_and_seal(payments)
        if self.under_way():
            self.settle_first()

    @rule()
    def seal(self) -> None:
        under_way = self.under_way()
        try:
            sealed = self.bench.batcher.tick()
        except ChainUnavailable:
            assert self.chain.away
            return
        if sealed is None:
            return
        start = self.canonical()
        for block in under_way:
            start |= self.named(outputs_of(self.thread.lists(block.id)))
        self.holds(sealed, start)

    @rule()
    def review(self) -> None:
        """What the settler does at each block: withdraw what is stale, settle what is first."""
        values = self.canonical()
        for block in self.under_way():
            lists = self.thread.lists(block.id)
            olds = {to_bytes(each.key): to_bytes(each.old) for each in read_inputs(lists.inputs)}
            if any(values[user] != value for user, value in self.named(olds).items()):
                self.withdraw_from(block, "somebody was first")
                return
            values |= self.named(outputs_of(lists))

    @rule()
    @precondition(lambda self: bool(self.under_way()))
    def settle_first(self) -> None:
        self.review()
        if blocks := self.under_way():
            start = self.canonical()
            end = self.holds(blocks[0], start)
            settle(self.bench, self.chain, blocks[0])
            assert self.canonical() == end

    @rule(place=st.integers(0, 2))
    @precondition(lambda self: bool(self.under_way()))
    def withdraw(self, place: int) -> None:
        blocks = self.under_way()
        self.withdraw_from(blocks[min(place, len(blocks) - 1)], "its window passed")

    @rule(user=st.sampled_from(USERS), held=st.integers(0, 30))
    def write_outside(self, user: int, held: int) -> None:
        self.chain.give({user: held})

    @rule(payments=PAYMENTS, again=st.booleans())
    def while_the_chain_is_away(self, payments: list[tuple[int, int, int]], again: bool) -> None:
        if again:
            self.bench.restart()
        self.chain.away = True
        self.submit(payments)
        self.seal()
        self.chain.away = False

    @invariant()
    def every_call_is_somewhere(self) -> None:
        if not hasattr(self, "thread"):
            return
        queue = {waiting.digest for waiting in self.thread.queue()}
        blocks = {block.id: block.state for block in self.thread.unfinished()}
        for digest, ordinal in self.accepted.items():
            found = self.thread.submission(digest)
            assert found is not None
            assert found.ordinal == ordinal
            match found.status:
                case Status.ACCEPTED:
                    assert digest in queue
                case Status.INCLUDED:
                    assert blocks[found.sub_block_id or 0] is not State.SETTLED
                case Status.SETTLED:
                    assert blocks[found.sub_block_id or 0] is State.SETTLED
                case Status.DROPPED:
                    assert found.reason

    def truth(self) -> Balances:
        """What the chain, the sub-blocks under way and the queue come to now; calls that now fail left out."""
        plain = self.canonical()
        for block in self.under_way():
            plain |= self.named(outputs_of(self.thread.lists(block.id)))
        for waiting in self.thread.queue():
            plain = paid(plain, waiting.body) or plain
        return plain

    def known(self) -> Balances | None:
        """The soft balances; None when they cannot be told now."""
        try:
            return {user: number(self.bench.batcher.value(key)) for user, key in KEYS.items()}
        except ChainUnavailable:
            assert self.chain.away
            return None

    @rule()
    def rebuilt(self) -> None:
        """After a restart the soft state is that of plain Python on the canonical values."""
        self.bench.restart()
        balances = self.known()
        assert balances == self.truth()

    def holds(self, block: SubBlock, start: Balances) -> Balances:
        """The lists of a sub-block are those of plain Python on `start`; returns the balances after it."""
        lists = self.thread.lists(block.id)
        olds = {to_bytes(each.key): to_bytes(each.old) for each in read_inputs(lists.inputs)}
        assert {user: start[user] for user in self.named(olds)} == self.named(olds)
        end = start
        for included in self.thread.submissions_of(block.id):
            after = paid(end, included.body)
            assert after is not None
            end = after
        changed = {user: held for user, held in end.items() if held != start[user]}
        assert self.named(outputs_of(lists)) == changed
        return end

    def withdraw_from(self, block: SubBlock, reason: str) -> None:
        with self.bench.decisions:
            self.thread.sub_blocks.withdraw(block.seq, reason)
            self.bench.batcher.invalidate()

    def under_way(self) -> list[SubBlock]:
        return [block for block in self.thread.unfinished() if block.state is not State.SETTLED]

    def canonical(self) -> Balances:
        return {user: number(self.chain.canonical.get(key, bytes(32))) for user, key in KEYS.items()}

    @staticmethod
    def named(values: Mapping[bytes, bytes]) -> Balances:
        users = {key: user for user, key in KEYS.items()}
        return {users[key]: number(value) for key, value in values.items()}


@pytest.mark.parametrize("renew_seconds", [3_600.0, 0.0])
def test_no_value_and_no_call_is_lost(tmp_path: Path, renew_seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are read again by themselves at every tick, or never."""
    monkeypatch.setattr(batcher, "RENEW_SECONDS", renew_seconds)
    template = tmp_path / "template.db"
    upgrade(f"sqlite:///{template}")
    machine: Any = type("OnTemplate", (Threads,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
