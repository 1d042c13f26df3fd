"""What happens in a running thread, in words and as data: for the table, the log, and programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Literal

Level = Literal["detail", "info", "warning", "error"]


@dataclass(frozen=True)
class Happening:
    """Something that happened: its name, how much it matters, a sentence for people, and its data."""

    name: str
    level: Level
    text: str
    data: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """One object: the data beside name, level and text."""
        return {"event": self.name, "level": self.level, "text": self.text, **self.data}


Tell = Callable[[Happening], None]


def data_of(event: object) -> dict[str, Any]:
    """The fields of a dataclass as JSON values; bytes are `0x` text."""
    assert is_dataclass(event)
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _plain(value: object) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
