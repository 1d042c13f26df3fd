"""Arguments and options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from saya_py.core.variants import Authorisation


class Profile(StrEnum):
    """Parameters of the proofs."""

    secure = "secure"
    fast = "fast"


ProfileOption = Annotated[Profile, typer.Option(help="`fast` is far weaker and for development only.")]
Development = Annotated[
    bool, typer.Option("--development", help="A set whose calls nobody signs: for development only.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Targets = Annotated[
    list[str] | None,
    typer.Argument(metavar="TARGET", help="`path/file.py[:Class]` or `module[:Class]`.", show_default=False),
]


def authorisation(development: bool) -> Authorisation:
    """What `--development` means."""
    return "none" if development else "signed"
