"""Field, permutation and tagged hash."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core.errors import EncodingError
from saya_py.core.field import P, ext_evaluate, ext_multiply, inverse, limb
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import from_hex, limb_from_hex
from saya_py.core.poseidon import permute

LIMBS = st.integers(0, P - 1)
EXT = st.tuples(LIMBS, LIMBS)


def limbs(texts: list[str]) -> list[int]:
    return [limb_from_hex(text) for text in texts]


def test_field_vectors(vectors: dict[str, Any]) -> None:
    field = {name: limbs(vectors["field"][name]) for name in vectors["field"] if name != "rejected"}
    pairs = list(zip(field["a"], field["b"], strict=True))
    assert [(a + b) % P for a, b in pairs] == field["sum"]
    assert [(a - b) % P for a, b in pairs] == field["difference"]
    assert [a * b % P for a, b in pairs] == field["product"]
    assert [inverse(a) for a in field["nonzero"]] == field["inverse"]


def test_words_of_p_or_more_are_no_limbs(vectors: dict[str, Any]) -> None:
    for text in vectors["field"]["rejected"]:
        with pytest.raises(EncodingError, match="never reduced") as refused:
            limb_from_hex(text)
        assert refused.value.code == "LIMB_RANGE"


@pytest.mark.parametrize("value", [-1, P, 2**64 - 1, 2**64])
def test_limb_range(value: int) -> None:
    with pytest.raises(EncodingError) as refused:
        limb(value)
    assert refused.value.code == "LIMB_RANGE"


def test_zero_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        inverse(0)


def test_extension_vectors(vectors: dict[str, Any]) -> None:
    columns = [limbs(vectors["extension"][name]) for name in ("a0", "a1", "b0", "b1", "product0", "product1")]
    for a0, a1, b0, b1, p0, p1 in zip(*columns, strict=True):
        assert ext_multiply((a0, a1), (b0, b1)) == (p0, p1)


@given(st.lists(LIMBS, max_size=12), EXT)
def test_evaluation_is_the_sum_of_powers(coefficients: list[int], r: tuple[int, int]) -> None:
    power, total = (1, 0), (0, 0)
    for coefficient in coefficients:
        total = tuple((t + coefficient * x) % P for t, x in zip(total, power, strict=True))
        power = ext_multiply(power, r)
    assert ext_evaluate(coefficients, r) == total


def test_permute_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["permute"]:
        assert permute(limbs(case["input"])) == limbs(case["output"])


def test_hash_vectors(vectors: dict[str, Any]) -> None:
    x = limbs(vectors["hash"]["x"])
    assert vectors["hash"]["tags"] == list(Tag)
    for tag, digests in zip(Tag, vectors["hash"]["digests"], strict=True):
        assert [hash_limbs(tag, x[:n]) for n in range(18)] == [from_hex(text) for text in digests]


@given(st.lists(LIMBS, max_size=9))
def test_a_zero_more_is_another_hash(x: list[int]) -> None:
    assert hash_limbs(Tag.ARGS, x) != hash_limbs(Tag.ARGS, [*x, 0])
