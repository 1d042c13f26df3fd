"""What a thread's store must do, said as simply as possible: lists in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from saya_py.store.states import Event, Outcome, State
from tests.unit.store.test_states import LEGAL


class Refused(Exception):
    """The model would not do it."""


@dataclass
class Sent:
    """A transaction."""

    hash: bytes
    nonce: int
    outcome: Outcome = Outcome.PENDING
    block: int | None = None


@dataclass
class Block:
    """One generation of a sub-block."""

    seq: int
    generation: int
    sealed: list[str]
    state: State = State.SEALED
    holds: bool = True
    proven: bool = False
    settled_block: int | None = None
    sent: list[Sent] = field(default_factory=list)

    def happens(self, event: Event) -> None:
        after = LEGAL[self.state].get(event)
        if after is None:
            raise Refused
        self.state = after

    def pending(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.outcome is Outcome.PENDING]


@dataclass
class Model:
    """One thread and its chain."""

    accepted: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    height: int = 10
    seen: int = 10

    def live(self) -> list[Block]:
        return sorted((b for b in self.blocks if b.state is not State.STALE), key=lambda b: b.seq)

    def queue(self) -> list[str]:
        held = {name for block in self.blocks if block.holds for name in block.sealed}
        return [name for name in self.accepted if name not in held and name not in self.dropped]

    def next_seq(self) -> int:
        return max((b.seq for b in self.live()), default=0) + 1

    def settled_seq(self) -> int:
        return max((b.seq for b in self.blocks if b.settled_block is not None), default=0)

    def seal(self, names: list[str]) -> Block:
        seq = self.next_seq()
        block = Block(seq, 1 + sum(b.seq == seq for b in self.blocks), names)
        self.blocks.append(block)
        return block

    def withdraw(self, seq: int) -> None:
        tail = [b for b in self.live() if b.seq >= seq and b.state is not State.FINAL]
        if any(b.pending() or b.state is State.SETTLED for b in tail):
            raise Refused
        for block in tail:
            self._put_back(block)

    def send(self, block: Block, sent: Sent) -> None:
        if block.state is not State.SETTLING:
            before = [b for b in self.live() if b.seq == block.seq - 1]
            if before and before[0].state not in (State.SETTLING, State.SETTLED, State.FINAL):
                raise Refused
            block.happens(Event.SENT)
        block.sent.append(sent)

    def mine(self, block: Block, sent: Sent, success: bool) -> int:
        self.height += 1
        for other in block.sent:
            if other.nonce == sent.nonce:
                other.outcome = Outcome.REPLACED
        sent.outcome = Outcome.SUCCEEDED if success else Outcome.REVERTED
        sent.block = self.height
        if success:
            if block.state is State.STALE:
                for later in [b for b in self.live() if b.seq >= block.seq]:
                    self._put_back(later)
                self.dropped -= set(block.sealed)
                block.holds = True
            block.happens(Event.MINED)
            block.settled_block = self.height
        elif block.state is State.SETTLING and not block.pending():
            block.happens(Event.RETRACTED)
        return self.height

    def rewind(self, to: int) -> None:
        if any(b.state is State.FINAL and (b.settled_block or 0) > to for b in self.blocks):
            raise Refused
        for block in self.blocks:
            if block.settled_block is not None and block.settled_block > to:
                block.happens(Event.REORGANISED)
                block.settled_block = None
            undone = {sent.nonce for sent in block.sent if sent.block is not None and sent.block > to}
            for sent in block.sent:
                if sent.nonce in undone:
                    sent.outcome, sent.block = Outcome.PENDING, None
            if undone and block.state is State.PROVEN:
                block.happens(Event.SENT)
        self.height = to

    def _put_back(self, block: Block) -> None:
        block.happens(Event.WITHDRAWN)
        block.holds = False
