"""Strict reading of the JSON files of a compiled set.

A file is read completely or not at all: unknown fields, missing fields, values of another type and repeated names are
refused, and the error names the place. So two readers never see two different files in one text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from saya_py.core.errors import ArtifactError

T = TypeVar("T")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEX = re.compile(r"[0-9a-f]*")


class Node:
    """One value of a JSON file, with its place in it."""

    def __init__(self, value: Any, place: str) -> None:
        """A parsed JSON value; `place` is what errors call it, such as `abi.json: contracts[0].name`."""
        self._value = value
        self.place = place

    def refuse(self, why: str) -> NoReturn:
        """Raises the error about this value."""
        raise ArtifactError(f"{self.place} {why}")

    def fields(self, *names: str) -> dict[str, Node]:
        """The fields of an object that has exactly these."""
        if not isinstance(self._value, dict):
            self.refuse("is no JSON object")
        if unknown := [name for name in self._value if name not in names]:
            self.refuse(f"has the unknown field {unknown[0]!r}: it has {', '.join(names)}")
        if missing := [name for name in names if name not in self._value]:
            self.refuse(f"lacks the field {missing[0]!r}")
        separator = "" if self.place.endswith(": ") else "."
        return {name: Node(self._value[name], f"{self.place}{separator}{name}") for name in names}

    def items(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """The elements of a list, each as `read` takes it."""
        if not isinstance(self._value, list):
            self.refuse("is no list")
        return tuple(read(Node(value, f"{self.place}[{i}]")) for i, value in enumerate(self._value))

    def text(self) -> str:
        """A string that has a form in UTF-8."""
        if not isinstance(self._value, str):
            self.refuse("is no string")
        if any("\ud800" <= char <= "\udfff" for char in self._value):
            self.refuse("has half a surrogate pair, which is no text")
        return self._value

    def name(self) -> str:
        """An ASCII identifier."""
        text = self.text()
        if not _NAME.fullmatch(text):
            self.refuse(f"is no name: {text[:80]!r}")
        return text

    def dotted_name(self) -> str:
        """ASCII identifiers with dots between them."""
        text = self.text()
        if not all(_NAME.fullmatch(part) for part in text.split(".")):
            self.refuse(f"is no dotted name: {text[:_SHOWN]!r}")
        return text

    def choice(self, options: Mapping[str, T]) -> T:
        """What one of these strings stands for."""
        text = self.text()
        if text not in options:
            self.refuse(f"is {text[:80]!r}: it is one of {', '.join(options)}")
        return options[text]

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._value
        if type(value) is not int or not low <= value <= high:
            self.refuse(f"is no whole number from {low} to {high}")
        return value

    def digits(self, count: int, prefix: str = "") -> str:
        """`prefix` and `count` lower-case hexadecimal digits."""
        text = self.text()
        rest = text.removeprefix(prefix)
        if not text.startswith(prefix) or len(rest) != count or not _HEX.fullmatch(rest):
            self.refuse(f"is not {prefix}{'…' if prefix else ''}{count} lower-case hexadecimal digits")
        return text


def parse(text: str, file: str) -> Node:
    """The JSON value in `text`; errors call the file `file`. A name that stands twice in one object is refused."""
    try:
        return Node(json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, file)), f"{file}: ")
    except (ValueError, RecursionError) as error:
        raise ArtifactError(f"{file} is no JSON: {error}") from None


def check_version(format_: Node, version: Node, expected: str, supported: int) -> None:
    """Refuses files of another kind or of a version that this program does not know."""
    if format_.text() != expected:
        format_.refuse(f"is {format_.text()[:80]!r}: this is no {expected} file")
    if version.number(1, 2**31) != supported:
        version.refuse(
            f"is {version.number(1, 2**31)}, and this program reads version {supported}: "
            "use the saya_py that wrote the file, or compile again with this one"
        )


def _once(pairs: list[tuple[str, Any]], file: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ArtifactError(f"{file}: an object has the field {twice!r} twice")
    return found
