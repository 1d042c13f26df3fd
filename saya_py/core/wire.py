"""The JSON form of calls and submissions, the same that Rust reads and writes.

Limbs are `0x` text of 16 digits, keys and signatures `0x` text of all their bytes, other numbers are numbers. Reading
is strict: unknown fields, missing fields, repeated fields and values of another type are refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from saya_py.core.bundles import Bundle
from saya_py.core.calls import TIME_LIMIT, AuthMode, Call
from saya_py.core.errors import EncodingError
from saya_py.core.json_text import check_depth
from saya_py.core.keys import CONTRACT_LIMIT, U32_LIMIT
from saya_py.core.limbs import limb_from_hex, parse_hex, to_hex
from saya_py.core.submissions import (
    PUBLIC_KEY_BYTES,
    SIGNATURE_BYTES,
    PlainCall,
    SignedBundle,
    SignedCall,
    Submission,
)

_NONCE_LIMIT = U32_LIMIT - 1
_CALL_NUMBERS = {"contract": CONTRACT_LIMIT, "function": U32_LIMIT, "user": U32_LIMIT, "valid_until": TIME_LIMIT}
_CALL_DEFAULTS = {"nonce": _NONCE_LIMIT, "lane": U32_LIMIT, "after": U32_LIMIT}
_BUNDLE_NUMBERS = {"signer": U32_LIMIT, "lane": U32_LIMIT, "nonce": _NONCE_LIMIT}
_MODES = {mode.label: mode for mode in AuthMode}
_SHOWN = 80


def call_json(call: Call) -> dict[str, Any]:
    """A call as a JSON object."""
    return {
        "contract": call.contract,
        "function": call.function,
        "args": [to_hex([limb]) for limb in call.args],
        "user": call.user,
        "valid_until": call.valid_until,
        "nonce": call.nonce,
        "lane": call.lane,
        "after": call.after,
        "auth_mode": call.auth_mode.label,
    }


def submission_json(submission: Submission) -> dict[str, Any]:
    """A submission as a JSON object."""
    if isinstance(submission, PlainCall):
        return {"call": call_json(submission.call)}
    proof = {"public_key": "0x" + submission.public_key.hex(), "signature": "0x" + submission.signature.hex()}
    if isinstance(submission, SignedCall):
        return {"call": call_json(submission.call), **proof}
    bundle = submission.bundle
    head = {"signer": bundle.signer, "lane": bundle.lane, "nonce": bundle.nonce, "after": bundle.after}
    return {"bundle": head, "calls": [call_json(call) for call in submission.calls], **proof}


def dump_submission(submission: Submission) -> str:
    """The text of a submission: one line."""
    return json.dumps(submission_json(submission))


def load_submission(text: str) -> Submission:
    """The submission of a text; raises `EncodingError` unless it is exactly one that is well formed.

    Nothing is said of its signature.
    """
    return submission_of(load_json(text))


def load_json(text: str) -> Any:
    """The JSON value of a text in which no object has a field twice; raises `EncodingError` (JSON) for others."""
    try:
        check_depth(text)
        return json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise refused("the text", f"is no JSON ({str(error)[:_SHOWN]})") from None


def submission_of(value: Any) -> Submission:
    """The submission that a JSON value is; raises `EncodingError`."""
    what = "a submission"
    if isinstance(value, dict) and "bundle" in value:
        fields = _fields(what, value, ("bundle", "calls", "public_key", "signature"))
        if not isinstance(fields["calls"], list):
            raise refused("calls", "is no list")
        calls = tuple(call_of(call, f"calls[{i}]") for i, call in enumerate(fields["calls"]))
        return SignedBundle(_bundle(fields["bundle"]), calls, *_proof(fields))
    fields = _fields(what, value, ("call",), ("public_key", "signature"))
    call = call_of(fields["call"])
    if "public_key" not in fields and "signature" not in fields:
        return PlainCall(call)
    return SignedCall(call, *_proof(_fields(what, value, ("call", "public_key", "signature"))))


def call_of(value: Any, where: str = "call") -> Call:
    """The call that a JSON value is; `where` names it in the error. Raises `EncodingError`.

    `nonce`, `lane` and `after` may be missing and are 0 then, `auth_mode` is `none`.
    """
    fields = _fields(where, value, ("args", *_CALL_NUMBERS), (*_CALL_DEFAULTS, "auth_mode"))
    if not isinstance(fields["args"], list):
        raise refused(f"{where}.args", "is no list")
    args = tuple(limb_from_hex(_text(f"{where}.args[{i}]", arg)) for i, arg in enumerate(fields["args"]))
    numbers = {name: _number(f"{where}.{name}", fields[name], limit) for name, limit in _CALL_NUMBERS.items()}
    for name, limit in _CALL_DEFAULTS.items():
        numbers[name] = _number(f"{where}.{name}", fields.get(name, 0), limit)
    mode = _text(f"{where}.auth_mode", fields.get("auth_mode", "none"))
    if mode not in _MODES:
        raise refused(f"{where}.auth_mode", f"is {mode[:_SHOWN]!r}, which is none of {', '.join(_MODES)}")
    return Call(args=args, auth_mode=_MODES[mode], **numbers)


def _bundle(value: Any) -> Bundle:
    fields = _fields("bundle", value, tuple(_BUNDLE_NUMBERS), ("after",))
    numbers = {name: _number(f"bundle.{name}", fields[name], limit) for name, limit in _BUNDLE_NUMBERS.items()}
    return Bundle(after=_number("bundle.after", fields.get("after", 0), U32_LIMIT), **numbers)


def _proof(fields: Mapping[str, Any]) -> tuple[bytes, bytes]:
    public_key = parse_hex(_text("public_key", fields["public_key"]), PUBLIC_KEY_BYTES)
    return public_key, parse_hex(_text("signature", fields["signature"]), SIGNATURE_BYTES)


def _fields(where: str, value: Any, names: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refused(where, "is no JSON object")
    if missing := [name for name in names if name not in value]:
        raise refused(where, f"lacks the field {missing[0]!r}")
    if unknown := [name for name in value if name not in (*names, *optional)]:
        raise refused(
            where, f"has the unknown field {unknown[0][:_SHOWN]!r}; its fields are {', '.join(names + optional)}"
        )
    return value


def _number(where: str, value: Any, limit: int) -> int:
    if type(value) is not int or not 0 <= value < limit:
        raise refused(where, f"is no whole number from 0 to {limit - 1}")
    return value


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise refused(where, "is no text")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a field twice")
    return found


def refused(where: str, why: str) -> EncodingError:
    """The error about one place of a JSON text."""
    return EncodingError("JSON", f"{where} {why}; docs/wallet.md shows calls and submissions as JSON")
