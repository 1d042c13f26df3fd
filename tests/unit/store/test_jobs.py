"""The ledger of proof jobs."""

from __future__ import annotations

import threading

import pytest

from saya_py.core.errors import IllegalTransition, LeaseLost
from saya_py.store import OwnedThread, Store
from saya_py.store.jobs import MAX_ATTEMPTS, MAX_STARTS
from saya_py.store.records import Lease, NewJob
from saya_py.store.states import JobState
from tests.unit.store.conftest import Clock
from tests.unit.store.steps import h, proof, seal


def job(name: object, priority: int = 0) -> NewJob:
    return NewJob(h("job", name), "leaf", h("inputs", name), priority)


def proving(thread: OwnedThread, seq: int) -> int:
    made = seal(thread, seq, f"call {seq}")
    thread.sub_blocks.start_proving(made.id)
    return made.id


def claimed(store: Store, worker: str = "w") -> Lease:
    lease = store.jobs.claim(worker, 1_000)
    assert lease is not None
    return lease


def test_a_job_is_done_once_for_all_that_want_it(thread: OwnedThread, store: Store) -> None:
    first, second = proving(thread, 1), proving(thread, 2)
    store.jobs.want(first, [job("a"), job("b")])
    assert [j.key for j in store.jobs.want(second, [job("b"), job("c")])] == [job("b").key, job("c").key]
    done = set()
    while (lease := store.jobs.claim("w", 1_000)) is not None:
        assert lease.job.key not in done
        done.add(lease.job.key)
        store.jobs.finish(lease, h("result", lease.job.key))
    assert done == {job(name).key for name in "abc"}
    (again,) = store.jobs.want(second, [job("b")])
    assert (again.state, again.result) == (JobState.DONE, h("result", job("b").key))
    assert {j.key for j in store.jobs.of(first)} == {job("a").key, job("b").key}


def test_the_most_urgent_job_comes_first(thread: OwnedThread, store: Store, clock: Clock) -> None:
    made = proving(thread, 1)
    for name, priority in (("old", 1), ("urgent", 9), ("young", 1)):
        store.jobs.want(made, [job(name, priority)])
        clock.now += 1
    keys = [claimed(store).job.key for _ in range(3)]
    assert keys == [job("urgent").key, job("old").key, job("young").key]
    assert store.jobs.claim("w", 1_000) is None


def test_wanting_a_job_more_makes_it_more_urgent(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("a", 1), job("b", 2)])
    store.jobs.want(made, [job("a", 3)])
    store.jobs.want(made, [job("b", 0)])
    assert [j.key for j in store.jobs.of(made)] == [job("a").key, job("b").key]


def test_a_lease_that_ran_out_gives_the_job_to_another(thread: OwnedThread, store: Store, clock: Clock) -> None:
    store.jobs.want(proving(thread, 1), [job("a")])
    lost = claimed(store, "slow")
    clock.now += 999
    assert store.jobs.claim("quick", 1_000) is None
    lost = store.jobs.renew(lost, 1_000)
    clock.now += 1_000
    taken = claimed(store, "quick")
    assert (taken.job.worker, taken.job.attempts) == ("quick", 2)
    for late in (
        lambda: store.jobs.renew(lost, 1_000),
        lambda: store.jobs.finish(lost, h("late")),
        lambda: store.jobs.fail(lost, "late", again=True),
    ):
        with pytest.raises(LeaseLost, match="no longer leased to slow"):
            late()
    assert store.jobs.finish(taken, h("result")).result == h("result")
    assert store.jobs.finish(lost, h("late")).result == h("result"), "the first result stays"


def test_jobs_of_a_dead_worker_are_free_at_once(thread: OwnedThread, store: Store) -> None:
    store.jobs.want(proving(thread, 1), [job("a"), job("b")])
    claimed(store, "dead")
    kept = claimed(store, "alive")
    assert store.jobs.release("dead") == 1
    assert claimed(store, "new").job.key != kept.job.key
    assert store.jobs.finish(kept, h("result")).state is JobState.DONE


def test_a_job_that_kills_its_workers_fails(thread: OwnedThread, store: Store, clock: Clock) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("killer")])
    for _ in range(MAX_ATTEMPTS):
        claimed(store)
        clock.now += 1_001
    assert store.jobs.claim("w", 1_000) is None
    (failed,) = store.jobs.of(made)
    assert (failed.state, failed.attempts) == (JobState.FAILED, MAX_ATTEMPTS)
    assert failed.error is not None
    assert "its worker was lost" in failed.error
    assert store.jobs.retry(failed.key).attempts == 0
    assert claimed(store).job.attempts == 1


def test_a_job_fails_again_until_it_fails_for_good(thread: OwnedThread, store: Store) -> None:
    store.jobs.want(proving(thread, 1), [job("a")])
    states = [store.jobs.fail(claimed(store), "no memory", again=True).state for _ in range(MAX_ATTEMPTS)]
    assert states == [JobState.WAITING] * (MAX_ATTEMPTS - 1) + [JobState.FAILED]
    assert store.jobs.claim("w", 1_000) is None


def test_a_job_may_fail_for_good_at_once(thread: OwnedThread, store: Store) -> None:
    store.jobs.want(proving(thread, 1), [job("a")])
    failed = store.jobs.fail(claimed(store), "a call fails", again=False)
    assert (failed.state, failed.error) == (JobState.FAILED, "a call fails")
    with pytest.raises(IllegalTransition, match="is not a failed one"):
        store.jobs.retry(h("another"))


def test_nobody_works_for_what_is_stale(thread: OwnedThread, store: Store) -> None:
    stale, live = proving(thread, 1), proving(thread, 2)
    store.jobs.want(stale, [job("only stale"), job("both")])
    store.jobs.want(live, [job("both")])
    thread.sub_blocks.withdraw(1, "stale")
    assert store.jobs.claim("w", 1_000) is None
    (queued, *_) = thread.queue()
    del queued
    again = proving(thread, 1)
    store.jobs.want(again, [job("both")])
    assert claimed(store).job.key == job("both").key
    assert store.jobs.claim("w", 1_000) is None


def test_jobs_that_nobody_needs_any_more_are_forgotten(thread: OwnedThread, store: Store) -> None:
    kept = proving(thread, 1)
    store.jobs.want(kept, [job("kept")])
    stale = proving(thread, 2)
    store.jobs.want(stale, [job("kept"), job("gone")])
    thread.sub_blocks.withdraw(2, "stale")
    assert store.jobs.forget() == 1
    assert [j.key for j in store.jobs.of(kept)] == [job("kept").key]
    assert store.jobs.of(stale) == []
    thread.sub_blocks.prove(kept, proof())
    assert store.jobs.forget() == 0


def test_many_workers_never_get_the_same_job(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job(number) for number in range(24)])
    got: list[bytes] = []

    def work(name: str) -> None:
        while (lease := store.jobs.claim(name, 60_000)) is not None:
            got.append(lease.job.key)
            store.jobs.finish(lease, h("result"))

    workers = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == sorted(job(number).key for number in range(24))
    assert {j.attempts for j in store.jobs.of(made)} == {1}


def test_workers_may_take_the_jobs_of_one_thread_only(thread: OwnedThread, store: Store) -> None:
    store.jobs.want(proving(thread, 1), [job("mine", 1)])
    with store.own(1, 3) as other:
        store.jobs.want(proving(other, 1), [job("theirs", 9)])
        lease = store.jobs.claim("w", 1_000, thread.thread_id)
        assert lease is not None
        assert lease.job.key == job("mine").key
        assert store.jobs.claim("w", 1_000, thread.thread_id) is None
        assert claimed(store).job.key == job("theirs").key


def test_what_the_work_took_is_kept(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("a")])
    store.jobs.finish(claimed(store), h("result"), work_ms=2**40)
    (done,) = store.jobs.of(made)
    assert (done.result, done.work_ms) == (h("result"), 2**40)
    assert store.jobs.get(job("a").key) == done
    assert store.jobs.get(job("b").key) is None


def test_priorities_are_wide(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("late", -(2**40)), job("first", 2**40)])
    assert claimed(store).job.key == job("first").key


def test_a_damaged_result_is_replaced_or_made_again(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("a")])
    store.jobs.finish(claimed(store), h("damaged"))
    assert store.jobs.replace(job("a").key, h("another"), h("new")).result == h("damaged")
    assert store.jobs.replace(job("a").key, h("damaged"), h("new")).result == h("new")
    again = store.jobs.replace(job("a").key, h("new"), None)
    assert (again.state, again.result, again.attempts) == (JobState.WAITING, None, 0)
    assert claimed(store).job.key == job("a").key
    with pytest.raises(IllegalTransition, match="there is no job"):
        store.jobs.replace(job("b").key, h("damaged"), None)


def test_a_job_that_ends_its_process_at_each_start_fails_in_the_end(thread: OwnedThread, store: Store) -> None:
    made = proving(thread, 1)
    store.jobs.want(made, [job("a")])
    for _ in range(MAX_STARTS):
        claimed(store)
        assert store.jobs.release("w") == 1
    (found,) = store.jobs.of(made)
    assert found.state is JobState.FAILED
    assert found.error is not None
    assert f"lost {MAX_STARTS} times" in found.error


def test_work_on_a_job_that_was_forgotten_meanwhile_is_left(thread: OwnedThread, store: Store) -> None:
    store.jobs.want(proving(thread, 1), [job("a")])
    lease = claimed(store)
    thread.sub_blocks.withdraw(1, "stale")
    assert store.jobs.forget() == 1
    for late in (
        lambda: store.jobs.finish(lease, h("result")),
        lambda: store.jobs.renew(lease, 1_000),
        lambda: store.jobs.fail(lease, "late", again=True),
    ):
        with pytest.raises(LeaseLost):
            late()


def test_what_a_kind_takes_is_measured_by_the_latest_jobs(store: Store, thread: OwnedThread) -> None:
    block = seal(thread, 1, "a")
    thread.sub_blocks.start_proving(block.id)
    assert store.jobs.mean_seconds("leaf") is None
    for number, took in enumerate((1_000, 3_000, None)):
        store.jobs.want(block.id, [NewJob(h("job", number), "leaf", h("input", number))])
        lease = store.jobs.claim("worker", 60_000)
        assert lease is not None
        store.jobs.finish(lease, h("result", number), took)
    assert store.jobs.mean_seconds("leaf") == 2.0
    assert store.jobs.mean_seconds("merge") is None
