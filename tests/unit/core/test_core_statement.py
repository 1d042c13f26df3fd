"""Statements: limbs, lists, binding, JSON."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saya_py.core.calldata import Entry
from saya_py.core.errors import EncodingError
from saya_py.core.field import P
from saya_py.core.limbs import from_hex, limb_from_hex, to_hex
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import dump_statement, head_from_json, head_to_json, load_statement

LIMBS = st.integers(0, P - 1)
DIGESTS = st.tuples(LIMBS, LIMBS, LIMBS, LIMBS)
HEAD = Head((1, 2, 3, 4), (5, 6, 7, 8), 10, 20, b"\x09" * 20, 1, 2, 3, (9, 9, 9, 9), 1 << 251)


def data(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def words(texts: list[str]) -> list[int]:
    return [limb_from_hex(text) for text in texts]


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    keys = sorted(draw(st.sets(DIGESTS.filter(any), max_size=6)))
    entries = []
    for key in keys:
        old = draw(DIGESTS)
        entries.append(Entry(key, old, draw(st.one_of(st.just(old), DIGESTS))))
    return Statement(HEAD, tuple(entries))


def test_statement_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["statements"]:
        columns = ([from_hex(text) for text in case[name]] for name in ("keys", "old", "new"))
        statement = Statement(head_from_json(case["head"]), tuple(map(Entry, *columns)))
        assert statement.input_bytes() == data(case["inputs"])
        assert statement.output_bytes() == data(case["outputs"])
        assert Statement.from_calldata(statement.head, data(case["inputs"]), data(case["outputs"])) == statement
        assert statement.limbs() == words(case["limbs"])
        assert statement.state_in() == from_hex(case["state_in"])
        assert statement.state_out() == from_hex(case["state_out"])
        binding = statement.binding()
        assert binding.commit == from_hex(case["commit"])
        assert list(binding.r) == words(case["r"])
        assert list(binding.p) == words(case["p"])
        assert binding.public_inputs() == words(case["public_inputs"])


def test_rejected_head_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["rejected_heads"]:
        with pytest.raises(EncodingError) as refused:
            head_from_json(case["head"])
        assert refused.value.code == case["code"]


def test_rejected_list_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["rejected_lists"]:
        with pytest.raises(EncodingError) as refused:
            Statement.from_calldata(head_from_json(case["head"]), data(case["inputs"]), data(case["outputs"]))
        assert refused.value.code == case["code"], case["name"]


@given(statements())
def test_calldata_and_json_round_trip(statement: Statement) -> None:
    again = Statement.from_calldata(statement.head, statement.input_bytes(), statement.output_bytes())
    assert again == statement
    assert load_statement(dump_statement(statement)) == statement


@given(statements(), st.data())
def test_every_limb_of_the_lists_is_strict(statement: Statement, draw: st.DataObject) -> None:
    inputs, outputs = bytearray(statement.input_bytes()), bytearray(statement.output_bytes())
    places = [(inputs, at) for at in range(0, len(inputs), 8)]
    places += [(outputs, at + 4 + 8 * limb) for at in range(0, len(outputs), 36) for limb in range(4)]
    if not places:
        return
    target, at = draw.draw(st.sampled_from(places))
    target[at : at + 8] = draw.draw(st.integers(P, 2**64 - 1)).to_bytes(8, "big")
    with pytest.raises(EncodingError) as refused:
        Statement.from_calldata(statement.head, bytes(inputs), bytes(outputs))
    assert refused.value.code == "LIMB_RANGE"


@settings(max_examples=30)
@given(statements(), st.data())
def test_another_list_is_another_statement(statement: Statement, draw: st.DataObject) -> None:
    both = bytearray(statement.input_bytes() + statement.output_bytes())
    if not both:
        return
    both[draw.draw(st.integers(0, len(both) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    split = len(statement.input_bytes())
    try:
        other = Statement.from_calldata(statement.head, bytes(both[:split]), bytes(both[split:]))
    except EncodingError:
        return
    assert other.limbs() != statement.limbs()
    assert other.commit() != statement.commit()
    assert other.challenge((0, 0, 0, 0)) != statement.challenge((0, 0, 0, 0))


@pytest.mark.parametrize(
    "change",
    [
        {"t_min": -1},
        {"thread": 2**32},
        {"seq": 2**32},
        {"call_count": 2**32},
        {"domain": (P, 0, 0, 0)},
        {"prover": bytes(19)},
        {"os_version": 2**252},
    ],
)
def test_bad_heads(change: dict[str, Any]) -> None:
    with pytest.raises(EncodingError):
        replace(HEAD, **change)


def test_limbs_of_entries_are_checked() -> None:
    good = Entry((1, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    for name in ("key", "old", "new"):
        with pytest.raises(EncodingError) as refused:
            Statement(HEAD, (replace(good, **{name: (1, 0, 0, P)}),))
        assert refused.value.code == "LIMB_RANGE"


def test_json_is_strict() -> None:
    entry = {"key": to_hex((1, 0, 0, 0)), "old": to_hex((0, 0, 0, 0)), "new": to_hex((0, 0, 0, 1))}
    good = {"head": head_to_json(HEAD), "entries": [entry]}
    assert load_statement(json.dumps(good)).head == HEAD
    head = good["head"]
    bad: list[Any] = [
        [],
        {"head": head},
        {**good, "more": 1},
        {**good, "entries": {}},
        {**good, "entries": [{**entry, "index": 0}]},
        {**good, "entries": [{**entry, "old": 5}]},
        {**good, "head": {**head, "seq": True}},
        {**good, "head": {**head, "seq": "1"}},
        {**good, "head": {**head, "prover": "0x00"}},
    ]
    for value in bad:
        with pytest.raises(EncodingError):
            load_statement(json.dumps(value))
    with pytest.raises(EncodingError, match="not JSON"):
        load_statement("{")
