"""What a settler may do and spend."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.chain.evm.limits import MAX_TRANSACTION_GAS

GWEI = 10**9


@dataclass(frozen=True)
class SettlerPolicy:
    """Fees are in wei for a unit of gas."""

    finality_blocks: int = 12
    """A settlement counts as final when so many blocks follow its own."""
    max_fee: int = 100 * GWEI
    """The cap: base fee and tip together. Above it the thread waits."""
    tip: int | None = None
    """None: what the node suggests."""
    bump_percent: int = 15
    """How much more is offered when a transaction is not mined in time. Nodes want an eighth, some a tenth."""
    bump_after_seconds: float = 60.0
    rebroadcast_seconds: float = 15.0
    """How long to wait before giving the node a transaction again that it no longer has."""
    gas: int = MAX_TRANSACTION_GAS
    """Most gas of a settlement."""
    window_margin_seconds: int = 30
    """A sub-block that is not sent this long before its window ends is withdrawn: it would be mined too late."""
    max_reverts: int = 3
    """A generation that passed its trial and reverted this often all the same is set aside."""
    doubt_seconds: float = 20.0
    """How long to doubt what a node says before acting on it, when that would be strange but possible: a nonce that
    somebody else used, a chain that became shorter, a chain that is another one."""
