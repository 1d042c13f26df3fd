"""Signatures, verified by a second implementation: it follows docs/statement.md and uses nothing of the Rust one.

Reasons of refusal are not repeated here: whoever verifies with this file learns yes or no.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from saya_py.core.chain_hash import keccak256, two_limbs
from saya_py.core.field import P
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import from_hex, limb_from_hex, parse_hex, to_bytes

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "signatures.json").read_text())


def prf(name: str, key: bytes, *parts: bytes | int) -> bytes:
    data = b"".join(part.to_bytes(8, "big") if isinstance(part, int) else part for part in parts)
    return keccak256(b"SAYA/" + name.encode() + b"/1" + key + data)


def seed_of(key: dict[str, Any]) -> bytes:
    master = parse_hex(key["master"], 32)
    return prf("SEED", master, to_bytes(from_hex(key["domain"])), key["user"], key["lane"], key["epoch"])


def step(element: tuple[int, int], pp: tuple[int, int], nonce: int, chain: int) -> tuple[int, int]:
    return hash_limbs(Tag.CHAIN, [*element, *pp, nonce, chain])[:2]


def leaf_of(ends: list[tuple[int, int]]) -> tuple[int, ...]:
    return hash_limbs(Tag.OTS_PK, [limb for end in ends for limb in end])


def codeword(rho: tuple[int, int], pp: tuple[int, int], digest: tuple[int, ...]) -> str | None:
    """The bits by chain, or None when the randomiser gives none."""
    limbs = hash_limbs(Tag.MSG, [*rho, *pp, *digest])[:2]
    if max(limbs) >= 2**60:
        return None
    bits = "".join(str(limb >> i & 1) for limb in limbs for i in range(60))
    return bits if bits.count("1") == 60 else None


def words(data: bytes) -> list[int]:
    """The limbs of some bytes, or none when there is one of p or more."""
    limbs = [int.from_bytes(data[i : i + 8], "big") for i in range(0, len(data), 8)]
    return limbs if all(limb < P for limb in limbs) else []


def verify(given: dict[str, Any]) -> bool:
    """Whether a signature is the account's for this digest and nonce."""
    key = words(bytes.fromhex(given["public_key"][2:]))
    if len(key) != 13 or not given["public_key"].startswith("0x") or len(given["public_key"]) != 2 + 26 * 8:
        return False
    domain, (scheme, lane, first), pp, root = key[:4], key[4:7], (key[7], key[8]), key[9:]
    if (tuple(domain), scheme, lane) != (from_hex(given["domain"]), 1, given["lane"]) or first >= 2**32:
        return False
    if list(hash_limbs(Tag.KEYROOT, key)[:3]) != [limb_from_hex(limb) for limb in given["key_root"]]:
        return False
    nonce, data = given["nonce"], bytes.fromhex(given["signature"][2:])
    if not 0 <= nonce - first < 2**12 or nonce >= 2**32 - 1 or len(data) != 2320:
        return False
    limbs = words(data)
    if not limbs:
        return False
    rho, elements, path = (limbs[0], limbs[1]), limbs[2:242], limbs[242:]
    bits = codeword(rho, pp, from_hex(given["digest"]))
    if bits is None:
        return False
    pairs = [(elements[2 * c], elements[2 * c + 1]) for c in range(120)]
    node = leaf_of([pair if bits[c] == "1" else step(pair, pp, nonce, c) for c, pair in enumerate(pairs)])
    for level in range(12):
        sibling = path[4 * level : 4 * level + 4]
        right = (nonce - first) >> level & 1
        node = hash_limbs(Tag.XMSS_NODE, [*sibling, *node] if right else [*node, *sibling])
    return list(node) == root


@pytest.mark.parametrize("key", VECTORS["keys"])
def test_keys(key: dict[str, Any]) -> None:
    """Secrets, public parameter and leaves follow from the master secret as documented."""
    seed = seed_of(key)
    pp = two_limbs(prf("PP", seed))
    assert [limb_from_hex(limb) for limb in key["pp"]] == list(pp)
    for case in key["elements"]:
        expected = tuple(limb_from_hex(limb) for limb in case["element"])
        assert two_limbs(prf("OTS", seed, case["nonce"], case["chain"])) == expected
    for case in key["randomisers"]:
        rho = prf("RHO", seed, to_bytes(from_hex(case["digest"])), case["nonce"], case["attempt"])
        assert [limb_from_hex(limb) for limb in case["rho"]] == list(two_limbs(rho))
    for case in key["leaves"]:
        nonce = key["first_nonce"] + case["index"]
        ends = [step(two_limbs(prf("OTS", seed, nonce, c)), pp, nonce, c) for c in range(120)]
        assert leaf_of(ends) == from_hex(case["leaf"])


@pytest.mark.parametrize("case", VECTORS["signatures"], ids=lambda case: f"{case['key']}-{case['nonce']}")
def test_signatures(case: dict[str, Any]) -> None:
    key = VECTORS["keys"][case["key"]]
    account = {name: key[name] for name in ("domain", "lane", "key_root", "public_key")}
    assert verify({**account, **case})
    assert not verify({**account, **case, "nonce": case["nonce"] - 1})
    rho = two_limbs(prf("RHO", seed_of(key), to_bytes(from_hex(case["digest"])), case["nonce"], case["attempt"]))
    assert to_bytes(rho).hex() == case["signature"][2:34]
    pp = (limb_from_hex(key["pp"][0]), limb_from_hex(key["pp"][1]))
    assert codeword(rho, pp, from_hex(case["digest"])) == case["codeword"]


def test_the_first_randomiser_that_fits_is_used() -> None:
    """The signature with the fewest attempts, to keep the search short."""
    case = min(VECTORS["signatures"], key=lambda case: case["attempt"])
    key = VECTORS["keys"][case["key"]]
    seed, digest = seed_of(key), from_hex(case["digest"])
    pp = (limb_from_hex(key["pp"][0]), limb_from_hex(key["pp"][1]))
    for attempt in range(case["attempt"]):
        rho = two_limbs(prf("RHO", seed, to_bytes(digest), case["nonce"], attempt))
        assert codeword(rho, pp, digest) is None


@pytest.mark.parametrize("case", VECTORS["rejected"], ids=lambda case: case["name"])
def test_refusals(case: dict[str, Any]) -> None:
    assert not verify(case)


@pytest.mark.parametrize("case", VECTORS["rejected_public_keys"], ids=lambda case: case["name"])
def test_refused_public_keys(case: dict[str, Any]) -> None:
    key, signed = VECTORS["keys"][0], VECTORS["signatures"][0]
    good = {name: key[name] for name in ("domain", "lane", "key_root", "public_key")} | signed
    assert verify(good)
    assert not verify({**good, "public_key": case["public_key"]})


def test_each_reason_is_among_the_refusals() -> None:
    assert {case["code"] for case in VECTORS["rejected"]} == {
        "DIGEST_WEIGHT",
        "DIGEST_LIMB",
        "KEY_DOMAIN",
        "KEY_INDEX",
        "KEY_LANE",
        "KEY_ROOT",
        "LIMB_RANGE",
        "RANGE",
        "SIGNATURE_LENGTH",
        "TREE_ROOT",
    }
