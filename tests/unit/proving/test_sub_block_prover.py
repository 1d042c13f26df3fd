"""From sealed to proven, node by node; proofs are fake, store and threads are real."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from saya_py.core.errors import InternalError, ProverPanic, ProverRefused
from saya_py.proving.nodes import Node, NodeKind
from saya_py.proving.progress import (
    GaveUp,
    NodeDamaged,
    NodeFailed,
    NodeFinished,
    ProofDamaged,
    ProvingStarted,
    SubBlockProven,
    stages,
)
from saya_py.store import Store
from saya_py.store.jobs import MAX_ATTEMPTS
from saya_py.store.states import JobState, State
from tests.unit.proving.conftest import Bench
from tests.unit.proving.fake import FakeEngine
from tests.unit.store.steps import batch, h, proven, seal


def blob_path(store: Store, name: bytes) -> Path:
    return store.blobs.folder / name.hex()[:2] / name.hex()[2:]


def damage(store: Store, name: bytes) -> None:
    path = blob_path(store, name)
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def test_a_sealed_sub_block_is_proven_node_by_node(bench: Bench, engine: FakeEngine, store: Store) -> None:
    sealed = seal(bench.thread, 1, *"abcde")
    bench.prove(sealed)
    assert engine.kinds() == ["leaf"] * 5 + ["merge"] * 3 + ["sub_block", "wrap"]
    proof = bench.thread.sub_block(sealed.id).proof
    assert proof is not None
    assert (proof.calls_out, proof.log_out, proof.commit) == (h("calls", *"abcde"), h("log"), h("commit", 1))
    assert store.blobs.get(proof.blob).startswith(b"proof of " + engine.proven[-1].key.hex().encode())
    started, *_, last = bench.events
    assert started == ProvingStarted(1, 1, nodes=10, done=0)
    assert isinstance(last, SubBlockProven)
    finished = [str(event.place) for event in bench.events if isinstance(event, NodeFinished)]
    leaves = [f"leaf {number}/5" for number in range(1, 6)]
    assert sorted(finished[:5]) == leaves
    assert sorted(finished[5:7]) == ["merge 1/3", "merge 2/3"]
    assert finished[7:] == ["merge 3/3", "sub_block", "wrap"]


def test_one_leaf_needs_no_merge(bench: Bench, engine: FakeEngine) -> None:
    bench.prove(seal(bench.thread, 1, "a"))
    assert engine.kinds() == ["leaf", "sub_block", "wrap"]


def test_several_workers_prove_several_sub_blocks_once(bench: Bench, engine: FakeEngine) -> None:
    sealed = [seal(bench.thread, seq, *(f"{seq} {n}" for n in range(6))) for seq in (1, 2, 3)]
    bench.prove(*sealed, workers=4)
    keys = [node.key for node in engine.proven]
    assert len(keys) == len(set(keys)) == 3 * (6 + 3 + 2)


def test_threads_share_a_ledger_and_prove_each_its_own(bench: Bench, store: Store, engine: FakeEngine) -> None:
    with store.own(1, 3) as thread:
        other = Bench(store, thread, FakeEngine())
        mine, theirs = seal(bench.thread, 1, *"abc"), seal(thread, 1, *"defgh")
        with bench.prover(2) as first, other.prover(2) as second:
            bench.drive(first, lambda: bench.state(mine) is State.PROVEN)
            other.drive(second, lambda: other.state(theirs) is State.PROVEN)
    assert sorted(engine.kinds()) == ["leaf"] * 3 + ["merge", "sub_block", "wrap"]
    assert sorted(other.engine.kinds()) == ["leaf"] * 5 + ["merge"] * 3 + ["sub_block", "wrap"]


def test_earlier_sub_blocks_come_first(bench: Bench, engine: FakeEngine) -> None:
    for seq in (1, 2):
        seal(bench.thread, seq, *(f"{seq} {n}" for n in range(2)))
    prover = bench.prover()
    prover.step()
    prover.start()
    bench.drive(prover, lambda: len(engine.proven) == 10)
    prover.stop()
    leaves = [node.input.decode().split()[1] for node in engine.proven if node.kind is NodeKind.LEAF]
    assert leaves == ["1", "1", "2", "2"]


@pytest.mark.parametrize("done", range(1, 10))
def test_a_restart_after_any_node_repeats_none(bench: Bench, engine: FakeEngine, done: int) -> None:
    sealed = seal(bench.thread, 1, *"abcde")
    enough = threading.Event()

    def crash(node: Node) -> None:
        if len(engine.proven) == done:
            enough.set()
            raise SystemExit  # the worker ends without a word, as in a killed process

    engine.before = crash
    first = bench.prover()
    first.start()
    first.step()
    assert enough.wait(10)
    with pytest.raises(SystemExit):
        first.stop()
    engine.before = lambda node: None
    bench.prove(sealed)
    keys = [node.key for node in engine.proven]
    assert len(keys) == len(set(keys)) == 10


def test_the_next_generation_goes_on_with_nodes_that_did_not_change(bench: Bench, engine: FakeEngine) -> None:
    seal(bench.thread, 1, *"abc")
    prover = bench.prover()
    prover.start()
    bench.drive(prover, lambda: len(engine.proven) == 6)
    bench.thread.sub_blocks.withdraw(1, "stale")
    a, b, c = bench.thread.queue()
    bench.thread.submissions.drop(c.id, "it fails now")
    again = bench.thread.sub_blocks.seal(1, batch([a, b]))
    bench.drive(prover, lambda: bench.state(again) is State.PROVEN)
    prover.stop()
    assert engine.kinds()[6:] == ["merge", "sub_block", "wrap"]
    (started,) = [event for event in bench.events if isinstance(event, ProvingStarted) and event.generation == 2]
    assert (started.nodes, started.done) == (5, 2)


def test_what_is_stale_before_proving_is_left_to_whoever_withdrew_it(bench: Bench, engine: FakeEngine) -> None:
    first, second = seal(bench.thread, 1, "a"), seal(bench.thread, 2, "b")
    asked: list[int] = []

    def fresh(sub_block: object) -> bool:
        asked.append(1)
        bench.thread.sub_blocks.withdraw(1, "stale")
        return False

    bench.fresh = fresh
    prover = bench.prover()
    prover.step()
    assert (bench.state(first), bench.state(second), asked) == (State.STALE, State.STALE, [1])
    assert engine.proven == []


def test_jobs_of_a_withdrawn_sub_block_are_not_worked_on(bench: Bench, engine: FakeEngine) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def slow(node: Node) -> None:
        at_work.set()
        assert go_on.wait(10)

    engine.before = slow
    stale = seal(bench.thread, 1, *"abc")
    prover = bench.prover()
    prover.start()
    prover.step()
    assert at_work.wait(10)
    bench.thread.sub_blocks.withdraw(1, "stale")
    go_on.set()
    again = bench.thread.sub_blocks.seal(1, batch(bench.thread.queue()[:1]))
    bench.drive(prover, lambda: bench.state(again) is State.PROVEN)
    prover.stop()
    assert bench.state(stale) is State.STALE
    leaves = [node for node in engine.proven if node.kind is NodeKind.LEAF]
    assert len(leaves) == 1


def test_a_refused_sub_block_is_given_up_at_once(bench: Bench, engine: FakeEngine) -> None:
    sealed = seal(bench.thread, 1, "refused")
    prover = bench.prover()
    prover.step()
    assert bench.state(sealed) is State.FAILED
    assert bench.thread.sub_block(sealed.id).reason == "it cannot be proven: a call fails"
    assert bench.events == [GaveUp(1, 1, "it cannot be proven: a call fails")]


def test_lists_that_are_not_those_sealed_are_a_fault(bench: Bench, engine: FakeEngine) -> None:
    engine.outputs = b"\x03" * 36
    sealed = seal(bench.thread, 1, "a")
    bench.prover().step()
    assert "other lists" in str(bench.thread.sub_block(sealed.id).reason)


def test_another_contract_set_is_not_proven(bench: Bench, engine: FakeEngine) -> None:
    sealed = seal(bench.thread, 1, "a")
    engine.set_root = h("another")
    bench.prover().step()
    assert "but this process proves" in str(bench.thread.sub_block(sealed.id).reason)


@pytest.mark.parametrize(
    ("error", "tries"),
    [(ProverRefused("no circuit"), 1), (ProverPanic("index out of range"), MAX_ATTEMPTS), (InternalError("x"), 5)],
)
def test_a_node_that_fails_is_tried_as_often_as_may_help_and_then_given_up(
    bench: Bench, engine: FakeEngine, error: Exception, tries: int
) -> None:
    attempts: list[Node] = []

    def fail(node: Node) -> None:
        if node.kind is NodeKind.MERGE:
            attempts.append(node)
            raise error

    engine.before = fail
    sealed = seal(bench.thread, 1, "a", "b")
    prover = bench.prover()
    prover.start()
    bench.drive(prover, lambda: bench.state(sealed) is State.FAILED)
    assert len(attempts) == tries
    assert bench.thread.sub_block(sealed.id).reason == f"merge was not proven: {error}"
    bench.wait(lambda: sum(isinstance(event, NodeFailed) for event in bench.events) == tries)

    engine.before = lambda node: None  # somebody found out why
    bench.thread.sub_blocks.retry(sealed.id)
    bench.drive(prover, lambda: bench.state(sealed) is State.PROVEN)
    prover.stop()
    assert engine.kinds() == ["leaf", "leaf", "merge", "sub_block", "wrap"]


def result_of(store: Store, key: bytes) -> bytes:
    job = store.jobs.get(key)
    assert job is not None
    assert job.result is not None
    return job.result


def test_a_damaged_proof_of_a_child_is_made_again(bench: Bench, engine: FakeEngine, store: Store) -> None:
    def hear(event: object) -> None:
        if isinstance(event, NodeFinished) and len(engine.proven) == 2:
            damage(store, result_of(store, engine.proven[0].key))

    bench.hear = hear
    sealed = seal(bench.thread, 1, "a", "b")
    bench.prove(sealed)
    assert engine.kinds() == ["leaf", "leaf", "leaf", "merge", "sub_block", "wrap"]
    assert engine.proven[2] == engine.proven[0]
    assert store.blobs.get(result_of(store, engine.proven[0].key)).endswith(b"|3")
    (told,) = [event for event in bench.events if isinstance(event, NodeDamaged)]
    assert "is not what was kept" in told.reason


def test_a_damaged_proof_of_the_sub_block_is_made_again(bench: Bench, engine: FakeEngine, store: Store) -> None:
    sealed = seal(bench.thread, 1, "a")
    prover = bench.prover()
    prover.step()
    prover.start()
    bench.wait(lambda: engine.kinds()[-1:] == ["wrap"])
    prover.stop()  # the wrap is done, but not recorded as the sub-block's proof
    damage(store, result_of(store, engine.proven[-1].key))
    bench.prove(sealed)
    assert engine.kinds() == ["leaf", "sub_block", "wrap", "wrap"]
    proof = bench.thread.sub_block(sealed.id).proof
    assert proof is not None
    assert store.blobs.get(proof.blob).endswith(b"|4")


def test_a_proof_damaged_before_it_was_sent_is_made_again(bench: Bench, engine: FakeEngine, store: Store) -> None:
    sealed = seal(bench.thread, 1, "a")
    bench.prove(sealed)
    first = bench.thread.sub_block(sealed.id).proof
    assert first is not None
    damage(store, first.blob)
    prover = bench.prover()
    prover.step()
    assert bench.state(sealed) is State.SEALED
    with prover:
        bench.drive(prover, lambda: bench.state(sealed) is State.PROVEN)
    assert engine.kinds() == ["leaf", "sub_block", "wrap", "wrap"]
    second = bench.thread.sub_block(sealed.id).proof
    assert second is not None
    assert store.blobs.get(second.blob).endswith(b"|4")
    assert sum(isinstance(event, ProofDamaged) for event in bench.events) == 1


def test_damaged_inputs_are_made_again(bench: Bench, engine: FakeEngine, store: Store) -> None:
    sealed = seal(bench.thread, 1, "a")
    prover = bench.prover()
    prover.step()
    (job,) = store.jobs.of(sealed.id)
    damage(store, job.inputs)
    with prover:
        bench.drive(prover, lambda: bench.state(sealed) is State.PROVEN)
    assert engine.kinds() == ["leaf", "sub_block", "wrap"]


def test_what_nobody_needs_any_more_is_removed_and_proofs_stay(bench: Bench, store: Store) -> None:
    sealed = proven(bench.thread, 1, "a")
    other = seal(bench.thread, 2, "b")
    bench.prove(other)
    proof = bench.thread.sub_block(other.id).proof
    assert proof is not None
    names = {name for job in store.jobs.of(other.id) for name in (job.inputs, job.result) if name is not None}
    assert len(names) == 6
    for name in names:
        os.utime(blob_path(store, name), (0, 0))
    bench.prover().step()
    assert all(blob_path(store, name).is_file() for name in names)

    bench.thread.sub_blocks.withdraw(sealed.seq, "stale")
    bench.prover().step()
    assert store.jobs.of(other.id) == []
    assert {name for name in names if blob_path(store, name).is_file()} == {proof.blob}


def test_progress_of_another_process_is_read_from_the_ledger(bench: Bench, engine: FakeEngine, store: Store) -> None:
    sealed = seal(bench.thread, 1, *"abcde")
    assert stages(store.jobs.of(sealed.id)) == []
    bench.prover().step()
    (leaves, merges, sub_block, wrap) = stages(store.jobs.of(sealed.id))
    assert (leaves.kind, leaves.total, leaves.done) == (NodeKind.LEAF, 5, 0)
    assert [merges.total, sub_block.total, wrap.total] == [3, 1, 1]
    bench.prove(sealed)
    assert all(stage.done == stage.total for stage in stages(store.jobs.of(sealed.id)))
    assert {job.state for job in store.jobs.of(sealed.id)} == {JobState.DONE}
