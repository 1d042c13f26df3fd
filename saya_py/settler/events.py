"""What a settler tells while it works: for the live table, the log and the call data of what settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from saya_py.store.states import AttemptKind


@dataclass(frozen=True)
class Sent:
    """A transaction was recorded and given to the node. `bumps` counts those that it replaces."""

    seq: int
    generation: int
    kind: AttemptKind
    transaction: bytes
    nonce: int
    max_fee: int
    bumps: int


@dataclass(frozen=True)
class Resent:
    """The node no longer had a transaction and was given it again."""

    seq: int
    transaction: bytes


@dataclass(frozen=True)
class Mined:
    """A settlement was mined and applied; its fee is in wei."""

    sub_block_id: int
    seq: int
    generation: int
    block: int
    transaction: bytes
    gas_used: int
    fee: int


@dataclass(frozen=True)
class Reverted:
    """A settlement was mined without effect; its fee, in wei, is lost."""

    seq: int
    generation: int
    block: int
    transaction: bytes
    reason: str
    fee: int


@dataclass(frozen=True)
class Cancelled:
    """A cancellation was mined: the settlement of that nonce cannot be any more."""

    seq: int
    generation: int
    block: int
    fee: int


@dataclass(frozen=True)
class NonceLost:
    """Somebody else used the nonce of a transaction; it will be sent with another."""

    seq: int
    nonce: int


@dataclass(frozen=True)
class Withdrawn:
    """Sub-blocks cannot settle as they are; their calls are in the queue again."""

    seqs: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class GaveUp:
    """A sub-block was set aside until somebody looks at it."""

    seq: int
    reason: str


@dataclass(frozen=True)
class Reorganised:
    """The chain was reorganised: blocks after `block` are others now; so many sub-blocks are not settled any more."""

    block: int
    unsettled: int


@dataclass(frozen=True)
class Final:
    """So many sub-blocks became final; the last one is in `block` or before."""

    count: int
    block: int


@dataclass(frozen=True)
class Waiting:
    """Nothing can be sent for now; None: there is nothing to wait for any more."""

    reason: str | None


@dataclass(frozen=True)
class NodeTrouble:
    """The node does not answer or answers wrongly; None: it is well again."""

    reason: str | None


SettlerEvent = (
    Sent
    | Resent
    | Mined
    | Reverted
    | Cancelled
    | NonceLost
    | Withdrawn
    | GaveUp
    | Reorganised
    | Final
    | Waiting
    | NodeTrouble
)
Listener = Callable[[SettlerEvent], None]


def nobody(event: SettlerEvent) -> None:
    """Listens to nothing."""
