"""Long work on the terminal: a spinner with what is done already, on standard error."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.status import Status


class Stages:
    """Shows one stage at a time with its finished parts; nothing when it is quiet."""

    def __init__(self, quiet: bool = False) -> None:
        """Show on standard error."""
        self.quiet = quiet
        self._status = Status("", console=Console(stderr=True, quiet=quiet))
        self._stage = ""
        self._parts: list[str] = []

    def __enter__(self) -> Stages:
        self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._status.stop()

    def begin(self, stage: str) -> None:
        """Another stage begins."""
        self._stage, self._parts = stage, []
        self._status.update(stage)

    def said(self, what: str) -> None:
        """What the stage has come to."""
        self._status.update(f"{self._stage} [dim]({what})[/]")

    def finished(self, part: str, seconds: float) -> None:
        """A part of the stage is done."""
        self._parts.append(f"{part} {seconds:.1f} s")
        self._status.update(f"{self._stage} [dim](done: {', '.join(self._parts[-4:])})[/]")
