"""Accounts, operators, bundles and system calls are those of the Rust crate."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core.accounts import Account, account_key, operator_key, operator_of
from saya_py.core.bundles import Bundle, auth_chain
from saya_py.core.calls import AuthMode
from saya_py.core.errors import EncodingError, SignatureRejected
from saya_py.core.field import P
from saya_py.core.limbs import ZERO, from_hex, limb_from_hex
from saya_py.core.system_calls import OPEN, ROTATE, open_call, rotate_call


def test_account_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["accounts"]:
        a, b, c = (limb_from_hex(text) for text in case["key_root"])
        account = Account(case["nonce"], (a, b, c))
        assert account_key(case["user"], case["lane"]) == from_hex(case["key"])
        assert account.encode() == from_hex(case["value"])
        assert Account.decode(from_hex(case["value"])) == account


def test_nonce_vectors(vectors: dict[str, Any]) -> None:
    refused = 0
    for case in vectors["nonces"]:
        account = Account(case["stored"], (1, 1, 1))
        if case["next"] is None:
            refused += 1
            with pytest.raises(SignatureRejected) as error:
                account.consume(case["nonce"], case["after"])
            assert error.value.code == ("NONCE_USED" if case["nonce"] < case["stored"] else "NONCE_ORDER")
        else:
            assert account.consume(case["nonce"], case["after"]) == Account(case["next"], (1, 1, 1))
    assert 0 < refused < len(vectors["nonces"])


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 2), st.integers(0, 2**32 - 1))
def test_no_nonce_is_used_twice(stored: int, nonce: int, after: int) -> None:
    try:
        used = Account(stored, (1, 2, 3)).consume(nonce, after)
    except SignatureRejected:
        return
    with pytest.raises(SignatureRejected):
        used.consume(nonce, 0)
    assert used.nonce > stored


def test_operator_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["operators"]:
        assert operator_key(case["contract"]) == from_hex(case["key"])
        if case["user"] is None:
            with pytest.raises(EncodingError):
                operator_of(from_hex(case["value"]))
        else:
            assert operator_of(from_hex(case["value"])) == case["user"]


def test_bundle_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["bundles"]:
        digests = [from_hex(text) for text in case["calls"]]
        chain = auth_chain(digests)
        assert chain == [from_hex(text) for text in case["chain"]]
        bundle, scope = Bundle(**case["bundle"]), from_hex(case["scope"])
        assert bundle.digest(scope, chain[0]) == bundle.digest_of(scope, digests) == from_hex(case["digest"])


def test_bundles_are_checked() -> None:
    good = {"signer": 1, "lane": 2, "nonce": 3, "after": 4}
    for name in good:
        for bad in (-1, 2**32):
            with pytest.raises(EncodingError, match=name):
                Bundle(**{**good, name: bad}).digest(ZERO, ZERO)
    with pytest.raises(EncodingError, match="nonce"):
        Bundle(1, 2, 2**32 - 1).digest(ZERO, ZERO)
    with pytest.raises(EncodingError) as refused:
        Bundle(1, 2, 3).digest_of(ZERO, [])
    assert refused.value.code == "BUNDLE_EMPTY"
    assert auth_chain([]) == [ZERO]


def test_system_call_vectors(vectors: dict[str, Any]) -> None:
    for case in vectors["system_calls"]:
        a, b, c = (limb_from_hex(text) for text in case["key_root"])
        lane = case["lane"]
        if lane is None:
            call = rotate_call(7, 5, (a, b, c), valid_until=9)
        else:
            call = open_call(7, lane, (a, b, c), valid_until=9)
        assert (call.contract, call.function) == (0, case["function"])
        assert call.args == tuple(limb_from_hex(text) for text in case["args"])
        assert (call.user, call.auth_mode, call.valid_until) == (7, AuthMode.INLINE, 9)
        assert call.lane == (5 if lane is None else 0), "a lane is opened by lane 0"
    assert [case["function"] for case in vectors["system_calls"]] == [OPEN, ROTATE]


def test_an_account_is_never_left_without_a_key() -> None:
    for make in (
        lambda: open_call(1, 1, (0, 0, 0), valid_until=1),
        lambda: rotate_call(1, 1, (0, 0, 0), valid_until=1),
    ):
        with pytest.raises(EncodingError, match="without a key"):
            make()
    with pytest.raises(EncodingError, match="lane"):
        open_call(1, 2**32, (1, 0, 0), valid_until=1)
    with pytest.raises(EncodingError, match="limb"):
        rotate_call(1, 0, (P, 0, 0), valid_until=1).digest(ZERO)
