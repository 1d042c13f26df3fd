"""What `sayapy run` shows: a live table for people, lines for logs, JSON for programs."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from saya_py.cli.outcomes import show_outcomes
from saya_py.cli.thread_table import status_view
from saya_py.core.errors import StoreError, UserError
from saya_py.service.assembly import Assembly
from saya_py.service.folder import ServiceFolder
from saya_py.service.intake import Tally
from saya_py.service.outcomes import LineOutcome
from saya_py.service.status import thread_status
from saya_py.service.telling import Happening
from saya_py.store.store import Store

LATEST = 10
"""So many of the latest happenings stand below the table."""
_COLOURS = {"detail": "dim", "info": "", "warning": "yellow", "error": "bold red"}

Outcomes = Sequence[tuple[str, Sequence[LineOutcome]]]


class RunWatcher(Protocol):
    """Hears what a run does; `tell` from several threads of the process."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def started(self, assembly: Assembly) -> None:
        """Submissions are taken from now on."""

    def tell(self, happening: Happening) -> None:
        """Something happened."""

    def put_away(self, path: Path, tally: Tally) -> None:
        """A spool file was taken."""

    def unreadable(self, path: Path, error: OSError) -> None:
        """A spool file cannot be read."""

    def stopping(self) -> None:
        """Somebody wants the run to end; called by a signal handler."""

    def ended(self, outcomes: Outcomes) -> None:
        """The run is over; what became of the lines of each file."""


def watcher(folder: ServiceFolder, as_json: bool) -> RunWatcher:
    """The watcher for where the output goes."""
    if as_json:
        return JsonLines()
    console = Console(stderr=True)
    return LiveTable(folder, console) if console.is_terminal else LogLines(console)


class _Lines(ABC):
    """Watchers that write one line for each happening."""

    def __init__(self) -> None:
        # Reentrant, because a signal handler may tell something while its thread is telling.
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def started(self, assembly: Assembly) -> None:
        """One line."""
        self.tell(_started(assembly))

    def put_away(self, path: Path, tally: Tally) -> None:
        """One line."""
        self.tell(_put_away(path, tally))

    def unreadable(self, path: Path, error: OSError) -> None:
        """One line."""
        self.tell(_unreadable(path, error))

    def stopping(self) -> None:
        """One line."""
        self.tell(_STOPPING)

    @abstractmethod
    def tell(self, happening: Happening) -> None:
        """Write it."""


class JsonLines(_Lines):
    """An object on each line of standard output; the last one is `ended`."""

    def tell(self, happening: Happening) -> None:
        """Write it."""
        with self._lock:
            typer.echo(json.dumps(happening.to_json()))

    def ended(self, outcomes: Outcomes) -> None:
        """The last line."""
        files = [{"file": name, "lines": [each.to_json() for each in lines]} for name, lines in outcomes]
        self.tell(Happening("ended", "info", "ended", {"files": files}))


class LogLines(_Lines):
    """A line with the time for everything that is more than a detail."""

    def __init__(self, console: Console) -> None:
        """Write to `console`."""
        super().__init__()
        self._console = console

    def tell(self, happening: Happening) -> None:
        """Write it."""
        if happening.level != "detail":
            with self._lock:
                self._console.print(_line(happening), soft_wrap=True)

    def ended(self, outcomes: Outcomes) -> None:
        """A table for each file."""
        _show_outcomes(self._console, outcomes)


class LiveTable:
    """The thread's status and what happened last, renewed while it runs."""

    def __init__(self, folder: ServiceFolder, console: Console) -> None:
        """Show the thread in `folder` on `console`."""
        self._folder = folder
        self._console = console
        self._latest: deque[Text] = deque(maxlen=LATEST)
        self._detail = Text()
        self._store: Store | None = None
        self._live = Live(get_renderable=self._render, console=console, refresh_per_second=2, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if self._store is not None:
            self._store.close()

    def started(self, assembly: Assembly) -> None:
        """Below the table."""
        self.tell(_started(assembly))

    def tell(self, happening: Happening) -> None:
        """Below the table; details replace each other."""
        if happening.level == "detail":
            self._detail = _line(happening)
        else:
            self._latest.append(_line(happening))

    def put_away(self, path: Path, tally: Tally) -> None:
        """Below the table."""
        self.tell(_put_away(path, tally))

    def unreadable(self, path: Path, error: OSError) -> None:
        """Below the table."""
        self.tell(_unreadable(path, error))

    def stopping(self) -> None:
        """Below the table."""
        self.tell(_STOPPING)

    def ended(self, outcomes: Outcomes) -> None:
        """What happened last and a table for each file, in the place of the live one."""
        self._stop()
        _show_outcomes(self._console, outcomes)

    def _stop(self) -> None:
        if self._live.is_started:
            self._live.stop()
            for line in self._latest:
                self._console.print(line, soft_wrap=True)

    def _render(self) -> RenderableType:
        return Group(*self._status(), *self._latest, self._detail)

    def _status(self) -> Sequence[RenderableType]:
        thread = self._folder.settings.thread
        try:
            if self._store is None:
                self._store = Store.open(self._folder.store_url, self._folder.blobs)
            return [status_view(thread_status(self._store, thread.world, thread.number))]
        except (StoreError, UserError):
            # Not made yet, or away: what happened, below, says so.
            return []


_STOPPING = Happening(
    "stopping", "info", "stopping: what is under way is finished; interrupt again to end at once (nothing is lost)", {}
)


def _started(assembly: Assembly) -> Happening:
    settings = assembly.folder.settings
    where = f"thread {settings.thread.number} of world {settings.thread.world}"
    text = f"running {where}, settling as {assembly.chain.address}"
    if assembly.development:
        text += " (FOR DEVELOPMENT: proofs are weak, or calls are not signed)"
    data = {"world": settings.thread.world, "thread": settings.thread.number, "account": assembly.chain.address}
    return Happening("started", "info", text, {**data, "development": assembly.development})


def _put_away(path: Path, tally: Tally) -> Happening:
    text = f"{path.name}: {tally.accepted} accepted, {tally.repeated} known before, {len(tally.bad)} refused"
    bad = [{"line": line.number, "reason": line.reason} for line in tally.bad]
    data = {"file": path.name, "accepted": tally.accepted, "repeated": tally.repeated, "refused": bad}
    return Happening("taken", "warning" if tally.bad else "info", text, data)


def _unreadable(path: Path, error: OSError) -> Happening:
    text = f"{path.name} in the spool folder cannot be read and is left there: {error}; see who may read it"
    return Happening("unreadable", "warning", text, {"file": path.name})


def _line(happening: Happening) -> Text:
    return Text(f"{datetime.now(UTC):%H:%M:%S} {happening.text}", style=_COLOURS[happening.level])


def _show_outcomes(console: Console, outcomes: Outcomes) -> None:
    for name, lines in outcomes:
        console.print(f"[bold]{name}[/]", highlight=False)
        show_outcomes(console, lines)
