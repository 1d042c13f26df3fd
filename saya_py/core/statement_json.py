"""The JSON form of a statement, the same that Rust reads and writes.

Groups of four limbs, the prover's address and the OS version are `0x` text of 64, 40 and 64 digits; other numbers are
numbers.
"""

import json
from collections.abc import Mapping
from typing import Any

from saya_py.core.calldata import Entry
from saya_py.core.chain_hash import word
from saya_py.core.errors import EncodingError
from saya_py.core.limbs import from_hex, parse_hex, to_hex
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head

_DIGESTS = ("domain", "set_root", "calls_out", "log_out")
_NUMBERS = ("t_min", "t_max", "thread", "seq", "call_count")


def dump_statement(statement: Statement) -> str:
    """The text of a statement."""
    entries = [
        {"key": to_hex(entry.key), "old": to_hex(entry.old), "new": to_hex(entry.new)} for entry in statement.entries
    ]
    return json.dumps({"head": head_to_json(statement.head), "entries": entries}, indent=2) + "\n"


def load_statement(text: str) -> Statement:
    """The statement of a text; raises `EncodingError` unless it is exactly one valid statement."""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_json(f"it is not JSON ({error})") from error
    _check_fields(parsed, {"head", "entries"})
    if not isinstance(parsed["entries"], list):
        raise _no_json("entries is no list")
    entries = []
    for entry in parsed["entries"]:
        _check_fields(entry, {"key", "old", "new"})
        entries.append(Entry(*(from_hex(_text(entry, name)) for name in ("key", "old", "new"))))
    return Statement(head_from_json(parsed["head"]), tuple(entries))


def head_to_json(head: Head) -> dict[str, str | int]:
    """A head as a JSON object."""
    return {
        **{name: to_hex(getattr(head, name)) for name in _DIGESTS},
        **{name: getattr(head, name) for name in _NUMBERS},
        "prover": "0x" + head.prover.hex(),
        "os_version": "0x" + word("os_version", head.os_version).hex(),
    }


def head_from_json(head: Any) -> Head:
    """The head of a JSON object; raises `EncodingError` unless it has exactly the fields of a valid head."""
    _check_fields(head, {*_DIGESTS, *_NUMBERS, "prover", "os_version"})
    for name in _NUMBERS:
        if type(head[name]) is not int:
            raise _no_json(f"{name} is no whole number")
    read: dict[str, Any] = {name: from_hex(_text(head, name)) for name in _DIGESTS}
    read.update({name: head[name] for name in _NUMBERS})
    read["prover"] = parse_hex(_text(head, "prover"), 20)
    read["os_version"] = int.from_bytes(parse_hex(_text(head, "os_version"), 32), "big")
    return Head(**read)


def _text(fields: Mapping[str, Any], name: str) -> str:
    if not isinstance(fields[name], str):
        raise _no_json(f"{name} is no text")
    return str(fields[name])


def _check_fields(value: Any, names: set[str]) -> None:
    if not isinstance(value, dict) or set(value) != names:
        raise _no_json(f"an object with exactly the fields {', '.join(sorted(names))} was expected")


def _no_json(why: str) -> EncodingError:
    return EncodingError("JSON", f"this is no statement in JSON: {why}; pass a file that was saved with the proof")
