"""Recording a transaction, then giving it to the node."""

from __future__ import annotations

from saya_py.chain.evm.signing import Fees, Payload
from saya_py.core.errors import NonceTaken
from saya_py.settler.context import Context
from saya_py.settler.events import Resent, Sent
from saya_py.settler.fees import first_offer, higher_offer
from saya_py.store.records import Attempt, SubBlock, Transaction
from saya_py.store.states import AttemptKind

_SHARED = 64
"""How many nonces beyond the node's are tried when other threads of this store use the same account."""


class Offers:
    """Sends transactions so that a crash at any moment leaves a record of all that may be on the chain."""

    def __init__(self, context: Context) -> None:
        """Send for the thread of `context`."""
        self._context = context
        self._given: dict[bytes, float] = {}
        self._refusals: dict[bytes, str] = {}

    def first(self, sub_block: SubBlock, payload: Payload, fees: Fees) -> str | None:
        """Send the settlement of a proven sub-block; why the node refuses it, None when it took it."""
        start = self._context.chain.node.waiting_nonce(self._context.chain.address)
        for nonce in range(start, start + _SHARED):
            try:
                return self._offer(sub_block, AttemptKind.SETTLE, nonce, payload, fees, bumps=0)
            except NonceTaken as error:
                taken = error
        raise taken

    def instead(self, sub_block: SubBlock, attempts: list[Attempt], kind: AttemptKind, payload: Payload) -> str | None:
        """Replace pending transactions of one nonce by a dearer one; why that cannot be, None when the node took it."""
        policy, node = self._context.policy, self._context.chain.node
        before = [Fees(each.transaction.max_fee, each.transaction.max_priority_fee) for each in attempts]
        base_fee = node.next_base_fee()
        fees = higher_offer(before, base_fee, node.usual_tip(), policy)
        if fees is None:
            return cap_reached(f"to replace a transaction of sub-block {sub_block.seq}", base_fee, policy.max_fee)
        nonce = attempts[0].transaction.nonce
        return self._offer(sub_block, kind, nonce, payload, fees, bumps=len(attempts))

    def new_fees(self) -> Fees | str:
        """Fees for a new transaction, or why there are none."""
        policy, node = self._context.policy, self._context.chain.node
        base_fee = node.next_base_fee()
        offer = first_offer(base_fee, node.usual_tip(), policy)
        return offer or cap_reached("to send", base_fee, policy.max_fee)

    def again(self, sub_block: SubBlock, attempt: Attempt) -> str | None:
        """Give a recorded transaction to the node once more; why it refuses it."""
        refused = self._give(attempt.transaction.hash, attempt.transaction.raw)
        if refused is None:
            self._context.tell(Resent(sub_block.seq, attempt.transaction.hash))
        return refused

    def given(self, attempt: Attempt) -> float | None:
        """When this process last gave a transaction to the node; None if it has not."""
        return self._given.get(attempt.transaction.hash)

    def forget(self) -> None:
        """What was given to the node before a reorganisation may be lost."""
        self._given.clear()
        self._refusals.clear()

    def refusal(self, attempt: Attempt) -> str | None:
        """Why the node refused a transaction when it was last given to it; None if it took it."""
        return self._refusals.get(attempt.transaction.hash)

    def _offer(
        self, sub_block: SubBlock, kind: AttemptKind, nonce: int, payload: Payload, fees: Fees, bumps: int
    ) -> str | None:
        chain = self._context.chain
        signed = chain.sign(self._context.deployment.chain_id, nonce, payload, fees)
        transaction = Transaction(
            kind=kind,
            account=bytes.fromhex(chain.address.removeprefix("0x")),
            nonce=nonce,
            hash=signed.hash,
            raw=signed.raw,
            gas_limit=payload.gas,
            max_fee=fees.max_fee,
            max_priority_fee=fees.tip,
        )
        with self._context.decisions:
            self._context.thread.settlements.record(sub_block.id, transaction)
        refused = self._give(signed.hash, signed.raw)
        if refused is None:
            self._context.tell(Sent(sub_block.seq, sub_block.generation, kind, signed.hash, nonce, fees.max_fee, bumps))
        return refused

    def _give(self, transaction: bytes, raw: bytes) -> str | None:
        refused = self._context.chain.node.broadcast(raw)
        self._given[transaction] = self._context.clock()
        if refused is None:
            self._refusals.pop(transaction, None)
            self._context.thread.settlements.broadcast(transaction)
        else:
            self._refusals[transaction] = refused
        return refused


def cap_reached(what: str, base_fee: int, cap: int) -> str:
    """What is told when the cap does not allow it."""
    return (
        f"fees are too high {what}: the next block's base fee is {base_fee / 10**9:g} gwei and the cap is "
        f"{cap / 10**9:g} gwei; it goes on when they fall, or with a higher cap"
    )
