"""A lock between processes, and between threads of one."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saya_py.core.errors import WalletBusy

_PAUSE = 0.005


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock file `path`; it is made when missing and never removed. A process that ends lets go of it.

    Raises:
        WalletBusy: somebody else held it all that time.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(file, path, time.monotonic() + seconds)
        yield
    finally:
        os.close(file)


def _acquire(file: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WalletBusy(
                    f"another process has held {path} too long; wait for it to finish, or end it"
                ) from None
            time.sleep(_PAUSE)
        else:
            return
