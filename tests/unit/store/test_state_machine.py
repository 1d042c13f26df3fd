"""Any sequence of operations leaves the store as it leaves the model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from saya_py.core.errors import IllegalTransition, ReorgTooDeep, SettlementPending
from saya_py.store import OwnedThread, Store
from saya_py.store.states import Event, Outcome, State
from tests.unit.store.model import Block, Model, Refused, Sent
from tests.unit.store.steps import ACCOUNT, DEPLOYMENT, accept, batch, h, mined, proof, transaction

_REFUSALS = (IllegalTransition, SettlementPending, ReorgTooDeep)


class Machine(RuleBasedStateMachine):
    """A store and the model, side by side; now and then the process ends and another goes on."""

    def __init__(self, url: str, blobs: Path) -> None:
        super().__init__()
        self.url, self.blobs = url, blobs
        self.model = Model()
        self.ids: dict[tuple[int, int], int] = {}
        self.nonce = 0
        self.fork = 0

    @initialize(grown=st.integers(0, 4), ends=st.lists(st.booleans(), max_size=4))
    def start(self, grown: int, ends: list[bool]) -> None:
        """Begin with some sub-blocks that are proven, and some settlements that were mined."""
        self.open()
        for _ in range(grown):
            self.grow(2)
        for reverts in ends:
            self.settle_next(reverts)

    def open(self) -> None:
        self.store = Store.open(self.url, self.blobs)
        self.store.bind(DEPLOYMENT)
        self.thread: OwnedThread = self.store.own(1, 2)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.thread.close()
            self.store.close()

    @rule()
    def restart(self) -> None:
        self.teardown()
        self.open()

    @rule(count=st.integers(1, 3))
    def accept(self, count: int) -> None:
        for _ in range(count):
            name = f"call {len(self.model.accepted)}"
            accept(self.thread, name)
            self.model.accepted.append(name)

    @rule(count=st.integers(1, 2))
    def grow(self, count: int) -> None:
        """A proven sub-block of new submissions."""
        before = len(self.model.accepted)
        self.accept(count)
        block = self.make(self.model.accepted[before:])
        self.prove_it(block)

    @rule(reverts=st.booleans())
    def settle_next(self, reverts: bool) -> None:
        """Send the next sub-block if it is proven, and mine it."""
        for block in self.model.blocks:
            if block.seq == self.model.settled_seq() + 1 and block.state is State.PROVEN:
                self.nonce += 1
                made = transaction(self.nonce)
                sent = Sent(made.hash, made.nonce)
                self.model.send(block, sent)
                self.thread.settlements.record(self._id(block), made)
                self.mine_it(block, sent, reverts)

    @rule(reseal=st.booleans())
    def come_back(self, reseal: bool) -> None:
        """A settlement reverts, its sub-block is replaced, and a reorganisation lets it succeed."""
        self.settle_next(reverts=True)
        for block in self.model.blocks:
            reverted = [sent for sent in block.sent if sent.outcome is Outcome.REVERTED]
            if block.state is State.PROVEN and block.seq == self.model.settled_seq() + 1 and reverted:
                self.withdraw_from(block.seq)
                if reseal and self.model.queue():
                    self.make(self.model.queue()[:2])
                self.rewind((reverted[-1].block or 0) - 1)
                if reverted[-1].outcome is Outcome.PENDING and block.seq == self.model.settled_seq() + 1:
                    self.mine_it(block, reverted[-1], reverts=False)

    @precondition(lambda self: self.model.queue())
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.model.queue()))
        known = self.thread.submission(h(name))
        assert known is not None
        self.thread.submissions.drop(known.id, "fails")
        self.model.dropped.add(name)

    @precondition(lambda self: self.model.queue())
    @rule(data=st.data())
    def seal(self, data: st.DataObject) -> None:
        self.make(data.draw(st.lists(st.sampled_from(self.model.queue()), min_size=1, unique=True)))

    def make(self, names: list[str]) -> Block:
        queued = {s.digest: s for s in self.thread.queue()}
        block = self.model.seal(names)
        made = self.thread.sub_blocks.seal(block.seq, batch([queued[h(name)] for name in names]))
        self.ids[block.seq, block.generation] = made.id
        return block

    @precondition(lambda self: any(b.state is State.SEALED for b in self.model.blocks))
    @rule(data=st.data())
    def prove(self, data: st.DataObject) -> None:
        self.prove_it(data.draw(st.sampled_from([b for b in self.model.blocks if b.state is State.SEALED])))

    def prove_it(self, block: Block) -> None:
        block.happens(Event.PROVING_STARTED)
        self.thread.sub_blocks.start_proving(self._id(block))
        block.happens(Event.PROVED)
        block.proven = True
        self.thread.sub_blocks.prove(self._id(block), proof())

    @precondition(lambda self: any(b.state is not State.FINAL for b in self.model.live()))
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        self.withdraw_from(data.draw(st.sampled_from([b.seq for b in self.model.live() if b.state is not State.FINAL])))

    def withdraw_from(self, seq: int) -> None:
        with self._alike():
            self._try(lambda: self.model.withdraw(seq), lambda: self.thread.sub_blocks.withdraw(seq, "stale"))

    @precondition(lambda self: self.model.blocks)
    @rule(data=st.data(), wanted=st.sampled_from(["prove", "give up", "retry"]))
    def try_anything(self, data: st.DataObject, wanted: str) -> None:
        block = data.draw(st.sampled_from(self.model.blocks))
        sub_blocks, its_id = self.thread.sub_blocks, self._id(block)
        with self._alike():
            match wanted:
                case "prove" if block.state is State.SEALED:
                    block.happens(Event.PROVING_STARTED)
                    sub_blocks.start_proving(its_id)
                case "prove" if block.state is State.PROVEN:
                    sub_blocks.prove(its_id, proof("a second one"))
                case "prove":
                    self._try(lambda: block.happens(Event.PROVED), lambda: sub_blocks.prove(its_id, proof()))
                    block.proven = True
                case "give up":
                    self._try(lambda: self._give_up(block), lambda: sub_blocks.give_up(its_id, "no"))
                case "retry":
                    event = Event.SETTLEMENT_RETRIED if block.proven else Event.PROOF_RETRIED
                    self._try(lambda: block.happens(event), lambda: sub_blocks.retry(its_id))
                    if block.pending():
                        block.happens(Event.SENT)

    @precondition(lambda self: any(b.proven for b in self.model.blocks))
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from([b for b in self.model.blocks if b.proven]))
        pending = block.pending()
        if not pending:
            self.nonce += 1
        made = transaction(pending[0].nonce if pending else self.nonce)
        with self._alike():
            self._try(
                lambda: self.model.send(block, Sent(made.hash, made.nonce)),
                lambda: self.thread.settlements.record(self._id(block), made),
            )

    @precondition(lambda self: any(b.pending() for b in self.model.blocks))
    @rule(data=st.data(), reverts=st.booleans())
    def mine(self, data: st.DataObject, reverts: bool) -> None:
        block = data.draw(st.sampled_from([b for b in self.model.blocks if b.pending()]))
        self.mine_it(block, data.draw(st.sampled_from(block.pending())), reverts)

    def mine_it(self, block: Block, sent: Sent, reverts: bool) -> None:
        """The chain takes only the next number; whatever else it is asked for reverts."""
        success = not reverts and block.seq == self.model.settled_seq() + 1
        height = self.model.mine(block, sent, success)
        revert = None if success else "StaleInput"
        self.thread.settlements.resolve(sent.hash, mined(height, revert=revert, fork=str(self.fork)))

    @precondition(lambda self: any(b.pending() for b in self.model.blocks))
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from([b for b in self.model.blocks if b.pending()]))
        nonce = block.pending()[0].nonce
        for sent in block.pending():
            if sent.nonce == nonce:
                sent.outcome = Outcome.REPLACED
        if block.state is State.SETTLING and not block.pending():
            block.happens(Event.RETRACTED)
        self.thread.settlements.nonce_lost(ACCOUNT, nonce)

    @rule(depth=st.integers(0, 4))
    def finalise(self, depth: int) -> None:
        for block in self.model.blocks:
            if block.state is State.SETTLED and (block.settled_block or 0) <= self.model.height - depth:
                block.happens(Event.FINALISED)
        self.thread.settlements.finalise(self.model.height - depth)

    @rule(depth=st.integers(0, 4))
    def reorganise(self, depth: int) -> None:
        self.rewind(self.model.height - depth)

    def rewind(self, to: int) -> None:
        self.fork += 1
        with self._alike():
            self._try(lambda: self.model.rewind(to), lambda: self.thread.cursor.rewind(to))

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "store"):
            return
        model = self.model
        assert [s.digest for s in self.thread.queue()] == [h(name) for name in model.queue()]
        kept = {(s.seq, s.generation): s for s in self.thread.recent(1_000)}
        for block in model.blocks:
            found = kept.pop((block.seq, block.generation))
            assert (found.state, found.settled_block) == (block.state, block.settled_block)
            assert (block.state is State.SETTLING) <= bool(block.pending()), "something can still be mined"
            assert not (block.state is State.PROVEN and block.pending())
        assert kept == {}
        pending = {sent.hash for block in model.blocks for sent in block.pending()}
        assert {a.transaction.hash for a in self.thread.pending()} == pending
        if model.blocks:
            some = model.blocks[len(model.accepted) % len(model.blocks)]
            inside = [s.digest for s in self.thread.submissions_of(self._id(some))]
            assert inside == ([h(name) for name in some.sealed] if some.holds else [])

    @invariant()
    def every_submission_is_in_one_place(self) -> None:
        held = [name for block in self.model.blocks if block.holds for name in block.sealed]
        places = [*self.model.queue(), *self.model.dropped, *held]
        assert sorted(places) == sorted(self.model.accepted)
        if hasattr(self, "store"):
            assert sum(self.thread.submission_counts().values()) == len(places)

    def _id(self, block: Block) -> int:
        return self.ids[block.seq, block.generation]

    @staticmethod
    def _give_up(block: Block) -> None:
        if block.pending():
            raise Refused
        block.happens(Event.GAVE_UP)

    @staticmethod
    def _try(on_model: Callable[[], object], on_store: Callable[[], object]) -> None:
        """Do it on both; when the model refuses, the store must too."""
        try:
            on_model()
        except Refused:
            with pytest.raises(_REFUSALS):
                on_store()
            raise
        on_store()

    @staticmethod
    @contextlib.contextmanager
    def _alike() -> Iterator[None]:
        with contextlib.suppress(Refused):
            yield


def compare(fresh: Callable[[], str], blobs: Path, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Machine(fresh(), blobs),
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


def test_the_store_does_what_the_model_does(kind: str, fresh: Callable[[], str], blobs: Path) -> None:
    compare(fresh, blobs, examples=10 if kind == "sqlite" else 3, steps=20)


@pytest.mark.slow
def test_the_store_does_what_the_model_does_at_length(fresh: Callable[[], str], blobs: Path) -> None:
    compare(fresh, blobs, examples=150, steps=40)
