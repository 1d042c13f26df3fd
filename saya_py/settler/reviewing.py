"""Looking through unsettled sub-blocks for those that can never settle as they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from saya_py.chain.errors import WrongAnswer
from saya_py.chain.evm.node import Block
from saya_py.chain.evm.settling import ThreadOnChain
from saya_py.core.errors import SettledElsewhere
from saya_py.settler.context import SETTLED, Context
from saya_py.settler.doubts import Doubts
from saya_py.settler.freshness import canonical_keys, first_stale
from saya_py.settler.resolving import Resolver
from saya_py.store.races import lost_race
from saya_py.store.records import SubBlock
from saya_py.store.states import State


@dataclass(frozen=True)
class Problem:
    """Why sub-block `seq`, and with it all after it, cannot settle.

    `retired` are its OS version and set root, when the world does not accept them, so that no other of them can either.
    """

    seq: int
    reason: str
    retired: tuple[int, bytes] | None = None


class Reviewer:
    """Compares the unsettled sub-blocks of a thread with the chain."""

    def __init__(self, context: Context, resolver: Resolver, doubts: Doubts) -> None:
        """Review the thread of `context`."""
        self._context = context
        self._resolver = resolver
        self._doubts = doubts
        info = context.thread.info()
        self.world, self.number = info.world, info.number
        self._looked_at: object = None

    def unsettled(self) -> list[SubBlock]:
        """The sub-blocks that may yet settle, in order: up to the first that was set aside."""
        waiting = (each for each in self._context.thread.unfinished() if each.state not in SETTLED)
        return list(takewhile(lambda each: each.state is not State.FAILED, waiting))

    def thread_at(self, head: Block) -> ThreadOnChain | None:
        """The thread on the chain, when it stands where the store says; None when that has to be found out first.

        Raises:
            SettledElsewhere: a sub-block was settled by a transaction that the store does not have.
            WrongAnswer: the chain has less than what was seen there.
        """
        found = self._context.chain.thread(self.world, self.number, head)
        expected = self._next_seq()
        if expected is None or found.next_seq == expected:
            self._doubts.settled("elsewhere")
            return found
        if found.next_seq < expected:
            raise WrongAnswer(
                f"by the node the thread settles sub-block {found.next_seq} next, but {expected - 1} is settled already"
            )
        generations = self._context.thread.generations(expected)
        attempts = [attempt for each in generations for attempt in self._context.thread.attempts(each.id)]
        if not self._resolver.resolve_any(attempts, head) and self._doubts.believed("elsewhere"):
            raise SettledElsewhere(
                f"sub-block {expected} of thread {self.number} in world {self.world} was settled by a transaction that "
                "this store does not have: another process or another store runs the thread, or the store is an old "
                "copy; find that out first, nothing was changed"
            )
        return None

    def problem(self, head: Block) -> Problem | None:
        """The first sub-block that cannot settle on the chain as it is at `head`."""
        sub_blocks = self.unsettled()
        expired = self._expired(sub_blocks, head)
        looked_at = (head.hash, [(each.id, each.state) for each in sub_blocks])
        if expired is not None or looked_at == self._looked_at:
            return expired
        found = self._retired(sub_blocks, head) or self._stale(sub_blocks, head)
        if found is None:
            self._looked_at = looked_at
        return found

    def _next_seq(self) -> int | None:
        waiting = [each for each in self._context.thread.unfinished() if each.state not in SETTLED]
        if waiting:
            return waiting[0].seq
        latest = self._context.thread.latest()
        return None if latest is None else latest.seq + 1

    def _expired(self, sub_blocks: list[SubBlock], head: Block) -> Problem | None:
        # The next block's time is at least that of the clock, but a chain for development may be ahead of it.
        now = max(head.time, int(self._context.clock()))
        for each in sub_blocks:
            if each.state is State.SETTLING:
                if head.time > each.t_max:
                    return Problem(each.seq, f"the window of sub-block {each.seq} ended before it was mined")
            elif now + self._context.policy.window_margin_seconds > each.t_max:
                return Problem(each.seq, f"the window of sub-block {each.seq} ends before it can be mined")
        return None

    def _retired(self, sub_blocks: list[SubBlock], head: Block) -> Problem | None:
        roots: dict[int, bytes | None] = {}
        for each in sub_blocks:
            if each.os_version not in roots:
                roots[each.os_version] = self._context.chain.set_root(self.world, each.os_version, head)
            if roots[each.os_version] == each.set_root:
                continue
            adopted = roots[each.os_version]
            how = (
                "does not accept it any more" if adopted is None else f"accepts it with the set 0x{adopted.hex()} only"
            )
            reason = (
                f"sub-block {each.seq} is of OS version 0x{each.os_version:x} and the contract set "
                f"0x{each.set_root.hex()}, but world {self.world} {how}"
            )
            return Problem(each.seq, reason, (each.os_version, each.set_root))
        return None

    def _stale(self, sub_blocks: list[SubBlock], head: Block) -> Problem | None:
        lists = [self._context.thread.lists(each.id) for each in sub_blocks]
        keys = canonical_keys(lists)
        values = self._context.chain.values(self.world, keys, head) if keys else []
        found = first_stale(lists, dict(zip(keys, values, strict=True)))
        if found is None:
            return None
        place, entry = found
        seq = sub_blocks[place].seq
        return Problem(seq, lost_race(seq, str(entry)))
