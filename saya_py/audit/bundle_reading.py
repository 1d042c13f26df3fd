"""Strict reading of bundles: a bundle is read completely or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from saya_py.artifacts.strict import Node, parse
from saya_py.audit.bundle import FORMAT, LIMIT, LINES, VERSION, SetFiles, SubBlockFile
from saya_py.audit.call_files import CallFile
from saya_py.audit.evidence import Change, Deployment, Evidence, Settled, Unknown, Values, chosen
from saya_py.core.chain_hash import PACK_BITS
from saya_py.core.errors import ArtifactError, AuditFileError
from saya_py.core.keys import U32_LIMIT

T = TypeVar("T")

_BLOCKS = 2**63
_U256 = 2**256


@dataclass(frozen=True)
class Bundle:
    """A bundle that was read; it is a `Source` of evidence."""

    deployment: Deployment
    sets: Sequence[SetFiles]
    files: Mapping[int, SubBlockFile]
    """By the number of the sub-block, rising."""

    rests_on = (
        "the bundle: that the chain had this thread with this prover, and emitted these events, that the world had "
        "adopted these set roots, and that the blocks had these times; a chain can be invented",
        "the bundle: that the canonical values before and after each settlement were those in it",
    )

    def sub_blocks(self, first: int | None, last: int | None) -> range:
        """The numbers from `first` to `last`, by default all in the bundle.

        Raises:
            UserError: there are no such sub-blocks.
        """
        return chosen(first, last, range(min(self.files), max(self.files) + 1))

    def evidence(self, seq: int) -> Evidence | Unknown:
        """What the bundle tells of sub-block `seq`."""
        return self.files[seq].evidence if seq in self.files else Unknown(f"sub-block {seq} is not in the bundle")

    def calls(self, seq: int) -> CallFile:
        """The file with the calls of sub-block `seq`."""
        return self.files[seq].calls if seq in self.files else Unknown(f"sub-block {seq} is not in the bundle")


def read_bundle(path: Path) -> Bundle:
    """Read the bundle at `path`.

    Raises:
        AuditFileError: it is no bundle, or not a whole one, or too long; the message names line and field.
    """
    try:
        if path.stat().st_size > LIMIT:
            raise AuditFileError(f"{path} is longer than the {LIMIT} bytes that a bundle may have")
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise AuditFileError(f"{path} cannot be read: {error.strerror}") from None
    if lines.pop():
        raise AuditFileError(f"{path} does not end with a line end: it is no bundle, or a part is missing")
    if not 2 <= len(lines) <= LINES + 1:
        raise AuditFileError(f"{path} is no bundle: it needs a header and 1 to {LINES} sub-blocks, a line each")
    try:
        deployment, sets = _header(_node(path, 1, lines[0]))
        files = [_sub_block(_node(path, number, line)) for number, line in enumerate(lines[1:], start=2)]
    except ArtifactError as error:
        raise AuditFileError(str(error)) from None
    seqs = [file.seq for file in files]
    if seqs != sorted(set(seqs)):
        raise AuditFileError(f"{path}: the sub-blocks are not in order, each once")
    return Bundle(deployment, sets, {file.seq: file for file in files})


def _node(path: Path, number: int, line: bytes) -> Node:
    place = f"{path}, line {number}"
    try:
        return parse(line.decode(), place)
    except UnicodeDecodeError:
        raise AuditFileError(f"{place} is not UTF-8 text") from None


def _header(node: Node) -> tuple[Deployment, tuple[SetFiles, ...]]:
    names = ("chain_id", "settlement", "world", "thread", "prover", "sets")
    fields = node.versioned(FORMAT, VERSION, *names)
    deployment = Deployment(
        chain_id=_decimal(fields["chain_id"]),
        settlement=_bytes(20, fields["settlement"]),
        world=_decimal(fields["world"]),
        thread=fields["thread"].number(0, U32_LIMIT - 1),
        prover=_bytes(20, fields["prover"]),
    )
    return deployment, fields["sets"].items(_set)


def _set(node: Node) -> SetFiles:
    fields = node.fields("manifest", "abi")
    abi = fields["abi"]
    return SetFiles(fields["manifest"].text(), None if abi.is_null() else abi.text())


def _sub_block(node: Node) -> SubBlockFile:
    fields = node.fields("seq", "evidence", "calls")
    seq = fields["seq"].number(0, U32_LIMIT - 1)
    evidence = _known(fields["evidence"], partial(_evidence, seq))
    return SubBlockFile(seq, evidence, _known(fields["calls"], lambda each: each.text().encode()))


def _evidence(seq: int, node: Node) -> Evidence:
    fields = node.fields("settled", "block_time", "set_root", "calldata", "values")
    root = fields["set_root"]
    return Evidence(
        settled=_settled(seq, fields["settled"]),
        block_time=_known(fields["block_time"], lambda each: each.number(0, _BLOCKS)),
        set_root=None if root.is_null() else _known(root, partial(_bytes, 32)),
        calldata=_known(fields["calldata"], partial(_bytes, None)),
        values=_known(fields["values"], _values),
    )


def _settled(seq: int, node: Node) -> Settled:
    digests = ("calls_out", "log_out", "commit", "statement", "block_hash", "transaction")
    fields = node.fields("os_version", "call_count", "block", "log_index", *digests)
    version = int.from_bytes(_bytes(32, fields["os_version"]))
    if version >> PACK_BITS:
        fields["os_version"].refuse("is 2^252 or more, which no OS version is")
    return Settled(
        seq=seq,
        os_version=version,
        call_count=fields["call_count"].number(0, U32_LIMIT - 1),
        block=fields["block"].number(0, _BLOCKS),
        log_index=fields["log_index"].number(0, _BLOCKS),
        **{name: _bytes(32, fields[name]) for name in digests},
    )


def _values(node: Node) -> Values:
    fields = node.fields("block_before", "earlier", "later", "block_after")
    value = partial(_bytes, 32)
    return Values(
        block_before=fields["block_before"].items(value),
        earlier=fields["earlier"].items(_change),
        later=fields["later"].items(_change),
        block_after=fields["block_after"].items(value),
    )


def _change(node: Node) -> Change:
    fields = node.fields("key", "value", "by")
    return Change(_bytes(32, fields["key"]), _bytes(32, fields["value"]), fields["by"].text())


def _known(node: Node, read: Callable[[Node], T]) -> T | Unknown:
    """What `read` takes, or the reason why there is nothing."""
    if node.has("unknown"):
        return Unknown(node.fields("unknown")["unknown"].text())
    return read(node)


def _decimal(node: Node) -> int:
    text = node.text()
    if not (text.isascii() and text.isdecimal() and len(text) <= 78) or str(int(text)) != text or int(text) >= _U256:
        node.refuse("is no decimal number below 2^256")
    return int(text)


def _bytes(length: int | None, node: Node) -> bytes:
    text = node.text()
    count = len(text) - 2 if length is None else 2 * length
    if count % 2:
        node.refuse("is not hexadecimal text of whole bytes")
    return bytes.fromhex(node.digits(max(count, 0), "0x").removeprefix("0x"))
