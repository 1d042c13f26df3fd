"""Transactions that wait to be mined: given to the node again when it lost them, made dearer, cancelled."""

from __future__ import annotations

from saya_py.chain.evm.node import Block
from saya_py.chain.evm.signing import Payload, payload_of
from saya_py.settler.context import Context
from saya_py.settler.offering import Offers
from saya_py.settler.resolving import by_nonce
from saya_py.store.records import Attempt
from saya_py.store.states import AttemptKind, State


class Tending:
    """Looks after pending transactions."""

    def __init__(self, context: Context, offers: Offers) -> None:
        """Look after those of the thread of `context`."""
        self._context = context
        self.offers = offers
        self._since: dict[bytes, tuple[float, int]] = {}

    def tend(self, head: Block) -> str | None:
        """Do for each pending transaction what it needs; what keeps one of them from it."""
        obstacles = [self._tend(attempts, head) for _, attempts in by_nonce(self._context.thread.pending())]
        return next((obstacle for obstacle in obstacles if obstacle is not None), None)

    def cancel(self, seq: int) -> str | None:
        """Take the nonces of the pending settlements from sub-block `seq` on; what keeps one from being taken."""
        obstacles = []
        for _, attempts in by_nonce(self._context.thread.pending()):
            sub_block = self._context.thread.sub_block(attempts[0].sub_block_id)
            mine = all(attempt.transaction.kind is AttemptKind.SETTLE for attempt in attempts)
            if sub_block.seq >= seq and sub_block.state is State.SETTLING and mine and self._is_ours(attempts[0]):
                payload = self._nothing()
                obstacles.append(self.offers.instead(sub_block, attempts, AttemptKind.CANCEL, payload))
        return next((obstacle for obstacle in obstacles if obstacle is not None), None)

    def reorganised(self) -> None:
        """Transactions wait anew after a reorganisation."""
        self._since.clear()
        self.offers.forget()

    def _tend(self, attempts: list[Attempt], head: Block) -> str | None:
        sub_block = self._context.thread.sub_block(attempts[0].sub_block_id)
        newest = attempts[-1]
        refused = self.offers.refusal(newest)
        if self._may_be_given_again(newest) and not self._context.chain.node.knows(newest.transaction.hash):
            settles = newest.transaction.kind is AttemptKind.SETTLE
            if settles and head.time < sub_block.t_min > self._context.chain.node.next_time(head):
                return f"the window of sub-block {sub_block.seq} begins at {sub_block.t_min}: waiting for the chain"
            refused = self.offers.again(sub_block, newest)
        # A transaction of a stale generation is not worth more: it stays until it is mined or its nonce is lost.
        if self._is_slow(newest, head) and sub_block.state is State.SETTLING and self._is_ours(newest):
            payload = payload_of(newest.transaction.raw)
            refused = self.offers.instead(sub_block, attempts, newest.transaction.kind, payload)
        return refused

    def _is_slow(self, attempt: Attempt, head: Block) -> bool:
        """Whether it waits too long, although blocks are made."""
        at, block = self._since.setdefault(attempt.transaction.hash, (self._context.clock(), head.number))
        return head.number > block and self._context.clock() - at >= self._context.policy.bump_after_seconds

    def _may_be_given_again(self, attempt: Attempt) -> bool:
        given = self.offers.given(attempt)
        return given is None or self._context.clock() - given >= self._context.policy.rebroadcast_seconds

    def _is_ours(self, attempt: Attempt) -> bool:
        return "0x" + attempt.transaction.account.hex() == self._context.chain.address.lower()

    def _nothing(self) -> Payload:
        """A transaction of the account to itself."""
        chain = self._context.chain
        gas = chain.gas_of(chain.address, b"")
        return Payload(chain.address, b"", gas * 5 // 4 if isinstance(gas, int) else 21_000)
