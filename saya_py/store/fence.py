"""Writing to a thread as the process that runs it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from saya_py.core.errors import InternalError, ThreadTaken
from saya_py.store.database import Database
from saya_py.store.owner import OwnerLock
from saya_py.store.tables import ThreadRow

Clock = Callable[[], int]
"""Unix milliseconds."""


class Fence:
    """Lets only the latest owner of a thread write.

    Every write locks the thread's row first, so the writes of one thread happen one after the other, and compares the
    epoch in it with the one that this process was given when it took the thread.
    """

    def __init__(self, database: Database, thread_id: int, epoch: int, lock: OwnerLock, clock: Clock) -> None:
        """For the process that holds `lock` since `epoch`."""
        self.database = database
        self.thread_id = thread_id
        self.now = clock
        self._epoch = epoch
        self._lock = lock
        self._taking = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A write transaction of this thread.

        Raises:
            ThreadTaken: another process runs the thread now.
            StoreError: it could not be done.
        """
        # A server that was restarted has forgotten the lock.
        with self._taking:
            held = self._lock.take()
        if not held:
            raise ThreadTaken("another process took the thread while the database could not be reached; end this one")
        with self.database.write() as session:
            self._check(session)
            yield session

    def _check(self, session: Session) -> None:
        row = session.get(ThreadRow, self.thread_id, with_for_update=True)
        if row is None:
            raise InternalError(f"thread row {self.thread_id} is gone: threads are never removed")
        if row.epoch != self._epoch:
            raise ThreadTaken(f"{row.owner or 'another process'} has taken the thread since; end this one")
