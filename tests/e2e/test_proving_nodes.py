"""Real `fast` proofs through the ledger: node by node, over a kill, and over damage."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.core.errors import InternalError, ProofRejected, ProverRefused, ThreadTaken
from saya_py.proving.engine import Engine
from saya_py.proving.nodes import Node
from saya_py.proving.progress import NodeDamaged, NodeFinished, ProvingEvent, ProvingStarted
from saya_py.proving.rebuilding import sub_block_job
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Job
from saya_py.store.states import JobState, State
from tests.e2e import two_leaves

ROOT = Path(__file__).parents[2]


def jobs_of(store: Store) -> list[Job]:
    view = store.view(1, 1)
    unfinished = view.unfinished() if view is not None else []
    return store.jobs.of(unfinished[0].id) if unfinished else []


def done(store: Store) -> dict[bytes, Job]:
    return {job.key: job for job in jobs_of(store) if job.state is JobState.DONE}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a process that was killed when it had proven a leaf and was at work on the other."""
    folder = tmp_path_factory.mktemp("thread")
    two_leaves.open_store(folder).close()
    process = subprocess.Popen([sys.executable, "-m", two_leaves.__name__, folder], cwd=ROOT)
    with two_leaves.open_store(folder) as store:
        while not (done(store) and any(job.state is JobState.LEASED for job in jobs_of(store))):
            assert process.poll() is None, "it ended by itself"
            time.sleep(0.05)
        process.kill()
        process.wait()
    return folder


@pytest.fixture(scope="module")
def engine(killed: Path) -> Engine:
    """Built when the other process is gone: two at once take memory."""
    assert killed.is_dir()
    return two_leaves.build()


@pytest.fixture(scope="module")
def store(killed: Path) -> Iterator[Store]:
    with two_leaves.open_store(killed) as opened:
        yield opened


def own(store: Store) -> OwnedThread:
    for _ in range(100):
        try:
            return store.own(1, 1)
        except ThreadTaken:
            time.sleep(0.05)
    raise AssertionError("the thread of a killed process stays taken")


@pytest.fixture(scope="module")
def thread(store: Store) -> Iterator[OwnedThread]:
    with own(store) as owned:
        yield owned


@pytest.fixture(scope="module")
def resumed(store: Store, thread: OwnedThread, engine: Engine) -> list[ProvingEvent]:
    """What the next process told while it went on; the first proof that it makes is damaged as soon as it is kept."""
    before = done(store)
    assert len(before) == 1
    events: list[ProvingEvent] = []

    def damage_the_first(event: ProvingEvent) -> None:
        events.append(event)
        if isinstance(event, NodeFinished) and sum(isinstance(each, NodeFinished) for each in events) == 1:
            (job,) = [job for key, job in done(store).items() if key not in before]
            assert job.result is not None
            path = store.blobs.folder / job.result.hex()[:2] / job.result.hex()[2:]
            path.write_bytes(path.read_bytes()[:-1])

    with two_leaves.prover(store, thread, engine, damage_the_first) as proving:
        two_leaves.prove(proving, thread)
    (key,) = before
    assert store.jobs.get(key) == before[key], "what was done stays as it was"
    return events


def test_a_killed_process_is_followed_by_one_that_goes_on(
    resumed: list[ProvingEvent], thread: OwnedThread, store: Store, engine: Engine
) -> None:
    assert resumed[0] == ProvingStarted(1, 1, nodes=5, done=1)
    finished = [event.place.kind.value for event in resumed if isinstance(event, NodeFinished)]
    assert finished == ["leaf", "merge", "sub_block", "wrap"]
    (sub_block,) = thread.unfinished()
    assert sub_block.state is State.PROVEN
    proof = sub_block.proof
    assert proof is not None
    assert proof.proving_ms == sum(job.work_ms or 0 for job in jobs_of(store))
    plan = engine.plan(sub_block_job(thread, sub_block, two_leaves.IDENTITY))
    engine.conclude(plan, store.blobs.get(proof.blob))
    with pytest.raises(ProofRejected):
        engine.conclude(plan, store.blobs.get(proof.blob)[:-1] + b"!")


def test_a_damaged_proof_is_made_again(resumed: list[ProvingEvent], store: Store) -> None:
    (told,) = [event for event in resumed if isinstance(event, NodeDamaged)]
    assert told.place.kind.value == "leaf"
    for job in jobs_of(store):
        assert job.result is not None
        assert store.blobs.get(job.result)


@pytest.mark.usefixtures("resumed")
def test_a_child_that_does_not_hold_is_refused(store: Store, engine: Engine) -> None:
    nodes = {job.kind: Node.parse(store.blobs.get(job.inputs)) for job in jobs_of(store)}
    proofs = {job.key: store.blobs.get(job.result) for job in jobs_of(store) if job.result is not None}
    merge = nodes["merge"]
    first, second = (proofs[key] for key in merge.children)
    changed = bytearray(first)
    changed[len(changed) // 2] ^= 1
    for children in ([bytes(changed), second], [first[:-1], second], [first]):
        with pytest.raises(InternalError):
            engine.prove_node(merge, children)
    elsewhere = Node("secure", merge.kind, merge.circuit, merge.children, merge.input)
    with pytest.raises(ProverRefused, match="profile"):
        engine.prove_node(elsewhere, [first, second])
    other = Node("fast", merge.kind, bytes(32), merge.children, merge.input)
    with pytest.raises(ProverRefused, match="planned for another"):
        engine.prove_node(other, [first, second])
