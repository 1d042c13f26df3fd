"""What the commands of a chain print: one object for programs, lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import typer
from rich.console import Console


def show(report: Mapping[str, Any], lines: Iterable[str], as_json: bool) -> None:
    """Print the report, or the lines."""
    if as_json:
        typer.echo(json.dumps(report))
        return
    console = Console()
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True, markup=False)
