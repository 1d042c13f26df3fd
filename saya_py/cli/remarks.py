"""What a compilation has to say beside its result, on standard error."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from saya_py.artifacts.changes import Change
from saya_py.artifacts.declarations import Deed


def show_changes(changes: Iterable[Change]) -> None:
    """Warn about changed slots, ids and types."""
    for change in changes:
        _show("warning", change.what, [("then", change.consequence), ("instead", change.instead)])


def show_acting(acting: Iterable[Deed]) -> None:
    """Note lines that auditors must allow."""
    for deed in acting:
        then = "the line may act when the module is imported, so an auditor has to trust it to rebuild the set"
        _show("note", str(deed), [("then", then)])


def _show(label: str, what: str, parts: Iterable[tuple[str, str]]) -> None:
    text = Text.assemble((label, "bold yellow"), ": ", (what, "bold"))
    for name, said in parts:
        text.append_text(Text.assemble("\n  ", (name, "cyan"), ": ", said))
    Console(stderr=True).print(text, soft_wrap=True)
