"""The settler of one thread: brings proven sub-blocks onto the chain, and follows it until they are final."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.node import Block
from saya_py.chain.evm.settling import ThreadOnChain
from saya_py.core.errors import SettlementPending, VersionRetired, WrongChain
from saya_py.settler.context import Context
from saya_py.settler.doubts import Doubts
from saya_py.settler.events import Final, NodeTrouble, Waiting, Withdrawn
from saya_py.settler.following import Follower
from saya_py.settler.notice import Notice
from saya_py.settler.offering import Offers
from saya_py.settler.resolving import Resolver
from saya_py.settler.reviewing import Problem, Reviewer
from saya_py.settler.sending import Sending
from saya_py.settler.tending import Tending
from saya_py.store.records import SubBlock
from saya_py.store.states import State

T = TypeVar("T")


class Settler:
    """Call `step` again and again, from one thread of the process. It waits for nothing but the node's answers."""

    def __init__(self, context: Context) -> None:
        """Settle the thread of `context`."""
        self._context = context
        self._doubts = Doubts(context.clock, context.policy.doubt_seconds)
        self._tending = Tending(context, Offers(context))
        self._follower = Follower(context, self._doubts, self._tending.reorganised)
        self._resolver = Resolver(context, self._doubts)
        self._reviewer = Reviewer(context, self._resolver, self._doubts)
        self._sending = Sending(context, self._reviewer, self._tending.offers, self._doubts)
        self._trouble = Notice(lambda reason: context.tell(NodeTrouble(reason)))
        self._waiting = Notice(lambda reason: context.tell(Waiting(reason)))
        self._followed = False

    @property
    def trouble(self) -> str | None:
        """What is wrong with the node; None when nothing is."""
        return self._trouble.reason

    @property
    def waiting(self) -> str | None:
        """What keeps transactions from being sent or mined; None when nothing does."""
        return self._waiting.reason

    def step(self) -> None:
        """Follow the chain, resolve what was sent, withdraw what cannot settle, look after what is sent, send more.

        A node that is away, behind or wrong is no error: it is told, and the next step tries again.

        Raises:
            WrongChain: the node is on another chain, from the first step or for longer than the policy doubts it.
            ReorgTooDeep: a final sub-block is not part of the chain any more.
            SettledElsewhere: a sub-block was settled by a transaction that the store does not have.
            VersionRetired: the world no longer takes the sub-blocks' version and set; they were withdrawn.
            StoreError: the store cannot be used.
        """
        self._asking(self._step)

    def fresh(self, sub_block: SubBlock) -> bool:
        """Whether proving a sub-block is worth it: it can settle as the chain is now, and its account may send it.

        One that cannot settle is withdrawn, with all after it. False also while the node does not answer. Raises what
        `step` raises.
        """
        return bool(self._asking(lambda: self._is_fresh(sub_block)))

    def _step(self) -> None:
        head = self._follow()
        on_chain, obstacle = self._review(head)
        obstacle = self._tending.tend(head) or obstacle
        if obstacle is None and on_chain is not None and not self._context.thread.pending():
            obstacle = self._sending.send(head, on_chain)
        self._waiting.set(obstacle)

    def _is_fresh(self, sub_block: SubBlock) -> bool:
        on_chain, _ = self._review(self._follow())
        if on_chain is None or self._context.thread.sub_block(sub_block.id).state is State.STALE:
            return False
        return self._sending.not_allowed(on_chain) is None

    def _follow(self) -> Block:
        """The chain's head, with everything up to it recorded."""
        head = self._follower.follow()
        self._resolver.resolve(head)
        self._follower.seen(head)
        final = head.number - self._context.policy.finality_blocks
        count = self._context.thread.settlements.finalise(final)
        if count:
            self._context.tell(Final(count, final))
        return head

    def _review(self, head: Block) -> tuple[ThreadOnChain | None, str | None]:
        """Retire what cannot settle.

        Returns the thread as it is on the chain, when everything left can settle, and what keeps something that
        cannot from being retired.
        """
        on_chain = self._reviewer.thread_at(head)
        if on_chain is None:
            return None, "the thread's next sub-block is settled already: finding out by which transaction"
        problem = self._reviewer.problem(head)
        if problem is None:
            return on_chain, None
        return None, self._retire(problem)

    def _retire(self, problem: Problem) -> str | None:
        """Withdraw a sub-block and all after it, or cancel what of them is under way: a later step withdraws them."""
        try:
            with self._context.decisions:
                withdrawn = self._context.thread.sub_blocks.withdraw(problem.seq, problem.reason)
                self._context.withdrawn()
        except SettlementPending:
            return self._tending.cancel(problem.seq)
        self._context.tell(Withdrawn(tuple(each.seq for each in withdrawn), problem.reason))
        if problem.retired is not None and self._context.proves_with in (None, problem.retired):
            raise VersionRetired(
                f"{problem.reason}: its calls are in the queue again; compile and prove with what the world accepts now"
            )
        return None

    def _asking(self, action: Callable[[], T]) -> T | None:
        """What `action` gets from the node; None when the node is in trouble, which is told."""
        try:
            result = action()
        except ChainUnavailable as error:
            self._troubled(error)
            return None
        except WrongChain as error:
            if not self._followed or self._doubts.believed("chain"):
                raise
            self._troubled(error)
            return None
        self._doubts.settled("chain")
        self._followed = True
        self._trouble.set(None)
        return result

    def _troubled(self, error: Exception) -> None:
        self._follower.doubt()
        self._trouble.set(str(error))
