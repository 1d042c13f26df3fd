"""What an auditor is told of a settled sub-block, before anything of it is believed.

It comes from a node (`saya_py.audit.chain`) or from a bundle (`saya_py.audit.bundle`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from saya_py.core import chain_hash
from saya_py.core.errors import UserError
from saya_py.core.limbs import Digest


@dataclass(frozen=True)
class Unknown:
    """Something that could not be had, and why."""

    reason: str


@dataclass(frozen=True)
class Deployment:
    """The thread that is audited: chain, settlement contract (20 bytes), world, number, and its prover (20 bytes).

    A thread has one prover for ever.
    """

    chain_id: int
    settlement: bytes
    world: int
    thread: int
    prover: bytes

    @property
    def domain(self) -> Digest:
        """What the world's statements are bound to, computed here."""
        return chain_hash.domain(self.chain_id, self.settlement, self.world)


@dataclass(frozen=True)
class Settled:
    """An event `SubBlockSettled`: what it says (digests of 32 bytes), and where it stands."""

    seq: int
    os_version: int
    call_count: int
    calls_out: bytes
    log_out: bytes
    commit: bytes
    statement: bytes
    block: int
    block_hash: bytes
    transaction: bytes
    log_index: int


@dataclass(frozen=True)
class Change:
    """A canonical value that was written (32 bytes each), and by whom, for people."""

    key: bytes
    value: bytes
    by: str


@dataclass(frozen=True)
class Values:
    """The chain's values of a settlement's input list, in its order: 32 bytes each.

    Nodes tell values at the end of a block. What else happened in the block of the settlement, before and after it, is
    therefore part of it; only changes of listed keys are here.
    """

    block_before: tuple[bytes, ...]
    earlier: tuple[Change, ...]
    later: tuple[Change, ...]
    block_after: tuple[bytes, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything about one sub-block."""

    settled: Settled
    block_time: int | Unknown
    """Unix seconds."""
    set_root: bytes | Unknown | None
    """The whitelist that the world had for the OS version at that moment; None: it had not adopted the version."""
    calldata: bytes | Unknown
    """The call of `settle`."""
    values: Values | Unknown


class Source(Protocol):
    """Where evidence comes from."""

    @property
    def deployment(self) -> Deployment:
        """The thread that it is about."""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Statements that nobody checked and that the verdicts rest on, for people."""

    def sub_blocks(self, first: int | None, last: int | None) -> range:
        """The numbers from `first` to `last`, by default all that there are.

        Raises:
            ChainUnavailable: the node does not answer.
            UserError: there are no such sub-blocks.
        """

    def evidence(self, seq: int) -> Evidence | Unknown:
        """What there is about sub-block `seq`.

        Raises:
            ChainUnavailable: the node does not answer.
        """


def chosen(first: int | None, last: int | None, there: range) -> range:
    """The numbers from `first` to `last`, by default all that are `there`.

    Raises:
        UserError: some are not there, or none is chosen.
    """
    begin = there.start if first is None else first
    end = there.stop - 1 if last is None else last
    if first is None and last is None:
        return there
    if not there:
        raise UserError("no sub-block was settled yet")
    if begin > end or begin not in there or end not in there:
        raise UserError(f"there are no sub-blocks {begin} to {end}: choose from {there.start} to {there.stop - 1}")
    return range(begin, end + 1)
