"""Where passphrases come from: a file, the environment, or the keyboard. Never the command line: others can see it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from saya_py.core.errors import ConfigError

VARIABLE = "SAYAPY_PASSPHRASE"
NEW_VARIABLE = "SAYAPY_NEW_PASSPHRASE"


def passphrase(file: Path | None) -> str:
    """The passphrase of a wallet that exists."""
    return _given(file, VARIABLE) or _ask("Passphrase", VARIABLE, twice=False)


def new_passphrase(file: Path | None, variable: str = VARIABLE) -> str:
    """A passphrase that a wallet gets; who types it types it twice."""
    return _given(file, variable) or _ask("New passphrase", variable, twice=True)


def _given(file: Path | None, variable: str) -> str | None:
    if file is None:
        return os.environ.get(variable)
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the passphrase cannot be read from {file}: {error}") from None
    lines = text.splitlines()
    if len(lines) != 1 or not lines[0]:
        raise ConfigError(f"{file} has not exactly one line; write the passphrase into it, and nothing else")
    return lines[0]


def _ask(prompt: str, variable: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise ConfigError(
            f"there is no passphrase and nobody to ask: set {variable}, or name a file that has it (see --help)"
        )
    text: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True)
    return text
