"""Finding out what became of recorded transactions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from eth_utils.address import to_checksum_address

from saya_py.chain.evm.node import Block, Receipt
from saya_py.chain.evm.reverts import Revert
from saya_py.settler.context import Context
from saya_py.settler.doubts import Doubts
from saya_py.settler.events import Cancelled, Mined, NonceLost, Reverted
from saya_py.store.records import Attempt, Inclusion
from saya_py.store.states import AttemptKind, State

Nonce = tuple[bytes, int]


def by_nonce(attempts: Iterable[Attempt]) -> list[tuple[Nonce, list[Attempt]]]:
    """Transactions of which one at most is ever mined, in the order in which the chain takes them."""

    def of(attempt: Attempt) -> Nonce:
        return attempt.transaction.account, attempt.transaction.nonce

    return [(nonce, list(group)) for nonce, group in groupby(sorted(attempts, key=of), of)]


class Resolver:
    """Records where transactions were mined, and which never will be."""

    def __init__(self, context: Context, doubts: Doubts) -> None:
        """Resolve the transactions of the thread of `context`."""
        self._context = context
        self._doubts = doubts

    def resolve(self, head: Block) -> None:
        """Resolve what is pending, as it is at `head`."""
        node = self._context.chain.node
        for nonce, attempts in by_nonce(self._context.thread.pending()):
            account, number = nonce
            if node.nonce(to_checksum_address(account), head) <= number:
                self._doubts.settled(nonce)
            elif self.resolve_any(attempts, head) or not self._doubts.believed(nonce):
                # A node that forgets, or several behind one address, may know the nonce before the receipt.
                continue
            else:
                self._lost(attempts[0])

    def resolve_any(self, attempts: Iterable[Attempt], head: Block) -> bool:
        """Record the one of `attempts` that is part of the chain at `head`; whether there is one."""
        for attempt in attempts:
            receipt = self._context.chain.node.receipt(attempt.transaction.hash)
            if receipt is not None and receipt.block <= head.number:
                self._record(attempt, receipt)
                return True
        return False

    def _record(self, attempt: Attempt, receipt: Receipt) -> None:
        revert = None if receipt.succeeded else self._why(attempt, receipt)
        told = None if revert is None else str(revert)
        inclusion = Inclusion(receipt.block, receipt.block_hash, receipt.gas_used, receipt.fee, told)
        with self._context.decisions:
            was_stale = self._context.thread.sub_block(attempt.sub_block_id).state is State.STALE
            self._context.thread.settlements.resolve(attempt.transaction.hash, inclusion)
            sub_block = self._context.thread.sub_block(attempt.sub_block_id)
            if was_stale and sub_block.state is State.SETTLED:
                # What took its place is stale now.
                self._context.withdrawn()
        hash_ = attempt.transaction.hash
        seq, generation = sub_block.seq, sub_block.generation
        if attempt.transaction.kind is AttemptKind.CANCEL:
            self._context.tell(Cancelled(seq, generation, receipt.block, receipt.fee))
        elif told is not None:
            self._context.tell(Reverted(seq, generation, receipt.block, hash_, told, receipt.fee))
        else:
            self._context.tell(
                Mined(sub_block.id, seq, generation, receipt.block, hash_, receipt.gas_used, receipt.fee)
            )

    def _why(self, attempt: Attempt, receipt: Receipt) -> Revert:
        block = self._context.chain.node.block(receipt.block)
        if block is None:
            return Revert("unknown", {"node": "it no longer has the block"})
        return self._context.chain.why(attempt.transaction.raw, block)

    def _lost(self, attempt: Attempt) -> None:
        account, nonce = attempt.transaction.account, attempt.transaction.nonce
        with self._context.decisions:
            self._context.thread.settlements.nonce_lost(account, nonce)
        self._doubts.settled((account, nonce))
        seq = self._context.thread.sub_block(attempt.sub_block_id).seq
        self._context.tell(NonceLost(seq, nonce))
