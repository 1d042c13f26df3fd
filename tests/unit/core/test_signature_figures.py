"""The figures of docs/signatures.md, from the parameters."""

from __future__ import annotations

import re
from math import comb, log, log1p, log2, pi
from pathlib import Path

import pytest

from saya_py.core.field import P

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "signatures.md").read_text()


def parameter(name: str) -> int:
    """A number of the Rust parameters."""
    source = (ROOT / "prover/core/src/signature/params.rs").read_text()
    found = re.search(rf"pub const {name}: \w+ = (?:1 << )?(\d+);", source)
    assert found is not None
    return 2 ** int(found[1]) if "1 <<" in found[0] else int(found[1])


WEIGHT, LIMB_BITS, HEIGHT = parameter("WEIGHT"), parameter("LIMB_BITS"), parameter("HEIGHT")
CHAINS, LEAVES = 2 * LIMB_BITS, 2**HEIGHT
WORDS = comb(CHAINS, WEIGHT)
HIT = (2**LIMB_BITS / P) ** 2 * WORDS / 2**CHAINS
ELEMENT = 2 * log2(P)


def quantile(share: float) -> int:
    """Attempts by which a codeword was found with this probability."""
    return round(log(1 - share) / log1p(-HIT))


def reused(unknown: int) -> float:
    """Bits of the codewords that have ones at the places whose starts are unknown."""
    return log2(comb(CHAINS - unknown, WEIGHT - unknown))


FIGURES = {
    "codewords": f"2^{log2(WORDS):.2f}",
    "share of weight": f"{100 * WORDS / 2**CHAINS:.2f} %",
    "attempts": f"{1 / HIT:,.0f} randomisers on average (2^{-log2(HIT):.2f})",
    "median": f"before number {quantile(0.5):,}",
    "nearly all": f"99 % before {quantile(0.99):,}",
    "classical": f"**Classical: {ELEMENT - log2(3):.1f} bits**",
    "grover": f"2^{log2(pi / 4) + ELEMENT / 2:.1f} evaluations",
    "key root": f"{192 - 32} bits",
    "nodes": f"{256 - 32 - HEIGHT - 1} bits",
    "after one inverted step": f"leaves {1 + WEIGHT} codewords",
    "search after it": f"search 2^{ELEMENT - log2(1 + WEIGHT):.0f} messages",
    "shared pp": f"2^-{ELEMENT - 63:.0f}",
    "reprogramming": f"2^{log2(1.5) + HEIGHT + (64 - ELEMENT) / 2:.1f} for",
    "collision": f"(2^{(log2(WORDS) + 1) / 2 - 0.5 - log2(HIT):.1f} evaluations give one)",
    "permutations of a key": f"{LEAVES * (CHAINS + CHAINS * 2 // 8):,} permutations and {LEAVES * CHAINS:,} PRF calls",
    "permutations to verify": f"{1 + (CHAINS - WEIGHT) + CHAINS * 2 // 8 + HEIGHT} permutations natively",
    "in a circuit": f"{1 + CHAINS + CHAINS * 2 // 8 + HEIGHT + 2} in a circuit",
    "signature": f"{8 * (2 + 2 * CHAINS + 4 * HEIGHT):,} bytes",
} | {
    f"{uses} uses": f"| {uses} | 2^{reused(unknown):.1f} | 2^{ELEMENT - reused(unknown):.1f} |"
    for uses, unknown in ((2, 30), (3, 15), (4, 8))
}


@pytest.mark.parametrize("name", FIGURES)
def test_figure(name: str) -> None:
    assert FIGURES[name] in TEXT, f"{name}: {FIGURES[name]}"


def test_giving_up_is_hopeless_luck() -> None:
    chance = parameter("MAX_ATTEMPTS") * log1p(-HIT) / log(2)
    assert chance < -107
    assert "below 2^-107" in TEXT
