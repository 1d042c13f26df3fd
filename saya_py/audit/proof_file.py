"""The verdict on a proof file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from saya_py import _native
from saya_py.core.errors import ProofFileError, ProofRejected, UnknownOsVersion
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import head_from_json

Verdict: TypeAlias = Literal["valid", "invalid", "unknown_os_version", "unreadable"]

SIZE_LIMIT = 1 << 21
"""No proof file has more bytes; what is longer is not even read."""


@dataclass(frozen=True)
class OsVersionName:
    """What is known of an OS version.

    `development` versions accept unsigned calls, or have the profile `fast`, which proves far fewer bits.
    """

    profile: str
    development: bool


@dataclass(frozen=True)
class Content:
    """What a file says about its sub-block.

    `entries` counts touched keys and `changed` those with another value at the end; `commit` is 32 bytes.
    """

    head: Head
    entries: int
    changed: int
    commit: bytes
    proof_bytes: int


@dataclass(frozen=True)
class ProofReport:
    """The verdict on a file; `reason` says why it is not valid, `content` is None when the file breaks a rule."""

    verdict: Verdict
    reason: str | None
    version: OsVersionName | None
    content: Content | None

    def demand_valid(self, file: str) -> None:
        """Return when the proof is valid.

        Raises:
            ProofFileError: the file is no proof file, or not a whole one.
            ProofRejected: the proof is not valid.
            UnknownOsVersion: nothing is known of the proof.
        """
        match self.verdict:
            case "unreadable":
                raise ProofFileError(f"{file}: {self.reason}")
            case "invalid":
                raise ProofRejected(f"{file}: the proof is not valid: {self.reason}")
            case "unknown_os_version":
                raise UnknownOsVersion(f"{file}: the proof cannot be judged: {self.reason}")


def read_proof_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        ProofFileError: it cannot be read, or is longer than any proof file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ProofFileError(f"{path} cannot be read: {error.strerror}; pass the path of a proof file") from error
    if len(data) > SIZE_LIMIT:
        raise ProofFileError(f"{path} is longer than any proof file; pass a file that was saved with a proof")
    return data


def judge_proof_file(data: bytes) -> ProofReport:
    """Judge the bytes of a proof file; takes milliseconds, and never raises for what is in them."""
    report: dict[str, Any] = json.loads(_native.judge_proof_file(data))
    version, content = report["version"], report["content"]
    return ProofReport(
        verdict=report["verdict"],
        reason=report["reason"],
        version=None if version is None else OsVersionName(version["profile"], version["development"]),
        content=None if content is None else _content(content),
    )


def _content(content: dict[str, Any]) -> Content:
    return Content(
        head=head_from_json(content["head"]),
        entries=content["entries"],
        changed=content["changed"],
        commit=bytes.fromhex(content["commit"].removeprefix("0x")),
        proof_bytes=content["proof_bytes"],
    )
