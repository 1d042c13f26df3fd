"""Turning what databases and file systems raise into the errors of this package."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from saya_py.core.errors import InternalError, SayaError, StoreBusy, StoreDamaged, StoreFull, StoreUnavailable

_BUSY = "{where} was held by somebody else for too long: {cause}; look for a process that hangs, or try again"
_FULL = "{where} has no room left: {cause}; nothing was changed; make room and go on"
_DAMAGED = "{where} is damaged: {cause}; put back a backup (docs/store.md)"
_UNAVAILABLE = "{where} cannot be reached: {cause}; see that it is there and may be used, then start again"

_SQLITE: dict[int, tuple[type[SayaError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (StoreBusy, _BUSY),
    sqlite3.SQLITE_FULL: (StoreFull, _FULL),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, _DAMAGED),
    sqlite3.SQLITE_CANTOPEN: (StoreUnavailable, _UNAVAILABLE),
    sqlite3.SQLITE_READONLY: (StoreUnavailable, _UNAVAILABLE),
    sqlite3.SQLITE_PERM: (StoreUnavailable, _UNAVAILABLE),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, _UNAVAILABLE),
}

# Beginnings of SQLSTATE: the longest that fits counts. Without a state there was no server to give one.
_POSTGRES: dict[str, tuple[type[SayaError], str]] = {
    "08": (StoreUnavailable, _UNAVAILABLE),
    "28": (StoreUnavailable, _UNAVAILABLE),
    "3D": (StoreUnavailable, _UNAVAILABLE),
    "53": (StoreUnavailable, _UNAVAILABLE),
    "53100": (StoreFull, _FULL),
    "57P": (StoreUnavailable, _UNAVAILABLE),
    "58": (StoreUnavailable, _UNAVAILABLE),
    "40001": (StoreBusy, _BUSY),
    "40P01": (StoreBusy, _BUSY),
    "55P03": (StoreBusy, _BUSY),
    "XX001": (StoreDamaged, _DAMAGED),
    "XX002": (StoreDamaged, _DAMAGED),
}


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise what the database at `where` raises as a `StoreError`; what it should never raise as `InternalError`."""
    try:
        yield
    except TimeoutError as error:
        raise StoreBusy(_BUSY.format(where=where, cause=error)) from error
    except DBAPIError as error:
        raise _fault(error, where) from error


@contextmanager
def file_faults(where: str) -> Iterator[None]:
    """Raise what the file system raises as a `StoreError`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(_FULL.format(where=where, cause=error)) from error
        raise StoreUnavailable(_UNAVAILABLE.format(where=where, cause=error)) from error


def _fault(error: DBAPIError, where: str) -> SayaError:
    raised = error.orig
    cause = str(raised).strip().splitlines()[0] if str(raised).strip() else type(raised).__name__
    if isinstance(raised, sqlite3.Error):
        found = _SQLITE.get(getattr(raised, "sqlite_errorcode", 0) & 0xFF)
    elif error.connection_invalidated or getattr(raised, "sqlstate", "") is None:
        found = (StoreUnavailable, _UNAVAILABLE)
    else:
        state = str(getattr(raised, "sqlstate", ""))
        found = next((_POSTGRES[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRES), None)
    if found is None:
        return InternalError(f"{where} refused what this software asked of it: {cause}")
    kind, text = found
    return kind(text.format(where=where, cause=cause))
