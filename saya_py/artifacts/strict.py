"""Strict reading of the JSON files of a compiled set.

A file is read completely or not at all: unknown fields, missing fields, values of another type and repeated names are
refused, and the error names the place. So two readers never see two different things in one text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from saya_py.core.errors import ArtifactError, EncodingError
from saya_py.core.json_text import check_depth
from saya_py.core.limbs import Digest, from_hex

T = TypeVar("T")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 80


class Node:
    """One value of a JSON file, with its place in it."""

    def __init__(self, value: Any, file: str, path: str = "") -> None:
        """A parsed JSON value of `file`, at `path` such as `contracts[0].name`."""
        self._value = value
        self._file = file
        self._path = path

    def refuse(self, why: str) -> NoReturn:
        """Raises the error about this value."""
        raise ArtifactError(f"{self._file}: {self._path} {why}" if self._path else f"{self._file} {why}")

    def fields(self, *names: str) -> dict[str, Node]:
        """The fields of an object that has exactly these."""
        found = self._object()
        if unknown := [name for name in found if name not in names]:
            known = f"its fields are {', '.join(names)}" if names else "it has none here"
            self.refuse(f"has the unknown field {unknown[0][:_SHOWN]!r}; {known}")
        if missing := [name for name in names if name not in found]:
            self.refuse(f"lacks the field {missing[0]!r}")
        return {name: self._child(found[name], f".{name}") for name in names}

    def versioned(self, kind: str, version: int, *names: str) -> dict[str, Node]:
        """The fields of a whole file, after its `format` and `version` were found to be these."""
        found = self._object()
        if found.get("format") != kind:
            self.refuse(f'is no {kind} file: its field "format" is not {kind!r}')
        if type(found.get("version")) is not int or found["version"] != version:
            self.refuse(
                f"has version {str(found.get('version'))[:_SHOWN]} and this program reads version {version}: "
                "read it with the saya_py that wrote it, or compile again with this one"
            )
        return self.fields("format", "version", *names)

    def items(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """The elements of a list, each as `read` takes it."""
        if not isinstance(self._value, list):
            self.refuse("is no list")
        return tuple(read(self._child(value, f"[{i}]")) for i, value in enumerate(self._value))

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
            self.refuse(f"is no name: {text[:_SHOWN]!r}")
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
            self.refuse(f"is {text[:_SHOWN]!r}, which is none of {', '.join(options)}")
        return options[text]

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if type(self._value) is not int or not low <= self._value <= high:
            self.refuse(f"is no whole number from {low} to {high}")
        return self._value

    def digits(self, count: int, prefix: str = "") -> str:
        """`prefix` and `count` lower-case hexadecimal digits."""
        text = self.text()
        if not re.fullmatch(re.escape(prefix) + f"[0-9a-f]{{{count}}}", text):
            self.refuse(f"is not {prefix and f'{prefix} and '}{count} lower-case hexadecimal digits")
        return text

    def digest(self) -> Digest:
        """Four limbs as `0x` and 64 lower-case digits."""
        try:
            return from_hex(self.digits(64, "0x"))
        except EncodingError as error:
            self.refuse(f"is no digest: {error}")

    def is_null(self) -> bool:
        """Whether it is null, which no other reader takes."""
        return self._value is None

    def has(self, name: str) -> bool:
        """Whether it is an object with such a field."""
        return isinstance(self._value, dict) and name in self._value

    def _object(self) -> dict[str, Any]:
        if not isinstance(self._value, dict):
            self.refuse("is no JSON object")
        return self._value

    def _child(self, value: Any, step: str) -> Node:
        return Node(value, self._file, (self._path + step).removeprefix("."))


def parse(text: str, file: str) -> Node:
    """The JSON value in `text`; errors call it `file`. A name that stands twice in one object is refused."""
    try:
        check_depth(text)
        return Node(json.loads(text, object_pairs_hook=_once), file)
    except ValueError as error:
        raise ArtifactError(f"{file} is no JSON: {error}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"one object has the field {twice[:_SHOWN]!r} twice")
    return found
