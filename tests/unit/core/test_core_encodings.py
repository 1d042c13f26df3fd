"""Bytes, keys, typed values, packed numbers, domains, headers."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core import chain_hash, keys, limbs
from saya_py.core.errors import EncodingError, UserError
from saya_py.core.field import P
from saya_py.core.header import LENGTH, RESERVED, Auth, Header
from saya_py.core.keys import ValueType

LIMBS = st.integers(0, P - 1)
DIGESTS = st.tuples(LIMBS, LIMBS, LIMBS, LIMBS)
TYPES = {kind.label: kind for kind in ValueType}


def number(text: str) -> int:
    return int(text, 16)


def code_of(refused: pytest.ExceptionInfo[EncodingError]) -> str:
    assert isinstance(refused.value, UserError)
    return refused.value.code


@given(DIGESTS)
def test_bytes_and_text_round_trip(digest: limbs.Digest) -> None:
    assert limbs.from_bytes(limbs.to_bytes(digest)) == digest
    assert limbs.from_hex(limbs.to_hex(digest)) == digest


@given(DIGESTS, DIGESTS)
def test_order_is_that_of_the_bytes(a: limbs.Digest, b: limbs.Digest) -> None:
    assert (a < b) == (limbs.to_bytes(a) < limbs.to_bytes(b))


@given(DIGESTS, st.integers(0, 3), st.integers(P, 2**64 - 1))
def test_every_limb_position_is_strict(digest: limbs.Digest, position: int, bad: int) -> None:
    data = bytearray(limbs.to_bytes(digest))
    data[8 * position : 8 * position + 8] = bad.to_bytes(8, "big")
    with pytest.raises(EncodingError) as refused:
        limbs.from_bytes(bytes(data))
    assert code_of(refused) == "LIMB_RANGE"


@pytest.mark.parametrize(
    "text", ["", "0x", "00" * 33, "0x" + "0" * 63, "0x" + "0" * 65, "0x" + "g" * 64, "0x" + " " * 64]
)
def test_text_is_strict(text: str) -> None:
    with pytest.raises(EncodingError) as refused:
        limbs.from_hex(text)
    assert code_of(refused) == "HEX"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_length_is_strict(length: int) -> None:
    with pytest.raises(EncodingError, match="exactly 32"):
        limbs.from_bytes(bytes(length))
    with pytest.raises(EncodingError, match="exactly 4"):
        limbs.digest([0] * length)


def test_key_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["keys"]:
        parts = [(TYPES[kind], number(text)) for kind, text in zip(case["types"], case["numbers"], strict=True)]
        assert keys.make_key(case["contract"], case["slot"], parts) == limbs.from_hex(case["key"])


@pytest.mark.parametrize(
    ("contract", "slot", "parts", "code"),
    [
        (0, 0, [], "KEY_ZERO"),
        (2**31, 1, [], "RANGE"),
        (1, 2**32, [], "RANGE"),
        (1, 1, [(ValueType.U64, 1), (ValueType.U64, 1)], "KEY_TOO_WIDE"),
        (1, 1, [(ValueType.USER, 2**32)], "RANGE"),
        (1, 1, [(ValueType.U128, 1)], "KEY_TOO_WIDE"),
        (1, 1, [(ValueType.HASH, 1)], "KEY_TOO_WIDE"),
        (1, 1, [(ValueType.U8, 2**8)], "RANGE"),
        (1, 1, [(ValueType.FELT, P)], "RANGE"),
    ],
)
def test_bad_keys(contract: int, slot: int, parts: list[tuple[ValueType, int]], code: str) -> None:
    with pytest.raises(EncodingError) as refused:
        keys.make_key(contract, slot, parts)
    assert code_of(refused) == code


def test_value_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["values"]:
        kind, value = TYPES[case["type"]], limbs.from_hex(case["value"])
        assert kind.encode(number(case["number"])) == value
        assert kind.decode(value) == number(case["number"])


def test_rejected_value_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["rejected_values"]:
        with pytest.raises(EncodingError, match=case["type"]) as refused:
            TYPES[case["type"]].decode(limbs.from_hex(case["value"]))
        assert code_of(refused) == case["code"]


@given(st.sampled_from(ValueType), st.data())
def test_typed_values_round_trip(kind: ValueType, data: st.DataObject) -> None:
    value = data.draw(DIGESTS.map(ValueType.HASH.number) if kind is ValueType.HASH else st.integers(0, kind.limit - 1))
    assert kind.decode(kind.encode(value)) == value


@given(st.sampled_from(ValueType), DIGESTS)
def test_what_decodes_is_the_encoding(kind: ValueType, value: limbs.Digest) -> None:
    try:
        decoded = kind.decode(value)
    except EncodingError:
        return
    assert kind.encode(decoded) == value


@pytest.mark.parametrize("kind", ValueType)
def test_numbers_outside_a_type(kind: ValueType) -> None:
    for bad in (-1, kind.limit):
        with pytest.raises(EncodingError) as refused:
            kind.encode(bad)
        assert code_of(refused) == "RANGE"


@pytest.mark.parametrize("position", range(4))
def test_a_hash_has_canonical_limbs_only(position: int) -> None:
    number = P << (64 * position)
    with pytest.raises(EncodingError) as refused:
        ValueType.HASH.encode(number)
    assert code_of(refused) == "LIMB_RANGE"
    limbs_of_it = ValueType.HASH.encode(number - (1 << (64 * position)))
    assert limbs_of_it[3 - position] == P - 1


@pytest.mark.parametrize("kind", ValueType)
def test_limbs_of_a_value_are_exactly_as_many_as_it_is_wide(kind: ValueType) -> None:
    for wrong in (kind.width - 1, kind.width + 1):
        with pytest.raises(EncodingError) as refused:
            kind.number([0] * wrong)
        assert code_of(refused) == "TYPED_VALUE"
    assert kind.number([0] * kind.width) == 0


def test_pack4_vectors(vectors: dict[str, Any]) -> None:
    group = vectors["pack4"]
    for text, packed in zip(group["numbers"], group["packed"], strict=True):
        assert chain_hash.pack4(number(text)) == limbs.from_hex(packed)
        assert chain_hash.unpack4(limbs.from_hex(packed)) == number(text)
    for text in group["rejected_numbers"]:
        with pytest.raises(EncodingError, match="2\\^252") as refused:
            chain_hash.pack4(number(text))
        assert code_of(refused) == "PACK_RANGE"
    for packed in group["rejected_packed"]:
        with pytest.raises(EncodingError) as refused:
            chain_hash.unpack4(limbs.from_hex(packed))
        assert code_of(refused) == "UNPACK_RANGE"


def test_domain_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["domains"]:
        settlement = limbs.parse_hex(case["settlement"], 20)
        domain = chain_hash.domain(number(case["chain_id"]), settlement, number(case["world"]))
        assert domain == limbs.from_hex(case["domain"])


def test_domain_refuses_bad_parts() -> None:
    with pytest.raises(EncodingError, match="address"):
        chain_hash.domain(1, bytes(19), 1)
    with pytest.raises(EncodingError, match="world"):
        chain_hash.domain(1, bytes(20), 2**256)


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    return limbs.to_hex(value) if isinstance(value, tuple) else value


def test_header_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["headers"]:
        all_limbs = [limbs.limb_from_hex(text) for text in case["limbs"]]
        header = Header.from_limbs(all_limbs)
        assert as_json(asdict(header)) == case["fields"]
        assert header.to_limbs() == all_limbs


def test_rejected_header_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["rejected_headers"]:
        with pytest.raises(EncodingError) as refused:
            Header.from_limbs([limbs.limb_from_hex(text) for text in case["limbs"]])
        assert code_of(refused) == case["code"]


@given(st.integers(0, LENGTH - 1), st.integers(P, 2**64 - 1))
def test_header_limbs_are_strict(position: int, bad: int) -> None:
    all_limbs = [0] * LENGTH
    all_limbs[position] = bad
    with pytest.raises(EncodingError) as refused:
        Header.from_limbs(all_limbs)
    assert code_of(refused) in {"LIMB_RANGE", "RANGE"}


def test_header_fields_are_checked_when_written() -> None:
    assert Header().to_limbs() == [0] * LENGTH
    assert Header(count=5).to_limbs().index(5) == RESERVED - 1
    for bad in (Header(count=2**32), Header(auth_in=Auth(signer=2**32)), replace(Header(), env=(P, 0, 0, 0))):
        with pytest.raises(EncodingError):
            bad.to_limbs()
