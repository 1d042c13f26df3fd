"""Sending the next settlement, when nothing keeps it."""

from __future__ import annotations

from saya_py.chain.evm.node import Block
from saya_py.chain.evm.settling import ThreadOnChain
from saya_py.chain.evm.signing import Fees, Payload
from saya_py.settler.context import Context
from saya_py.settler.doubts import Doubts
from saya_py.settler.events import GaveUp, Withdrawn
from saya_py.settler.offering import Offers
from saya_py.settler.reviewing import Reviewer
from saya_py.settler.trying import Broken, Later, Never, Ready, Verdict, try_out
from saya_py.store.records import SubBlock
from saya_py.store.states import AttemptKind, Outcome, State


class Sending:
    """Sends one settlement at a time: a second one cannot be tried out before the first is mined."""

    def __init__(self, context: Context, reviewer: Reviewer, offers: Offers, doubts: Doubts) -> None:
        """Send for the thread of `context`."""
        self._context = context
        self._reviewer = reviewer
        self._offers = offers
        self._doubts = doubts

    def send(self, head: Block, on_chain: ThreadOnChain) -> str | None:
        """Send the thread's next sub-block if it is proven; what keeps it from being sent."""
        unsettled = self._reviewer.unsettled()
        obstacle = self.not_allowed(on_chain) if unsettled else None
        if obstacle is not None or not unsettled or unsettled[0].state is not State.PROVEN:
            return obstacle
        sub_block = unsettled[0]
        reverts = self._reverts(sub_block)
        if len(reverts) >= self._context.policy.max_reverts:
            self._give_up(
                sub_block, f"it passed its trial, but its transactions reverted {len(reverts)} times: {reverts[-1]}"
            )
            return None
        fees = self._offers.new_fees()
        return fees if isinstance(fees, str) else self._act_on(try_out(self._context, sub_block, head), sub_block, fees)

    def not_allowed(self, on_chain: ThreadOnChain) -> str | None:
        """Why the account may not settle for the thread; None when it may."""
        if on_chain.prover is None:
            return "the thread is not open: the world's owner opens it with `openThread`"
        if not on_chain.may_settle:
            return (
                f"{self._context.chain.address} may not settle for the thread: its prover {on_chain.prover} has to "
                "name it as a delegate, or the thread has to run with the prover's own account"
            )
        return None

    def _act_on(self, verdict: Verdict, sub_block: SubBlock, fees: Fees) -> str | None:
        broken = ("broken", sub_block.id)
        if not isinstance(verdict, Broken):
            self._doubts.settled(broken)
        match verdict:
            case Ready(payload):
                return self._unaffordable(payload, fees) or self._offers.first(sub_block, payload, fees)
            case Later(reason):
                return reason
            case Never(reason):
                # Seen by the trial before the review saw it: the latest state may be newer than the head.
                with self._context.decisions:
                    withdrawn = self._context.thread.sub_blocks.withdraw(sub_block.seq, reason)
                    self._context.withdrawn()
                self._context.tell(Withdrawn(tuple(each.seq for each in withdrawn), reason))
                return None
            case Broken(reason):
                if not self._doubts.believed(broken):
                    return reason
                self._give_up(sub_block, reason)
                return None

    def _unaffordable(self, payload: Payload, fees: Fees) -> str | None:
        account = self._context.chain.address
        balance, needed = self._context.chain.node.balance(account), payload.gas * fees.max_fee
        if balance >= needed:
            return None
        return f"{account} has {balance} wei, and the settlement may cost {needed}: send it some"

    def _reverts(self, sub_block: SubBlock) -> list[str]:
        return [
            (attempt.inclusion.revert or "unknown") if attempt.inclusion else "unknown"
            for attempt in self._context.thread.attempts(sub_block.id)
            if attempt.outcome is Outcome.REVERTED and attempt.transaction.kind is AttemptKind.SETTLE
        ]

    def _give_up(self, sub_block: SubBlock, reason: str) -> None:
        with self._context.decisions:
            self._context.thread.sub_blocks.give_up(sub_block.id, reason)
        self._context.tell(GaveUp(sub_block.seq, reason))
