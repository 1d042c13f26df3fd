"""`[tool.sayapy]` of a project's pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from saya_py.core.errors import ConfigError

SETTINGS_FILE = "pyproject.toml"
_EXAMPLE = 'contracts = ["contracts.token:Token"]'


def contracts_of(root: Path) -> list[str]:
    """The targets under `contracts`, in order.

    Raises:
        ConfigError: the file cannot be read, or does not name any.
    """
    file = root / SETTINGS_FILE
    try:
        settings: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from None
    match settings:
        case {"tool": {"sayapy": {"contracts": contracts}}}:
            pass
        case _:
            raise ConfigError(f"{file} names no contracts: add [tool.sayapy] with {_EXAMPLE}, or name a target")
    if not isinstance(contracts, list) or not contracts or not all(isinstance(name, str) for name in contracts):
        raise ConfigError(f"{file}: `contracts` of [tool.sayapy] is no list of targets; write {_EXAMPLE}")
    return contracts
