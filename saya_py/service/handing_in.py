"""Handing submissions to the process that runs a thread, through its spool folder, and following them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from saya_py.service.checking import function_check
from saya_py.service.folder import ServiceFolder
from saya_py.service.lines import BadLine, GoodLine, Line, read_lines
from saya_py.service.outcomes import LineOutcome, Standing, stored_outcome
from saya_py.service.spool import Spool
from saya_py.store.store import Store
from saya_py.store.view import ThreadView

POLL_SECONDS = 0.05

_OVER: tuple[Standing, ...] = ("settled", "dropped", "repeated", "refused")


class HandedIn:
    """Lines that are in the spool folder of a thread."""

    def __init__(self, folder: ServiceFolder, spool: Spool, path: Path, lines: list[Line]) -> None:
        """Use `put`."""
        self.path = path
        self._folder = folder
        self._spool = spool
        self._lines = lines

    @classmethod
    def put(cls, folder: ServiceFolder, data: bytes) -> HandedIn:
        """Hand in lines; when this returns they survive any crash.

        Raises:
            StoreFull: there is no room; nothing was handed in.
        """
        check = function_check(folder.abi.contracts, folder.manifest.authorisation)
        lines = list(read_lines(BytesIO(data), check))
        spool = Spool(folder.spool)
        return cls(folder, spool, spool.put(data), lines)

    def wait(self, settled: bool, timeout: float) -> list[LineOutcome]:
        """What became of each line when the thread took them all, or, with `settled`, when each is settled or out.

        After `timeout` seconds: what is known by then.
        """
        deadline = time.monotonic() + timeout
        while (bad := self._spool.report(self.path)) is None:
            if time.monotonic() > deadline:
                return [_untaken(line) for line in self._lines]
            time.sleep(POLL_SECONDS)
        thread = self._folder.settings.thread
        with Store.open(self._folder.store_url, self._folder.blobs) as store:
            view = store.view(thread.world, thread.number)
            assert view is not None, "a thread that took a file has a row in its store"
            reasons = {line.number: line.reason for line in bad}
            while True:
                outcomes = list(self._outcomes(view, reasons))
                over = not settled or all(outcome.status in _OVER for outcome in outcomes)
                if over or time.monotonic() > deadline:
                    return outcomes
                time.sleep(POLL_SECONDS)

    def _outcomes(self, view: ThreadView, reasons: dict[int, str]) -> Iterator[LineOutcome]:
        for line in self._lines:
            digest = "0x" + line.digest.hex() if isinstance(line, GoodLine) else None
            if line.number in reasons:
                yield LineOutcome(line.number, "refused", digest, reasons[line.number])
            elif isinstance(line, GoodLine):
                yield stored_outcome(view, line.number, line.digest)
            else:
                yield _untaken(line)


def _untaken(line: Line) -> LineOutcome:
    if isinstance(line, GoodLine):
        return LineOutcome(line.number, "waiting", "0x" + line.digest.hex())
    if isinstance(line, BadLine):
        return LineOutcome(line.number, "refused", None, line.reason)
    return LineOutcome(line.number, "repeated", None, None)
