"""Mending the state files of anvil.

Whenever anvil goes on from a file it makes a block 0 of its own first, and then writes both into the next file. Which
of them it takes from there is chance, so the chain's identity would change from one start to another.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saya_py.core.errors import ConfigError


def keep_one_genesis(state: Path) -> None:
    """Leave the oldest block 0 in the state file: the one that the other blocks go back to.

    Raises:
        ConfigError: the file is none that anvil wrote; nothing was changed.
    """
    try:
        found: dict[str, Any] = json.loads(state.read_text(encoding="utf-8"))
        first = [block for block in found["blocks"] if _number(block) == 0]
        if len(first) < 2:
            return
        genesis = min(first, key=lambda block: int(block["header"]["timestamp"], 16))
        found["blocks"] = [genesis, *(block for block in found["blocks"] if _number(block) != 0)]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{state} is no state of anvil: {error!r}; put it back from a copy, or remove it to begin a new chain"
        ) from error
    mended = state.with_name(f"{state.name}.new")
    mended.write_text(json.dumps(found), encoding="utf-8")
    mended.replace(state)


def _number(block: Any) -> int:
    return int(block["header"]["number"], 16)
