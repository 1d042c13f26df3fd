"""Call data files: what is written is read again, byte for byte, and nothing else is."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core import call_data
from saya_py.core.bundles import Bundle
from saya_py.core.call_data import CallData, decode_call_data, encode_call_data
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import EncodingError
from saya_py.core.submissions import PlainCall, SignedBundle, SignedCall
from saya_py.core.window import Window

KEY, SIGNATURE = bytes(range(104)), bytes(2320)
PLAIN = PlainCall(Call(1, 2, (3,), 4, 5))
SIGNED = SignedCall(Call(1, 2, (), 4, 5, 6, 7, 8, AuthMode.INLINE), KEY, SIGNATURE)
BUNDLE = SignedBundle(Bundle(1, 0, 3), (Call(1, 2, (3,), 1, 5, auth_mode=AuthMode.POP),) * 2, KEY, SIGNATURE)
SAMPLE = CallData(1, 2, 3, 1 << 250, (1, 2, 3, 4), Window(1000, 4600), (PLAIN, SIGNED, BUNDLE))

u32s = st.integers(0, 2**32 - 1)
times = st.integers(0, 2**40 - 1)


@given(
    st.integers(0, 2**256 - 1),
    u32s,
    u32s,
    st.integers(0, 2**252 - 1),
    st.builds(Window, times, times),
    st.lists(st.sampled_from([PLAIN, SIGNED, BUNDLE]), max_size=3),
)
def test_what_is_written_is_read_again(
    world: int, thread: int, seq: int, os_version: int, window: Window, submissions: list[Any]
) -> None:
    data = CallData(world, thread, seq, os_version, (1, 2, 3, 4), window, tuple(submissions))
    file = encode_call_data(data)
    assert decode_call_data(file) == data
    assert encode_call_data(decode_call_data(file)) == file


def test_a_submission_stands_on_a_line_of_its_own() -> None:
    lines = encode_call_data(SAMPLE).decode().splitlines()
    assert [json.loads(line.removesuffix(","))["call"]["user"] for line in lines[1:3]] == [4, 4]
    assert len(lines) == 5


def change(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda parsed: parsed.__setitem__(name, value)


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (change("format", "saya-proof"), "is no call data"),
        (change("version", 2), "has version 2"),
        (change("version", True), "has version True"),
        (change("more", 1), "unknown field 'more'"),
        (lambda parsed: parsed.pop("seq"), "lacks the field 'seq'"),
        (change("seq", 2**32), "seq is no whole number"),
        (change("seq", True), "seq is no whole number"),
        (change("t_max", 2**40), "t_max is no whole number"),
        (change("world", 1), "world is no text"),
        (change("world", "01"), "world is no decimal number"),
        (change("world", "\u0661"), "world is no decimal number"),
        (change("world", str(2**256)), "world is no whole number"),
        (change("os_version", "0x" + "ff" * 32), "os_version is no whole number"),
        (change("set_root", "0x00"), "not hexadecimal text"),
        (change("set_root", "0x" + "ff" * 32), "is not a limb"),
        (change("submissions", {}), "submissions is no list"),
        (change("submissions", [{"call": {}}]), r"submissions\[0\]: call lacks"),
    ],
)
def test_what_is_no_call_data_is_refused_with_its_place(damage: Callable[[dict[str, Any]], None], place: str) -> None:
    parsed = json.loads(encode_call_data(SAMPLE))
    damage(parsed)
    with pytest.raises(EncodingError, match=place):
        decode_call_data(json.dumps(parsed).encode())


@pytest.mark.parametrize("file", [b"", b"{", b"[]", b"\xff", b"[" * 100, b'{"format": 1, "format": 2}'])
def test_what_is_no_json_object_is_refused(file: bytes) -> None:
    with pytest.raises(EncodingError):
        decode_call_data(file)


def test_numbers_out_of_range_are_not_written() -> None:
    for wrong in (
        replace(SAMPLE, world=-1),
        replace(SAMPLE, seq=2**32),
        replace(SAMPLE, os_version=1 << 252),
        replace(SAMPLE, window=Window(0, 2**40)),
    ):
        with pytest.raises(EncodingError, match="must be from 0"):
            encode_call_data(wrong)


def test_longer_files_are_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    file = encode_call_data(SAMPLE)
    monkeypatch.setattr(call_data, "LIMIT", len(file) - 1)
    with pytest.raises(EncodingError, match="seal sooner"):
        encode_call_data(SAMPLE)
    with pytest.raises(EncodingError, match="at most"):
        decode_call_data(file)
