"""Bundles: one file with everything that an audit of a range needs, for whoever has no node.

JSON Lines: a header with the thread and its contract sets, then one line for each sub-block. Equal content has equal
bytes. docs/auditors.md describes the fields.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from saya_py.audit.call_files import CallFile, CallFiles
from saya_py.audit.evidence import Change, Deployment, Evidence, Settled, Source, Unknown, Values
from saya_py.core.chain_hash import word
from saya_py.core.errors import AuditFileError, UserError

FORMAT = "saya-audit-bundle"
VERSION = 1
LIMIT = 1 << 30
"""No bundle has more bytes; export a longer range as several."""
LINES = 1 << 20
"""No bundle has more sub-blocks."""


@dataclass(frozen=True)
class SetFiles:
    """The files of a contract set as texts."""

    manifest: str
    abi: str | None


@dataclass(frozen=True)
class SubBlockFile:
    """What a bundle has of one sub-block."""

    seq: int
    evidence: Evidence | Unknown
    calls: CallFile


def export_bundle(
    path: Path,
    source: Source,
    calls: CallFiles,
    sets: Sequence[SetFiles],
    seqs: Iterable[int],
    heard: Callable[[SubBlockFile], None] | None = None,
) -> int:
    """Write the bundle of the sub-blocks `seqs` to `path`, whole or not at all, and return its bytes.

    `heard` is told of each sub-block that was written.

    Raises:
        ChainUnavailable: the node does not answer.
        AuditFileError: it would be too long, or has no sub-block.
        UserError: the file cannot be written.
    """
    try:
        with NamedTemporaryFile("wb", dir=path.parent, prefix=".bundle-", delete=False) as part:
            file = Path(part.name)
            try:
                size = part.write(_line(_header(source.deployment, sets)))
                for count, seq in enumerate(seqs, start=1):
                    found = SubBlockFile(seq, source.evidence(seq), calls(seq))
                    size += part.write(_line(_sub_block(found)))
                    if size > LIMIT or count > LINES:
                        raise AuditFileError(
                            f"a bundle has at most {LIMIT} bytes and {LINES} sub-blocks; export fewer at once"
                        )
                    if heard is not None:
                        heard(found)
                part.flush()
                os.fsync(part.fileno())
                file.chmod(0o644)
                file.replace(path)
            except BaseException:
                file.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None
    return size


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _header(deployment: Deployment, sets: Sequence[SetFiles]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "chain_id": str(deployment.chain_id),
        "settlement": _hex(deployment.settlement),
        "world": str(deployment.world),
        "thread": deployment.thread,
        "prover": _hex(deployment.prover),
        "sets": [asdict(each) for each in sets],
    }


def _sub_block(found: SubBlockFile) -> dict[str, Any]:
    return {
        "seq": found.seq,
        "evidence": _known(found.evidence, _evidence),
        "calls": _known(_text(found.calls), lambda text: text),
    }


def _text(file: CallFile) -> str | Unknown:
    if isinstance(file, Unknown):
        return file
    try:
        return file.decode()
    except UnicodeDecodeError:
        return Unknown("the file with the calls is not UTF-8 text")


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "settled": _settled(evidence.settled),
        "block_time": _known(evidence.block_time, lambda time: time),
        "set_root": None if evidence.set_root is None else _known(evidence.set_root, _hex),
        "calldata": _known(evidence.calldata, _hex),
        "values": _known(evidence.values, _values),
    }


def _settled(settled: Settled) -> dict[str, Any]:
    digests = ("calls_out", "log_out", "commit", "statement", "block_hash", "transaction")
    return {
        "os_version": _hex(word("os_version", settled.os_version)),
        "call_count": settled.call_count,
        "block": settled.block,
        "log_index": settled.log_index,
        **{name: _hex(getattr(settled, name)) for name in digests},
    }


def _values(values: Values) -> dict[str, Any]:
    return {
        "block_before": [_hex(value) for value in values.block_before],
        "earlier": [_change(change) for change in values.earlier],
        "later": [_change(change) for change in values.later],
        "block_after": [_hex(value) for value in values.block_after],
    }


def _change(change: Change) -> dict[str, str]:
    return {"key": _hex(change.key), "value": _hex(change.value), "by": change.by}


def _known(value: Any, told: Callable[[Any], Any]) -> Any:
    """What was found, or why it was not."""
    return {"unknown": value.reason} if isinstance(value, Unknown) else told(value)


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
