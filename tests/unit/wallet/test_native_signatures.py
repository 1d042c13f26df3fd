"""The extension's verifier on the committed vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from saya_py import _native
from saya_py.core.errors import SignatureRejected

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "signatures.json").read_text())


def raw(text: str | list[str]) -> bytes:
    return b"".join(map(raw, text)) if isinstance(text, list) else bytes.fromhex(text.removeprefix("0x"))


def verify(given: dict[str, Any]) -> None:
    names = ("public_key", "domain", "lane", "key_root", "nonce", "digest", "signature")
    _native.verify_signature(*(given[n] if n in ("lane", "nonce") else raw(given[n]) for n in names))


def test_good_signatures() -> None:
    for case in VECTORS["signatures"]:
        key = VECTORS["keys"][case["key"]]
        verify({**key, **case})
        assert _native.key_root(raw(key["public_key"])) == raw(key["key_root"])


@pytest.mark.parametrize("case", VECTORS["rejected"], ids=lambda case: case["name"])
def test_refusals(case: dict[str, Any]) -> None:
    with pytest.raises(SignatureRejected) as refused:
        verify(case)
    assert refused.value.code == case["code"]


@pytest.mark.parametrize("case", VECTORS["rejected_public_keys"], ids=lambda case: case["name"])
def test_refused_public_keys(case: dict[str, Any]) -> None:
    with pytest.raises(SignatureRejected) as refused:
        _native.key_root(raw(case["public_key"]))
    assert refused.value.code == case["code"]


def test_limbs_of_the_account_are_checked() -> None:
    good = {**VECTORS["keys"][0], **VECTORS["signatures"][0]}
    for name, size in (("domain", 32), ("key_root", 24), ("digest", 32)):
        with pytest.raises(SignatureRejected) as refused:
            verify({**good, name: "0x" + "ff" * size})
        assert refused.value.code == "LIMB_RANGE"
