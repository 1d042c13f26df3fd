"""Real `fast` proofs through the ledger: node by node, over a kill, and over damage."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.core.errors import InternalError, ProverRefused, ThreadTaken
from saya_py.proving.engine import Engine
from saya_py.proving.nodes import Node
from saya_py.proving.progress import NodeFinished, ProvingEvent, ProvingStarted
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
    """What the next process told while it went on."""
    before = done(store)
    assert len(before) == 1
    events: list[ProvingEvent] = []
    with two_leaves.prover(store, thread, engine, events.append) as proving:
        two_leaves.prove(proving, thread)
    (key,) = before
    assert store.jobs.get(key) == before[key], "what was done stays as it was"
    return events


def test_a_killed_process_is_followed_by_one_that_goes_on(
    resumed: list[ProvingEvent], thread: OwnedThread, store: Store, engine: Engine
) -> None:
    assert resumed[0] == ProvingStarted(1, 1, nodes=5, done=1)
    finished = sorted(event.place.kind.value for event in resumed if isinstance(event, NodeFinished))
    assert finished == ["leaf", "merge", "sub_block", "wrap"]
    (sub_block,) = thread.unfinished()
    assert sub_block.state is State.PROVEN
    proof = sub_block.proof
    assert proof is not None
    assert proof.proving_ms == sum(job.work_ms or 0 for job in jobs_of(store))
    at_once = engine.prove(sub_block_job(thread, sub_block, two_leaves.IDENTITY))
    assert (proof.calls_out, proof.log_out, proof.commit) == (at_once.calls_out, at_once.log_out, at_once.commit)
    assert at_once.statement == engine.plan(at_once.job).outcome.statement
    engine.conclude(engine.plan(at_once.job), store.blobs.get(proof.blob))


@pytest.mark.usefixtures("resumed")
def test_a_child_that_does_not_hold_is_refused(thread: OwnedThread, store: Store, engine: Engine) -> None:
    nodes = {job.kind: Node.parse(store.blobs.get(job.inputs)) for job in jobs_of(store)}
    proofs = {job.key: store.blobs.get(job.result) for job in jobs_of(store) if job.result is not None}
    merge = nodes["merge"]
    first, second = (proofs[key] for key in merge.children)
    changed = bytearray(first)
    changed[len(changed) // 2] ^= 1
    for children in ([bytes(changed), second], [first[:-1], second], [second, first], [first]):
        with pytest.raises(InternalError):
            engine.prove_node(merge, children)
    elsewhere = Node("secure", merge.kind, merge.circuit, merge.children, merge.input)
    with pytest.raises(ProverRefused, match="profile"):
        engine.prove_node(elsewhere, [first, second])
    other = Node("fast", merge.kind, bytes(32), merge.children, merge.input)
    with pytest.raises(ProverRefused, match="planned for another"):
        engine.prove_node(other, [first, second])


@pytest.mark.usefixtures("resumed")
def test_a_damaged_proof_is_made_again(thread: OwnedThread, store: Store, engine: Engine) -> None:
    """In the next sub-block: the proof of a leaf is damaged as soon as it is written."""
    second = two_leaves.seal(thread, engine, seq=2)

    def damage(event: ProvingEvent) -> None:
        events.append(event)
        if isinstance(event, NodeFinished) and sum(isinstance(each, NodeFinished) for each in events) == 1:
            (job,) = [job for job in store.jobs.of(second.id) if job.state is JobState.DONE]
            assert job.result is not None
            path = store.blobs.folder / job.result.hex()[:2] / job.result.hex()[2:]
            path.write_bytes(path.read_bytes()[:-1])

    events: list[ProvingEvent] = []
    with two_leaves.prover(store, thread, engine, damage) as proving:
        two_leaves.prove(proving, thread)
    assert thread.sub_block(second.id).state is State.PROVEN
    for job in store.jobs.of(second.id):
        assert job.result is not None
        assert store.blobs.get(job.result)
