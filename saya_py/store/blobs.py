"""A folder of blobs named by their SHA-256: `ab/cdef…`. A blob never changes, so a name in the database is enough."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from saya_py.core.errors import StoreDamaged
from saya_py.store.faults import file_faults
from saya_py.store.files import TEMPORARY, exclusive, make_folder, shared, write_new


class BlobFolder:
    """Blobs under `folder`. Threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        """Make the folder when it is missing."""
        self.folder = folder
        self._lock = folder / ".lock"
        with self._faults():
            make_folder(folder)

    def put(self, data: bytes) -> bytes:
        """Keep `data` and return its name (32 bytes).

        It is on disk when this returns. Name it in the database within the grace time of `collect`.

        Raises:
            StoreFull: there is no room; nothing was kept.
        """
        name = hashlib.sha256(data).digest()
        path = self._path(name)
        with self._faults(), shared(self._lock):
            if self._holds(path, data):
                os.utime(path)  # young again, so that `collect` leaves it
            else:
                make_folder(path.parent)
                write_new(path, data)
        return name

    def get(self, name: bytes) -> bytes:
        """The blob called `name`.

        Raises:
            StoreDamaged: it is not there, or not what was kept.
        """
        path = self._path(name)
        with self._faults():
            try:
                data = path.read_bytes()
            except FileNotFoundError as error:
                raise StoreDamaged(
                    f"blob {path} is missing: put it back from a backup, or make what it holds again"
                ) from error
        if hashlib.sha256(data).digest() != name:
            raise StoreDamaged(f"blob {path} is not what was kept: put it back from a backup, or remove it")
        return data

    def collect(self, referenced: Callable[[], Collection[bytes]], grace_seconds: float) -> int:
        """Remove blobs that are not `referenced` and were put more than `grace_seconds` ago; returns how many.

        Nobody puts a blob meanwhile, and `referenced` is asked then, so a blob that is named in time is never removed.
        """
        with self._faults(), exclusive(self._lock):
            kept = referenced()
            before = time.time() - grace_seconds
            removed = 0
            for path, name in self._files():
                if name not in kept and path.stat().st_mtime < before:
                    path.unlink()
                    removed += name is not None
        return removed

    def _files(self) -> Iterator[tuple[Path, bytes | None]]:
        """All blobs with their names, and what a crash left half written with None."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if path.name.startswith(TEMPORARY):
                yield path, None
            elif len(path.name) == 62:
                yield path, bytes.fromhex(path.parent.name + path.name)

    def _path(self, name: bytes) -> Path:
        if len(name) != 32:
            raise ValueError("the name of a blob has 32 bytes")
        return self.folder / name.hex()[:2] / name.hex()[2:]

    @staticmethod
    def _holds(path: Path, data: bytes) -> bool:
        """Whether the file is there and whole; a damaged one is written again."""
        try:
            return path.read_bytes() == data
        except FileNotFoundError:
            return False

    def _faults(self) -> AbstractContextManager[None]:
        return file_faults(f"the blob folder {self.folder}")
