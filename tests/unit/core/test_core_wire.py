"""Submissions as JSON: what is written is read again, and nothing else is."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core.bundles import Bundle
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import EncodingError
from saya_py.core.field import P
from saya_py.core.submissions import PlainCall, SignedBundle, SignedCall, Submission
from saya_py.core.wire import call_json, call_of, dump_submission, load_submission

KEY, SIGNATURE = bytes(range(104)), bytes(2320)

limbs = st.integers(0, P - 1)
u32s = st.integers(0, 2**32 - 1)


@st.composite
def calls(draw: st.DrawFn, mode: AuthMode) -> Call:
    signed = (draw(st.integers(0, 2**32 - 2)), draw(u32s), draw(u32s)) if mode is AuthMode.INLINE else (0, 0, 0)
    args = tuple(draw(st.lists(limbs, max_size=4)))
    head = draw(st.integers(0, 2**31 - 1)), draw(u32s), args, draw(u32s), draw(st.integers(0, 2**40 - 1))
    return Call(*head, *signed, mode)


bundles = st.builds(Bundle, u32s, u32s, st.integers(0, 2**32 - 2), u32s)
submissions: st.SearchStrategy[Submission] = st.one_of(
    st.builds(PlainCall, calls(AuthMode.NONE)),
    st.builds(SignedCall, calls(AuthMode.INLINE), st.just(KEY), st.just(SIGNATURE)),
    st.builds(
        SignedBundle,
        bundles,
        st.lists(calls(AuthMode.POP), min_size=1, max_size=3).map(tuple),
        st.just(KEY),
        st.just(SIGNATURE),
    ),
)


@given(submissions)
def test_what_is_written_is_read_again(submission: Submission) -> None:
    text = dump_submission(submission)
    assert "\n" not in text
    assert load_submission(text) == submission


def good_call() -> dict[str, Any]:
    return call_json(Call(1, 2, (3,), 4, 5, 6, 7, 8, AuthMode.INLINE))


def good_bundle() -> dict[str, Any]:
    call = call_json(Call(1, 2, (3,), 4, 5, auth_mode=AuthMode.POP))
    head = {"signer": 1, "lane": 2, "nonce": 3, "after": 4}
    return {"bundle": head, "calls": [call], "public_key": "0x" + KEY.hex(), "signature": "0x" + SIGNATURE.hex()}


def signed(call: object) -> dict[str, Any]:
    return {"call": call, "public_key": "0x" + KEY.hex(), "signature": "0x" + SIGNATURE.hex()}


def test_numbers_that_are_0_may_be_left_out() -> None:
    short = {"contract": 1, "function": 2, "args": [], "user": 3, "valid_until": 4}
    assert call_of(short) == Call(1, 2, (), 3, 4)
    bundle = good_bundle()
    del bundle["bundle"]["after"]
    read = load_submission(json.dumps(bundle))
    assert isinstance(read, SignedBundle)
    assert read.after == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda it: it.pop("nonce"), None),
        (lambda it: it.pop("user"), "call lacks the field 'user'"),
        (lambda it: it.update(extra=1), "call has the unknown field 'extra'"),
        (lambda it: it.update(user=True), "call.user is no whole number"),
        (lambda it: it.update(user=1.0), "call.user is no whole number"),
        (lambda it: it.update(user="1"), "call.user is no whole number"),
        (lambda it: it.update(user=-1), "call.user is no whole number"),
        (lambda it: it.update(contract=2**31), "call.contract is no whole number from 0 to 2147483647"),
        (lambda it: it.update(nonce=2**32 - 1), "call.nonce"),
        (lambda it: it.update(valid_until=2**40), "call.valid_until"),
        (lambda it: it.update(args={}), "call.args is no list"),
        (lambda it: it.update(args=[3]), r"call.args\[0\] is no text"),
        (lambda it: it.update(args=["0x03"]), "hexadecimal"),
        (lambda it: it.update(args=[f"0x{P:016x}"]), "is not a limb"),
        (lambda it: it.update(auth_mode="bundle"), "none of none, inline, pop"),
        (lambda it: it.update(auth_mode=1), "call.auth_mode is no text"),
        (lambda it: it.update(auth_mode="pop"), "a signed call has authorisation mode inline"),
    ],
)
def test_calls_are_read_strictly(change: Callable[[dict[str, Any]], Any], told: str | None) -> None:
    call = good_call()
    change(call)
    if told is None:
        load_submission(json.dumps(signed(call)))
        return
    with pytest.raises(EncodingError, match=told):
        load_submission(json.dumps(signed(call)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda it: it.update(calls=[]), "without calls"),
        (lambda it: it.update(calls=[good_call()]), "a call of a bundle has authorisation mode pop"),
        (lambda it: it.update(calls={}), "calls is no list"),
        (lambda it: it["calls"][0].pop("args"), r"calls\[0\] lacks the field 'args'"),
        (lambda it: it["bundle"].pop("nonce"), "bundle lacks the field 'nonce'"),
        (lambda it: it["bundle"].update(signer=2**32), "bundle.signer"),
        (lambda it: it.update(call=good_call()), "unknown field 'call'"),
        (lambda it: it.update(public_key="0x00"), "exactly 208 hexadecimal digits"),
        (lambda it: it.update(signature="0x" + "00" * 2319), "exactly 4640 hexadecimal digits"),
        (lambda it: it.pop("signature"), "lacks the field 'signature'"),
    ],
)
def test_bundles_are_read_strictly(change: Callable[[dict[str, Any]], Any], told: str) -> None:
    bundle = good_bundle()
    change(bundle)
    with pytest.raises(EncodingError, match=told):
        load_submission(json.dumps(bundle))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON"),
        ("[]", "no JSON object"),
        ("null", "no JSON object"),
        ("{}", "lacks the field 'call'"),
        ('{"call": 1}', "call is no JSON object"),
        ('{"call": {}, "call": {}}', "a field twice"),
        ("[" * 100_000, "no JSON"),
        ("9" * 5000, "no JSON"),
        ('{"call": {}, "signature": "0x"}', "lacks the field"),
    ],
)
def test_other_texts_are_refused(text: str, told: str) -> None:
    with pytest.raises(EncodingError, match=told):
        load_submission(text)


def test_half_a_signature_is_none() -> None:
    half = signed(good_call())
    del half["public_key"]
    with pytest.raises(EncodingError, match="public_key"):
        load_submission(json.dumps(half))
    with pytest.raises(EncodingError, match="104"):
        SignedCall(Call(1, 2, (), 4, 5, auth_mode=AuthMode.INLINE), KEY[:-1], SIGNATURE)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_nothing_else_is_a_submission(value: object) -> None:
    with pytest.raises(EncodingError):
        load_submission(json.dumps(value))
