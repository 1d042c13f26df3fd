"""What is left to do until the chain holds the wallet's key of an account."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.chain.evm.contract import Pending
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.limbs import to_bytes
from saya_py.wallet import AccountId, KeyRoots


@dataclass(frozen=True)
class Transaction:
    """A call of the settlement contract that the user's owner has to send."""

    function: str
    arguments: tuple[int | bytes, ...]


@dataclass(frozen=True)
class Wait:
    """A requested key can be applied at `ready_at` (Unix seconds) and not before."""

    ready_at: int


def next_step(
    world: int, account: AccountId, roots: KeyRoots, on_chain: Account, pending: Pending[KeyRoot] | None, now: int
) -> Transaction | Wait | None:
    """The next step; None when the chain holds the key that is to sign next.

    A pending key of the wallet is meant to replace its active one, so it is the one to register. `now` is the chain's
    time.
    """
    wanted = roots.pending or roots.active
    assert wanted is not None, "the account has a key"
    place = (world, account.user, account.lane)
    if not on_chain.has_key:
        return Transaction("openLane", (*place, to_bytes(wanted)))
    if on_chain.key_root == wanted:
        return None
    if pending is None or pending.value != wanted:
        return Transaction("requestKey", (*place, to_bytes(wanted)))
    if now < pending.ready_at:
        return Wait(pending.ready_at)
    return Transaction("applyKey", place)
