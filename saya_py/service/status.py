"""How a thread stands, from its store: anybody may look, also while it runs or after it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from saya_py.core.errors import UserError
from saya_py.proving.progress import stages
from saya_py.store.records import Attempt, Costs, SeenBlock, SubBlock, ThreadInfo
from saya_py.store.states import State, Status
from saya_py.store.store import Store

SHOWN = 12
"""So many of the latest sub-blocks are told."""


@dataclass(frozen=True)
class Progress:
    """Proofs of a sub-block's tree: how many there will be, how many are done, and kinds of those under way."""

    jobs: int
    done: int
    proving: tuple[str, ...]


@dataclass(frozen=True)
class SubBlockStatus:
    """One generation of a sub-block, its proof jobs, and its transactions in order of recording."""

    sub_block: SubBlock
    entries: int
    progress: Progress | None
    attempts: tuple[Attempt, ...]

    def to_json(self) -> dict[str, Any]:
        """By name; times are Unix milliseconds, those of the window seconds."""
        block = self.sub_block
        return {
            "seq": block.seq,
            "generation": block.generation,
            "state": block.state.value,
            "reason": block.reason,
            "calls": block.call_count,
            "entries": self.entries,
            "sealed_at": block.sealed_at,
            "window": [block.t_min, block.t_max],
            "proving": None if self.progress is None else asdict(self.progress),
            "proving_ms": None if block.proof is None else block.proof.proving_ms,
            "settled_block": block.settled_block,
            "transactions": [_attempt_json(attempt) for attempt in self.attempts],
        }


@dataclass(frozen=True)
class ThreadStatus:
    """A thread at one moment; `sub_blocks` are the latest generations, the newest first."""

    info: ThreadInfo
    counts: Mapping[Status, int]
    unfinished: int
    sub_blocks: tuple[SubBlockStatus, ...]
    costs: Costs
    block: SeenBlock | None
    """The latest block of the chain that the thread acted on."""

    def to_json(self) -> dict[str, Any]:
        """By name. Wei and gas are whole numbers that may exceed 63 bits."""
        costs = self.costs
        return {
            "world": self.info.world,
            "thread": self.info.number,
            "owner": self.info.owner,
            "owned_at": self.info.owned_at,
            "submissions": {status.value: count for status, count in self.counts.items()},
            "unfinished_sub_blocks": self.unfinished,
            "sub_blocks": [each.to_json() for each in self.sub_blocks],
            "costs": {
                **{name: asdict(getattr(costs, name)) for name in ("settled", "reverted", "cancelled")},
                "stale_generations": costs.stale_generations,
                "stale_proving_ms": costs.stale_proving_ms,
                "lost_races": costs.lost_races,
            },
            "block": None if self.block is None else {"number": self.block.number, "hash": _hex(self.block.hash)},
        }


def thread_status(store: Store, world: int, number: int) -> ThreadStatus:
    """How the thread stands now.

    Raises:
        UserError: it was never run with this store.
    """
    view = store.view(world, number)
    if view is None:
        raise UserError(f"thread {number} of world {world} was never run here; start it with `sayapy run`")
    recent = view.recent(SHOWN)
    seen = view.seen()
    return ThreadStatus(
        info=view.info(),
        counts=view.submission_counts(),
        unfinished=len(view.unfinished()),
        sub_blocks=tuple(
            SubBlockStatus(
                block, len(view.lists(block.id).inputs) // 64, _progress(store, block), tuple(view.attempts(block.id))
            )
            for block in recent
        ),
        costs=view.costs(),
        block=seen[0] if seen else None,
    )


def _progress(store: Store, block: SubBlock) -> Progress | None:
    if block.state is not State.PROVING:
        return None
    found = stages(store.jobs.of(block.id))
    running = tuple(stage.kind.value for stage in found for _ in range(stage.running))
    return Progress(sum(stage.total for stage in found), sum(stage.done for stage in found), running)


def _attempt_json(attempt: Attempt) -> dict[str, Any]:
    transaction, mined = attempt.transaction, attempt.inclusion
    return {
        "kind": transaction.kind.value,
        "hash": _hex(transaction.hash),
        "nonce": transaction.nonce,
        "max_fee": transaction.max_fee,
        "outcome": attempt.outcome.value,
        "block": None if mined is None else mined.block,
        "gas_used": None if mined is None else mined.gas_used,
        "fee": None if mined is None else mined.fee,
        "revert": None if mined is None else mined.revert,
    }


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
