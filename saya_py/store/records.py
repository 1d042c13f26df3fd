"""What goes into the store and comes out of it: plain values. Times are Unix milliseconds unless they say seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saya_py.store.states import AttemptKind, Event, JobState, Outcome, State, Status


@dataclass(frozen=True)
class Deployment:
    """The settlement contract that a store is about; the genesis hash tells chains of one id apart."""

    chain_id: int
    genesis_hash: bytes
    settlement: bytes


@dataclass(frozen=True)
class ThreadInfo:
    """A thread, and who ran it last: `owner` is None after it was ended in good order."""

    world: int
    number: int
    owner: str | None
    owned_at: int | None


@dataclass(frozen=True)
class SoftReceipt:
    """What a submission's execution read and wrote: 32-byte values by 32-byte key."""

    reads: Mapping[bytes, bytes]
    writes: Mapping[bytes, bytes]


@dataclass(frozen=True)
class NewSubmission:
    """A call or bundle that was executed and is to be accepted: `digest` names its content, `body` is its JSON form."""

    digest: bytes
    body: str
    call_count: int
    receipt: SoftReceipt


@dataclass(frozen=True)
class Submission:
    """An accepted call or bundle; `body` is its JSON form, `digest` the hash of its content."""

    id: int
    ordinal: int
    digest: bytes
    body: str
    call_count: int
    receipt: SoftReceipt
    status: Status
    sub_block_id: int | None
    position: int | None
    reason: str | None
    accepted_at: int


@dataclass(frozen=True)
class SealedSubmission:
    """A submission's place in a batch, with the receipt of its latest execution."""

    id: int
    receipt: SoftReceipt


@dataclass(frozen=True)
class Batch:
    """What a sub-block is made of: window in Unix seconds, lists as calldata (64 and 36 bytes an entry)."""

    t_min: int
    t_max: int
    os_version: int
    set_root: bytes
    inputs: bytes
    outputs: bytes
    submissions: tuple[SealedSubmission, ...]


@dataclass(frozen=True)
class Proof:
    """A proven sub-block: digests of 32 bytes, the name of the proof's blob, and what it took."""

    calls_out: bytes
    log_out: bytes
    commit: bytes
    blob: bytes
    proving_ms: int


@dataclass(frozen=True)
class SubBlock:
    """One generation of a sub-block; `reason` is why it failed or was replaced."""

    id: int
    seq: int
    generation: int
    state: State
    reason: str | None
    t_min: int
    t_max: int
    os_version: int
    set_root: bytes
    call_count: int
    proof: Proof | None
    settled_block: int | None
    sealed_at: int


@dataclass(frozen=True)
class Lists:
    """Input and output list as calldata."""

    inputs: bytes
    outputs: bytes


@dataclass(frozen=True)
class Change:
    """An entry of a sub-block's history: the state is the one after the event."""

    event: Event
    state: State
    reason: str | None
    at: int


@dataclass(frozen=True)
class Transaction:
    """A signed transaction that is about to be sent; fees in wei for a unit of gas."""

    kind: AttemptKind
    account: bytes
    nonce: int
    hash: bytes
    raw: bytes
    gas_limit: int
    max_fee: int
    max_priority_fee: int


@dataclass(frozen=True)
class Inclusion:
    """Where a transaction was mined, at what fee in wei; `revert` says why it had no effect."""

    block: int
    block_hash: bytes
    gas_used: int
    fee: int
    revert: str | None = None


@dataclass(frozen=True)
class Attempt:
    """A recorded transaction and what became of it."""

    sub_block_id: int
    transaction: Transaction
    recorded_at: int
    broadcast_at: int | None
    outcome: Outcome
    inclusion: Inclusion | None


@dataclass(frozen=True)
class Spent:
    """Fees of some transactions: how many, their gas, and wei."""

    transactions: int = 0
    gas: int = 0
    wei: int = 0


@dataclass(frozen=True)
class Costs:
    """What a thread paid and lost: fees by outcome, generations that were proven for nothing, races lost to others."""

    settled: Spent
    reverted: Spent
    cancelled: Spent
    stale_generations: int
    stale_proving_ms: int
    lost_races: int


@dataclass(frozen=True)
class SeenBlock:
    """A block of the chain."""

    number: int
    hash: bytes


@dataclass(frozen=True)
class NewJob:
    """A proof job: `key` is the hash of circuit and inputs, `inputs` a blob; higher priorities go first."""

    key: bytes
    kind: str
    inputs: bytes
    priority: int = 0


@dataclass(frozen=True)
class Job:
    """A proof job; once it is done `result` is a blob, and `work_ms` what the work took if that was told."""

    key: bytes
    kind: str
    inputs: bytes
    state: JobState
    result: bytes | None
    attempts: int
    worker: str | None
    error: str | None
    work_ms: int | None = None


@dataclass(frozen=True)
class Lease:
    """The right to work on a job until `until`; whoever holds an older one is refused."""

    job: Job
    token: str
    until: int
