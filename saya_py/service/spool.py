"""A folder through which processes hand submissions to the one that runs a thread.

A file in it has a submission on each line. It appears whole, is taken in order of name, and is moved to `done` after
all of its lines were dealt with. A crash before that lets it be read again, which is harmless: a thread accepts a
content once.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from saya_py.service.lines import BadLine
from saya_py.store.faults import file_faults
from saya_py.store.files import make_folder, sync_folder, write_new

SUFFIX = ".jsonl"


class Spool:
    """The folder, for those who hand in and for the one who takes."""

    def __init__(self, folder: Path) -> None:
        """Make the folder when it is missing.

        Raises:
            StoreError: it cannot be made.
        """
        self.folder = folder
        self._done = folder / "done"
        with file_faults(f"the spool folder {folder}"):
            make_folder(self._done)

    def put(self, data: bytes) -> Path:
        """Hand in lines; when this returns they are on disk and survive any crash. Returns the file that waits.

        Files that are put one after the other are taken in that order.

        Raises:
            StoreFull: there is no room; nothing was handed in.
        """
        path = self.folder / f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        with file_faults(f"the spool folder {self.folder}"):
            write_new(path, data)
        return path

    def waiting(self) -> list[Path]:
        """The files that are to be read, in order."""
        with file_faults(f"the spool folder {self.folder}"):
            return sorted(path for path in self.folder.glob(f"[!.]*{SUFFIX}") if path.is_file())

    def finish(self, path: Path, bad: Iterable[BadLine]) -> None:
        """Put a file away whose good lines are all in the store; the bad ones stand beside it with their reasons.

        The report is a file of the same name that ends in `.bad`: a JSON object with `line` and `reason` on each line;
        there is none when all lines were good.
        """
        report = "".join(json.dumps({"line": line.number, "reason": line.reason}) + "\n" for line in bad)
        with file_faults(f"the spool folder {self.folder}"):
            make_folder(self._done)  # somebody may have tidied up
            if report:
                write_new(self._done / f"{path.name}.bad", report.encode())
            path.replace(self._done / path.name)
            sync_folder(self._done)
            sync_folder(self.folder)

    def report(self, path: Path) -> list[BadLine] | None:
        """The bad lines of a file that was put; None while it waits."""
        if not (self._done / path.name).is_file():
            return None
        kept = self._done / f"{path.name}.bad"
        lines = kept.read_text().splitlines() if kept.is_file() else []
        return [BadLine(found["line"], found["reason"]) for found in map(json.loads, lines)]
