"""The working state from nothing but the store and the chain: after a start, and when sub-blocks were withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.batcher.canonical import CanonicalState
from saya_py.batcher.queued import Queued
from saya_py.batcher.running import Executor, Unknown
from saya_py.batcher.snapshot import Snapshot
from saya_py.batcher.times import Times
from saya_py.batcher.working_state import Trial, WorkingState
from saya_py.chain.errors import ChainUnavailable


@dataclass(frozen=True)
class Rebuilt:
    """A working state, and the submissions that now fail, with their reasons."""

    state: WorkingState
    dropped: tuple[tuple[Queued, str], ...]


def rebuild(
    executor: Executor, chain: CanonicalState, times: Times, queue: Sequence[Queued], known: Snapshot
) -> Rebuilt:
    """Execute the queue in order on the values that the chain has now, under the outputs of `known`.

    Raises:
        ChainError: the chain cannot be read, or its node is behind what the store knows.
    """
    state = WorkingState(dict(known.outputs))
    missing = {key for item in queue for key in item.touched} - state.values.keys()
    kept: list[Queued] = []
    dropped: list[tuple[Queued, str]] = []
    trial = Trial(executor, times.read(), state.values)
    _learn(chain, state, missing)
    for item in queue:
        while isinstance(done := trial.run(item.text, item.touched), Unknown):
            _learn(chain, state, done.keys)
        if done.failure is not None:
            dropped.append((item, done.failure))
        else:
            trial.keep(done.receipt)
            kept.append(item.ran(done.receipt))
    check_not_behind(chain, known)
    for item in kept:
        state.append(item)
    return Rebuilt(state, tuple(dropped))


def check_not_behind(chain: CanonicalState, known: Snapshot) -> None:
    """Refuse to judge by values that lack the outputs of sub-blocks which the store knows to be settled.

    A node may lag, or the chain was just reorganised: calls would fail that are good.

    Raises:
        ChainUnavailable: they do.
    """
    if known.first_open is not None and (at := chain.next_seq()) < known.first_open:
        raise ChainUnavailable(
            f"the chain is at sub-block {at} of this thread, but sub-block {known.first_open - 1} was settled: the "
            "node is behind, or the chain was reorganised; trying again"
        )


def _learn(chain: CanonicalState, state: WorkingState, keys: set[bytes] | frozenset[bytes]) -> None:
    if keys:
        ordered = sorted(keys)
        state.learn(dict(zip(ordered, chain.values(ordered), strict=True)))
