"""The lock that lets one process run a thread.

It is the operating system's or the database server's, so it ends with the process, however that ends. It keeps a second
process out; that a process which lost it unknowingly cannot write is the work of the epoch (`saya_py.store.fence`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from saya_py.store.database import Database
from saya_py.store.faults import file_faults, translated
from saya_py.store.files import try_exclusive

_LOCK_CLASS = 0x53415941  # "SAYA": keeps these locks apart from those of other programs in the same database


class OwnerLock(Protocol):
    """A lock that one process holds at a time."""

    def take(self) -> bool:
        """Take it, or return False when somebody else has it. Whoever has it already keeps it.

        Raises:
            StoreUnavailable: its keeper cannot be reached.
        """

    def release(self) -> None:
        """Give it back."""


def owner_lock(database: Database, thread_id: int) -> OwnerLock:
    """The lock of the thread in row `thread_id`."""
    if database.file is not None:
        return _FileLock(database.file.with_name(f"{database.file.name}.thread-{thread_id}.lock"))
    return _AdvisoryLock(database, thread_id)


class _FileLock:
    """A locked file beside the database. The file stays; only its lock counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        if self._file is None:
            with file_faults(f"the lock file {self._path}"):
                self._file = try_exclusive(self._path)
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _AdvisoryLock:
    """An advisory lock of PostgreSQL, which ends with the connection that took it."""

    def __init__(self, database: Database, thread_id: int) -> None:
        self._database = database
        self._thread_id = thread_id
        self._connection: Connection | None = None

    def take(self) -> bool:
        if self._connection is not None and self._lives(self._connection):
            return True
        self.release()
        with translated(self._database.where):
            connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            query = text("SELECT pg_try_advisory_lock(:kind, :thread)")
            taken = connection.execute(query, {"kind": _LOCK_CLASS, "thread": self._thread_id}).scalar_one()
        self._connection = connection
        if not taken:
            self.release()
        return bool(taken)

    def release(self) -> None:
        if self._connection is not None:
            # Closed for good rather than given to the pool: a connection in the pool would keep the lock.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    @staticmethod
    def _lives(connection: Connection) -> bool:
        try:
            connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True
