"""Scopes, environments and calls."""

from typing import Any

import pytest

from saya_py.core.calls import AuthMode, Call, args_hash, calls_next, env_of, scope_of
from saya_py.core.errors import EncodingError
from saya_py.core.limbs import ZERO, from_hex, limb_from_hex


def call_of(fields: dict[str, Any]) -> Call:
    args = tuple(limb_from_hex(text) for text in fields["args"])
    return Call(**{**fields, "args": args, "auth_mode": AuthMode[fields["auth_mode"].upper()]})


def test_environment_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["environments"]:
        scope = scope_of(from_hex(case["domain"]), from_hex(case["set_root"]))
        assert scope == from_hex(case["scope"])
        assert env_of(scope, case["t_min"], case["t_max"]) == from_hex(case["env"])


def test_call_vectors(vectors: dict[str, Any]) -> None:
    chain = ZERO
    for case in vectors["calls"]:
        call = call_of(case["call"])
        assert args_hash(call.args) == from_hex(case["args_hash"])
        assert call.digest(from_hex(case["scope"])) == from_hex(case["digest"])
        assert chain == from_hex(case["calls_in"])
        chain = calls_next(chain, from_hex(case["digest"]))
        assert chain == from_hex(case["calls_out"])


def test_rejected_call_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["rejected_calls"]:
        with pytest.raises(EncodingError) as refused:
            call_of(case["call"]).digest(ZERO)
        assert refused.value.code == case["code"]


@pytest.mark.parametrize("name", ["function", "user", "lane", "after", "nonce", "contract", "valid_until"])
def test_numbers_are_checked(name: str) -> None:
    good = {"contract": 1, "function": 1, "args": (), "user": 1, "valid_until": 1, "auth_mode": AuthMode.INLINE}
    for bad in (-1, 2**41):
        with pytest.raises(EncodingError, match=name):
            Call(**{**good, name: bad}).digest(ZERO)
    with pytest.raises(EncodingError, match="limb"):
        Call(**{**good, "args": (2**64,)}).digest(ZERO)


@pytest.mark.parametrize("times", [(2**40, 0), (0, 2**40), (-1, 0)])
def test_times_are_checked(times: tuple[int, int]) -> None:
    with pytest.raises(EncodingError) as refused:
        env_of(ZERO, *times)
    assert refused.value.code == "RANGE"
