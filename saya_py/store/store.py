"""Opening a store, and what it has apart from its threads."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Select, select

from saya_py.core.errors import ThreadTaken, WrongChain
from saya_py.store import mapping
from saya_py.store.blobs import BlobFolder
from saya_py.store.database import Database
from saya_py.store.faults import file_faults
from saya_py.store.fence import Fence
from saya_py.store.files import make_folder
from saya_py.store.jobs import JobLedger
from saya_py.store.owner import owner_lock
from saya_py.store.records import Deployment, ThreadInfo
from saya_py.store.schema import check, revision, upgrade
from saya_py.store.tables import DeploymentRow, JobRow, SubBlockRow, ThreadRow
from saya_py.store.thread import OwnedThread
from saya_py.store.view import ThreadView

GRACE_SECONDS = 3600.0
"""How long a blob may be unnamed before it is garbage."""


def unix_milliseconds() -> int:
    """The time of this machine."""
    return time.time_ns() // 1_000_000


class Store:
    """An open store: a database and a folder of blobs. Threads of a process may share it."""

    def __init__(self, database: Database, blobs: BlobFolder, clock: Callable[[], int]) -> None:
        """Use `open`."""
        self.blobs = blobs
        self.jobs = JobLedger(database, clock)
        self._database = database
        self._clock = clock

    @classmethod
    def open(
        cls,
        url: str,
        blobs: Path,
        create: bool = False,
        busy_seconds: float = 30.0,
        clock: Callable[[], int] = unix_milliseconds,
    ) -> Self:
        """Open the store in the database at `url` (`sqlite:///path/of/file` or `postgresql://user@host/name`).

        With `create` an empty database gets its tables; a SQLite file and the folder are made when missing.
        `busy_seconds` is how long a transaction waits for others.

        Raises:
            ConfigError: `url` is no such URL, or PostgreSQL's driver is not installed.
            WrongSchema: the tables are of an older version (the message has the command that brings them up), of a
                newer one, or not there.
            StoreError: the database or the folder cannot be used.
        """
        database = Database(url, busy_seconds)
        try:
            found = _revision(database, create)
            if found is None and create:
                upgrade(url)
                found = _revision(database, create)
            check(found, database)
            return cls(database, BlobFolder(blobs), clock)
        except BaseException:
            database.close()
            raise

    def bind(self, deployment: Deployment) -> None:
        """Say which settlement contract the store is used for; the first time decides.

        Raises:
            WrongChain: the store belongs to another one; nothing was changed.
        """
        with self._database.write() as session:
            self._database.serialise(session, "deployment")
            row = session.get(DeploymentRow, 1)
            if row is None:
                session.add(
                    DeploymentRow(
                        id=1,
                        chain_id=deployment.chain_id,
                        genesis_hash=deployment.genesis_hash,
                        settlement=deployment.settlement,
                        bound_at=self._clock(),
                    )
                )
            elif (known := Deployment(row.chain_id, row.genesis_hash, row.settlement)) != deployment:
                raise WrongChain(
                    f"{self._database.where} belongs to {_told(known)}, but this is {_told(deployment)}: connect to "
                    "that chain, or use another store; a chain that was reset is another chain"
                )

    def deployment(self) -> Deployment | None:
        """What the store belongs to; None before `bind`."""
        with self._database.read() as session:
            row = session.get(DeploymentRow, 1)
            return None if row is None else Deployment(row.chain_id, row.genesis_hash, row.settlement)

    def threads(self) -> list[ThreadInfo]:
        """All threads that were ever run."""
        with self._database.read() as session:
            rows = session.scalars(select(ThreadRow).order_by(ThreadRow.id))
            return [mapping.thread_info(row) for row in rows]

    def view(self, world: int, number: int) -> ThreadView | None:
        """A thread to read; None when it was never run."""
        with self._database.read() as session:
            row = session.scalars(_thread(world, number)).one_or_none()
            return None if row is None else ThreadView(self._database, row.id)

    def own(self, world: int, number: int) -> OwnedThread:
        """Become the one process that runs a thread, until it is closed or the process ends.

        Raises:
            ThreadTaken: another process runs it.
        """
        thread_id = self._thread_id(world, number)
        lock = owner_lock(self._database, thread_id)
        if not lock.take():
            raise ThreadTaken(self._told_owner(thread_id))
        try:
            return OwnedThread(Fence(self._database, thread_id, self._new_epoch(thread_id), lock, self._clock), lock)
        except BaseException:
            lock.release()
            raise

    def collect_garbage(self, grace_seconds: float = GRACE_SECONDS) -> int:
        """Remove blobs that nothing in the database names; returns how many.

        A blob has to be named within `grace_seconds` of being put. Nothing that is named is ever removed.
        """
        return self.blobs.collect(self._named_blobs, grace_seconds)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _thread_id(self, world: int, number: int) -> int:
        with self._database.write() as session:
            self._database.serialise(session, "threads")
            if session.get(DeploymentRow, 1) is None:
                raise WrongChain(f"{self._database.where} belongs to no chain yet: bind it before running a thread")
            row = session.scalars(_thread(world, number)).one_or_none()
            if row is None:
                row = ThreadRow(world=world, number=number, epoch=0)
                session.add(row)
                session.flush()
            return row.id

    def _new_epoch(self, thread_id: int) -> int:
        with self._database.write() as session:
            row = session.get_one(ThreadRow, thread_id, with_for_update=True)
            row.epoch += 1
            row.owner = f"process {os.getpid()} on {socket.gethostname()}"
            row.owned_at = self._clock()
            return row.epoch

    def _told_owner(self, thread_id: int) -> str:
        with self._database.read() as session:
            row = session.get_one(ThreadRow, thread_id)
            who = row.owner or "another process"
            return (
                f"thread {row.number} of world {row.world} is run by {who}: end that first; two would settle over each "
                "other and pay for it"
            )

    def _named_blobs(self) -> set[bytes]:
        columns = (SubBlockRow.proof, JobRow.inputs, JobRow.result)
        with self._database.read() as session:
            return {name for column in columns for name in session.scalars(select(column)) if name is not None}


def _revision(database: Database, create: bool) -> str | None:
    if database.file is not None:
        if create:
            with file_faults(f"the folder {database.file.parent}"):
                make_folder(database.file.parent)
        elif not database.file.is_file():
            # SQLite would make an empty one.
            return None
    with database.read() as session:
        return revision(session.connection(), database.where)


def _thread(world: int, number: int) -> Select[ThreadRow]:
    return select(ThreadRow).where(ThreadRow.world == world, ThreadRow.number == number)


def _told(deployment: Deployment) -> str:
    return (
        f"contract 0x{deployment.settlement.hex()} on chain {deployment.chain_id} with genesis block "
        f"0x{deployment.genesis_hash.hex()}"
    )
