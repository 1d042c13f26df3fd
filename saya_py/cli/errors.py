"""Errors on the terminal: mistakes in contracts with their excerpts, everything else as one line."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from saya_py.core.errors import SayaError
from saya_py.lang import CompileFailed, Diagnostic


def show_error(error: SayaError, console: Console) -> None:
    """Print an error that ends a command."""
    if isinstance(error, CompileFailed):
        for diagnostic in error.diagnostics:
            console.print(diagnostic_text(diagnostic), soft_wrap=True)
            console.print()
        count = len(error.diagnostics)
        text = f"sayapy: {count} {'mistake' if count == 1 else 'mistakes'} in the contracts"
        console.print(text, style="red", markup=False, highlight=False)
    else:
        console.print(f"sayapy: {error}", style="red", markup=False, highlight=False, soft_wrap=True)


def diagnostic_text(diagnostic: Diagnostic) -> Text:
    """A diagnostic in colours; its letters are those of `Diagnostic.render`."""
    place, excerpt, marks, *rest = diagnostic.render().split("\n")
    location, _, what = place.partition(": error: ")
    text = Text.assemble((location, "bold"), ": ", ("error", "bold red"), ": ", (what, "bold"), "\n")
    for line, style in ((excerpt, ""), (marks, "red")):
        gutter, bar, source = line.partition("| ")
        text.append_text(Text.assemble((gutter + bar, "blue"), (source, style), "\n"))
    for line in rest:
        label, colon, said = line.partition(": ")
        text.append_text(Text.assemble((label + colon, "cyan"), said, "\n"))
    text.right_crop(1)
    return text
