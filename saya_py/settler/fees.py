"""What to offer for a unit of gas."""

from __future__ import annotations

from collections.abc import Iterable

from saya_py.chain.evm.signing import Fees
from saya_py.settler.policy import SettlerPolicy


def first_offer(base_fee: int, usual_tip: int, policy: SettlerPolicy) -> Fees | None:
    """Fees of a new transaction: twice the base fee leaves room for six full blocks. None when the cap is too low.

    `base_fee` is that of the next block; a cap below it cannot be mined there.
    """
    tip = usual_tip if policy.tip is None else policy.tip
    if base_fee + min(tip, 1) > policy.max_fee:
        return None
    # With the base fee near the cap, what is left for the tip is less than usual; that is slow, but not for nothing.
    return Fees(min(policy.max_fee, 2 * base_fee + tip), min(tip, policy.max_fee - base_fee))


def higher_offer(before: Iterable[Fees], base_fee: int, usual_tip: int, policy: SettlerPolicy) -> Fees | None:
    """Fees of a transaction that replaces others of its nonce. None when the cap does not allow it.

    Nodes take a replacement only when both figures rise by their percentage.
    """
    offers = list(before)
    tip = max(_raised(offer.tip, policy) for offer in offers)
    max_fee = max(_raised(offer.max_fee, policy) for offer in offers)
    if max(max_fee, base_fee + tip) > policy.max_fee:
        return None
    wanted = 2 * base_fee + max(tip, usual_tip if policy.tip is None else policy.tip)
    return Fees(max(max_fee, min(policy.max_fee, wanted)), tip)


def _raised(wei: int, policy: SettlerPolicy) -> int:
    return -(-wei * (100 + policy.bump_percent) // 100) + 1
