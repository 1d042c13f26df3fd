"""Writing a file so that it survives a crash.

It has its old or its new content, never a part, and never the old one again after `replace` returned.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PRIVATE = 0o600


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of `path`, on disk.

    The caller holds the lock of `path`, so the name of the temporary file is its own.
    """
    temporary = path.with_name(f".{path.name}.new")
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _PRIVATE)
    try:
        _write_all(file, data)
        _sync(file)
    finally:
        os.close(file)
    temporary.replace(path)
    _sync_path(path.parent)


@contextmanager
def wiped_when_replaced(path: Path) -> Iterator[None]:
    """Overwrite what `path` was before, if it was replaced inside and has no other name.

    A disk that writes elsewhere (flash, copies on write) may keep the old content all the same.
    """
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        yield
        status = os.fstat(file)
        if status.st_nlink == 0:
            _write_all(file, bytes(status.st_size))
            _sync(file)
    finally:
        os.close(file)


def identity(path: Path) -> list[int]:
    """What tells a file from every copy of it: its number, and when its inode was last changed (nanoseconds)."""
    status = path.stat()
    return [status.st_ino, status.st_ctime_ns]


def synced_identity(path: Path) -> list[int]:
    """The identity of a file, on disk, so that a crash does not take the time back."""
    _sync_path(path)
    return identity(path)


def _sync_path(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(file)
    finally:
        os.close(file)


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _sync(file: int) -> None:
    """`fsync`, and where that leaves data in the drive's cache (macOS), the call that does not."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(file)
    else:
        fcntl.fcntl(file, full)
