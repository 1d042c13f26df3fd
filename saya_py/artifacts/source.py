"""A source file of a set."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from saya_py.artifacts.strict import Node

_PART = re.compile(r"[^/\\:\x00-\x1f]+")


@dataclass(frozen=True)
class Source:
    """A file that was read to compile a set."""

    path: str
    """Relative to the project, with `/`."""
    text: str

    @property
    def sha256(self) -> str:
        """Digest of the file's bytes, which are the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def to_json(self) -> dict[str, str]:
        """Path, digest, text."""
        return {"path": self.path, "sha256": self.sha256, "text": self.text}

    @classmethod
    def read(cls, node: Node) -> Source:
        """Read strictly: the path stays inside the project, and the digest is that of the text."""
        fields = node.fields("path", "sha256", "text")
        source = cls(read_path(fields["path"]), fields["text"].text())
        if not source.path.endswith(".py"):
            fields["path"].refuse("is no Python file")
        if fields["sha256"].digits(64) != source.sha256:
            fields["sha256"].refuse(f"is not the digest of the text, which is {source.sha256}: the file was changed")
        return source


def read_path(node: Node) -> str:
    """A path below some folder, in one spelling; `.` is the folder itself."""
    path = node.text()
    parts = path.split("/")
    if path != "." and any(part in (".", "..") or not _PART.fullmatch(part) for part in parts):
        node.refuse(f"is no path inside a project: {path[:80]!r}")
    return path
