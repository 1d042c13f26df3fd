"""The circuits of a set, as the extension builds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saya_py import _native
from saya_py.core.limbs import Digest, from_hex

Progress = Callable[[str, float], None]
"""Hears the name and the seconds of each finished stage."""


@dataclass(frozen=True)
class Circuit:
    """The circuit of one function."""

    circuit: Digest
    """`H(VD; circuit_digest, cap)`."""
    lanes: int
    """Calls that one proof holds."""


@dataclass(frozen=True)
class SetCircuits:
    """The circuits of a set by contract and function number, and the root over them."""

    set_root: Digest
    circuits: Mapping[tuple[int, int], Circuit]


BuildCircuits = Callable[[str, Sequence[str], Progress | None], SetCircuits]
"""Builds the circuits of a profile and of contracts (IR as JSON)."""


def build_circuits(profile: str, contracts: Sequence[str], progress: Progress | None = None) -> SetCircuits:
    """Build the circuit of every function of `contracts` (IR as JSON): seconds for each.

    Raises:
        ProverRefused: a function does not fit a leaf.
    """
    summary: dict[str, Any] = json.loads(_native.summarise_set(profile, contracts, progress))
    circuits = {
        (each["contract"], each["function"]): Circuit(from_hex(each["circuit"]), each["lanes"])
        for each in summary["circuits"]
    }
    return SetCircuits(from_hex(summary["set_root"]), circuits)
