"""Call data: what was called in one settled sub-block, for everybody who executes it again.

The chain has the lists and the proof of a sub-block, but of its calls only a digest (`calls_out`). The calls themselves
are a JSON file, by convention `call-data/SEQ.json` in the folder of the thread's service.
The file proves nothing by itself: whoever reads it computes the digest and compares it with the chain's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.core.calls import TIME_LIMIT
from saya_py.core.chain_hash import PACK_BITS, word
from saya_py.core.errors import EncodingError
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest, from_hex, parse_hex, to_hex
from saya_py.core.submissions import Submission
from saya_py.core.window import Window
from saya_py.core.wire import load_json, submission_json, submission_of

FORMAT = "saya-call-data"
VERSION = 1
FOLDER = "call-data"
"""The folder of a service in which its call data is."""
LIMIT = 1 << 27
"""No file has more bytes: room for 25,000 signed calls."""

_WORLD_LIMIT = 2**256
_NUMBERS = {"thread": U32_LIMIT, "seq": U32_LIMIT, "t_min": TIME_LIMIT, "t_max": TIME_LIMIT}
_FIELDS = ("format", "version", "world", "os_version", "set_root", *_NUMBERS, "submissions")
_SHOWN = 80


@dataclass(frozen=True)
class CallData:
    """The submissions of a sub-block in the order of their execution, and what they were executed in."""

    world: int
    thread: int
    seq: int
    os_version: int
    set_root: Digest
    window: Window
    submissions: tuple[Submission, ...]


def file_name(seq: int) -> str:
    """The name of the file of sub-block `seq`."""
    return f"{seq}.json"


def encode_call_data(data: CallData) -> bytes:
    """The file of a sub-block's call data: equal data has equal bytes.

    Raises:
        EncodingError: a number is out of range (RANGE), or the file would have more than `LIMIT` bytes (LENGTH).
    """
    for name, value, limit in _numbers(data):
        if not 0 <= value < limit:
            raise EncodingError("RANGE", f"{name} of call data is {value}, but must be from 0 to {limit - 1}")
    head = {
        "format": FORMAT,
        "version": VERSION,
        "world": str(data.world),
        "thread": data.thread,
        "seq": data.seq,
        "os_version": "0x" + word("os_version", data.os_version).hex(),
        "set_root": to_hex(data.set_root),
        "t_min": data.window.t_min,
        "t_max": data.window.t_max,
    }
    opening = json.dumps(head, separators=(",", ":")).removesuffix("}")
    lines = ",\n".join(json.dumps(submission_json(each), separators=(",", ":")) for each in data.submissions)
    file = (opening + ',"submissions":[\n' + lines + "\n]}\n").encode()
    if len(file) > LIMIT:
        raise EncodingError("LENGTH", f"call data of {len(file)} bytes exceeds the limit of {LIMIT}; seal sooner")
    return file


def decode_call_data(file: bytes) -> CallData:
    """The call data of a file, read strictly. Nothing is said of signatures, or of whether these are the calls.

    Raises:
        EncodingError: it is no such file, of another version, or longer than `LIMIT`; the message names the place.
    """
    if len(file) > LIMIT:
        raise EncodingError("LENGTH", f"the file has {len(file)} bytes; call data has at most {LIMIT}")
    try:
        value = load_json(file.decode())
    except UnicodeDecodeError as error:
        raise _refused("the file", f"is not UTF-8 text: byte {error.start} of it") from None
    fields = _versioned(value)
    numbers = {name: _number(name, fields[name], limit) for name, limit in _NUMBERS.items()}
    if not isinstance(fields["submissions"], list):
        raise _refused("submissions", "is no list")
    return CallData(
        world=_world(fields["world"]),
        thread=numbers["thread"],
        seq=numbers["seq"],
        os_version=_os_version(fields["os_version"]),
        set_root=from_hex(_text("set_root", fields["set_root"])),
        window=Window(numbers["t_min"], numbers["t_max"]),
        submissions=tuple(_submission(i, each) for i, each in enumerate(fields["submissions"])),
    )


def _numbers(data: CallData) -> list[tuple[str, int, int]]:
    values = {"thread": data.thread, "seq": data.seq, "t_min": data.window.t_min, "t_max": data.window.t_max}
    found = [(name, value, _NUMBERS[name]) for name, value in values.items()]
    return [*found, ("world", data.world, _WORLD_LIMIT), ("os_version", data.os_version, 1 << PACK_BITS)]


def _versioned(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _refused("the file", f'is no call data: it has no field "format" that is {FORMAT!r}')
    if type(value.get("version")) is not int or value["version"] != VERSION:
        raise _refused(
            "the file", f"has version {str(value.get('version'))[:_SHOWN]}, and this program reads {VERSION}"
        )
    if unknown := [name for name in value if name not in _FIELDS]:
        raise _refused("the file", f"has the unknown field {unknown[0][:_SHOWN]!r}")
    if missing := [name for name in _FIELDS if name not in value]:
        raise _refused("the file", f"lacks the field {missing[0]!r}")
    return value


def _submission(index: int, value: Any) -> Submission:
    try:
        return submission_of(value)
    except EncodingError as error:
        raise EncodingError(error.code, f"submissions[{index}]: {error}") from None


def _world(value: Any) -> int:
    """Decimal text, because a world may exceed what JSON's readers keep exactly."""
    text = _text("world", value)
    if not (text.isascii() and text.isdecimal() and len(text) <= _SHOWN) or str(int(text)) != text:
        raise _refused("world", "is no decimal number without leading zeros")
    return _number("world", int(text), _WORLD_LIMIT)


def _os_version(value: Any) -> int:
    number = int.from_bytes(parse_hex(_text("os_version", value), 32), "big")
    return _number("os_version", number, 1 << PACK_BITS)


def _number(name: str, value: Any, limit: int) -> int:
    if type(value) is not int or not 0 <= value < limit:
        raise _refused(name, f"is no whole number from 0 to {limit - 1}")
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(name, "is no text")
    return value


def _refused(where: str, why: str) -> EncodingError:
    return EncodingError("JSON", f"{where} {why}; docs/auditors.md describes call data")
