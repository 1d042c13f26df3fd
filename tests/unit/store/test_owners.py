"""One process runs a thread."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from saya_py.core.errors import SayaError, ThreadTaken
from saya_py.store import OwnedThread, Store
from tests.unit.store.dying import run_thread
from tests.unit.store.steps import accept, child, exit_code, h, own_soon


def test_a_second_owner_is_refused_and_told_who_has_it(thread: OwnedThread, reopen: Callable[[], Store]) -> None:
    with pytest.raises(
        ThreadTaken, match=rf"thread 2 of world 1 is run by process {os.getpid()} on .*: end that first"
    ):
        reopen().own(1, 2)
    with reopen().own(1, 3), reopen().own(2, 2):
        pass
    accept(thread, "still mine")


def test_a_closed_thread_is_free(store: Store, reopen: Callable[[], Store]) -> None:
    with store.own(1, 2):
        (info,) = store.threads()
        assert info.owner is not None
    assert store.threads()[0].owner is None
    with reopen().own(1, 2) as again:
        accept(again, "a")


def test_a_killed_owner_lets_go_at_once(url: str, blobs: Path, store: Store) -> None:
    mine, its = Pipe()
    owner = child(run_thread, url, str(blobs), its)
    told = mine.recv()
    assert f"process {owner.pid} on" in told
    with pytest.raises(ThreadTaken, match=told):
        store.own(1, 2)
    owner.kill()
    assert exit_code(owner) == -signal.SIGKILL
    with own_soon(store) as thread:
        accept(thread, "a")


def test_many_that_want_a_thread_at_once_get_it_one_at_a_time(reopen: Callable[[], Store]) -> None:
    stores = [reopen() for _ in range(4)]
    owned: list[OwnedThread] = []
    refused: list[ThreadTaken] = []
    begin = threading.Barrier(len(stores))

    def take(store: Store) -> None:
        begin.wait()
        try:
            owned.append(store.own(1, 2))
        except ThreadTaken as error:
            refused.append(error)

    takers = [threading.Thread(target=take, args=(store,)) for store in stores]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert (len(owned), len(refused)) == (1, 3)
    owned[0].close()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_an_owner_that_lost_its_lock_unknowingly_cannot_write(
    url: str, thread: OwnedThread, reopen: Callable[[], Store]
) -> None:
    """As when the network breaks for one process and the server gives the thread to another."""
    accept(thread, "before")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    with own_soon(reopen()) as other:
        accept(other, "theirs")
        with pytest.raises(ThreadTaken, match="another process took the thread"):
            accept(thread, "mine")
        assert [s.digest for s in other.queue()] == [h("before"), h("theirs")]


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_an_owner_takes_a_lock_that_the_server_forgot_again(
    url: str, thread: OwnedThread, reopen: Callable[[], Store]
) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    accept(thread, "a")
    with pytest.raises(ThreadTaken):
        reopen().own(1, 2)


def test_whoever_was_overtaken_cannot_write(thread: OwnedThread) -> None:
    """Were the lock to fail, as on a network file system, the epoch still lets only the latest write."""
    with thread.database.write() as session:
        session.execute(text("UPDATE threads SET epoch = epoch + 1, owner = 'somebody'"))
    with pytest.raises(ThreadTaken, match="somebody has taken the thread since; end this one"):
        accept(thread, "mine")
    assert thread.queue() == []


def test_writers_of_two_threads_do_not_disturb_each_other(reopen: Callable[[], Store]) -> None:
    stores = [reopen() for _ in range(3)]
    failures: list[Exception] = []

    def run(number: int, store: Store) -> None:
        try:
            with store.own(1, number) as thread:
                for call in range(10):
                    accept(thread, (number, call))
                assert [s.ordinal for s in thread.queue()] == list(range(1, 11))
        except (SayaError, AssertionError) as error:
            failures.append(error)

    runners = [threading.Thread(target=run, args=pair) for pair in enumerate(stores, 10)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert failures == []


def test_threads_of_one_process_may_write_at_once(thread: OwnedThread) -> None:
    def write(name: str) -> None:
        accept(thread, *((name, number) for number in range(8)))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    queue = thread.queue()
    assert [s.ordinal for s in queue] == list(range(1, 25))
