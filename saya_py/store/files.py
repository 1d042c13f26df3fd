"""Files that are whole or not there, and locks between processes."""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".new-"
"""How the name of a file begins that is not whole yet."""


def write_new(path: Path, data: bytes) -> None:
    """Write the file `path`; when this returns it is on disk. A crash leaves it whole or not there.

    Several processes may write one path at once, if they write the same.
    """
    temporary = path.with_name(f"{TEMPORARY}{uuid.uuid4().hex}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            _sync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder with its parents, on disk."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Put the names in a folder on disk."""
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(folder)
    finally:
        os.close(folder)


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold the lock file `path` together with others; waits while somebody has it alone."""
    with _locked(path, fcntl.LOCK_SH):
        yield


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path` alone; waits for all others."""
    with _locked(path, fcntl.LOCK_EX):
        yield


def try_exclusive(path: Path) -> int | None:
    """Take the lock file `path` alone, or return None when somebody has it.

    The lock is held until the returned file is closed, at the latest by the end of the process.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, how)
        yield
    finally:
        os.close(file)


def _sync(file: int) -> None:
    """`fsync`, and where that leaves data in the drive's cache (macOS), the call that does not."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(file)
    else:
        fcntl.fcntl(file, full)
