"""What goes wrong around a store is told, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text

from saya_py.core.errors import StoreBusy, StoreFull, StoreUnavailable, WrongChain
from saya_py.store import OwnedThread, Store
from saya_py.store.database import Database
from saya_py.store.records import NewSubmission
from tests.unit.store.conftest import Clock
from tests.unit.store.postgres import Cluster
from tests.unit.store.steps import DEPLOYMENT, accept, h, receipt


@pytest.mark.parametrize(
    "other",
    [
        replace(DEPLOYMENT, chain_id=1),
        replace(DEPLOYMENT, genesis_hash=b"\x0f" * 32),
        replace(DEPLOYMENT, settlement=b"\x0e" * 20),
    ],
)
def test_a_store_belongs_to_one_settlement_contract(store: Store, other: object) -> None:
    store.bind(DEPLOYMENT)
    with pytest.raises(WrongChain, match=r"belongs to contract 0x0b.* on chain 31337 .*a chain that was reset"):
        store.bind(other)  # type: ignore[arg-type]
    assert store.deployment() == DEPLOYMENT


def test_chain_ids_may_be_wider_than_64_bits(url: str, blobs: Path) -> None:
    wide = replace(DEPLOYMENT, chain_id=2**200 + 1, settlement=b"\x01" * 32)
    with Store.open(url, blobs) as fresh:
        assert fresh.deployment() is None
        fresh.bind(wide)
        assert fresh.deployment() == wide


def test_no_thread_runs_before_the_chain_is_known(url: str, blobs: Path) -> None:
    with Store.open(url, blobs) as fresh, pytest.raises(WrongChain, match="bind it before running a thread"):
        fresh.own(1, 2)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_locked_file_is_busy(url: str, blobs: Path) -> None:
    with Store.open(url, blobs, busy_seconds=0.1) as store:
        store.bind(DEPLOYMENT)
        holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="held by somebody else"):
            store.own(1, 2)
        assert store.deployment() == DEPLOYMENT, "readers do not wait"
        holder.close()
        store.own(1, 2).close()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_locked_row_is_busy(url: str, blobs: Path) -> None:
    with Store.open(url, blobs, busy_seconds=0.2) as store:
        store.bind(DEPLOYMENT)
        with store.own(1, 2) as thread, psycopg.connect(url) as holder:
            holder.execute("SELECT id FROM threads FOR UPDATE")
            with pytest.raises(StoreBusy, match="held by somebody else"):
                accept(thread, "a")
            assert thread.queue() == []
            holder.rollback()
            accept(thread, "a")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_full_disk_changes_nothing(thread: OwnedThread) -> None:
    accept(thread, "before")

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # as many as there are

    event.listen(thread.database.engine, "connect", limit)
    thread.database.engine.dispose()
    with pytest.raises(StoreFull, match="make room and go on"):
        thread.submissions.accept(NewSubmission(h("large"), "x" * 1_000_000, 1, receipt("large")))
    assert [s.digest for s in thread.queue()] == [h("before")]
    event.remove(thread.database.engine, "connect", limit)
    thread.database.engine.dispose()
    accept(thread, "after")
    assert [s.digest for s in thread.queue()] == [h("before"), h("after")]


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("state", "error"), [("53100", StoreFull), ("40001", StoreBusy), ("57P03", StoreUnavailable)])
def test_what_the_server_says_is_understood(url: str, state: str, error: type[Exception]) -> None:
    database = Database(url)
    with pytest.raises(error, match="on purpose"), database.write() as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{state}'; END $$"))
    database.close()


def test_a_database_that_is_not_there(tmp_path: Path, blobs: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"cannot be reached"):
        Store.open(f"postgresql://saya@/store?host={tmp_path}", blobs, busy_seconds=1)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_thread_goes_on_after_the_server_was_restarted(
    thread: OwnedThread, cluster: Cluster, reopen: Callable[[], Store], clock: Clock
) -> None:
    accept(thread, "before")
    cluster.stop()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        accept(thread, "meanwhile")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        thread.queue()
    cluster.start()
    accept(thread, "after")
    assert [s.digest for s in thread.queue()] == [h("before"), h("after")]
    view = reopen().view(1, 2)
    assert view is not None
    assert len(view.queue()) == 2
