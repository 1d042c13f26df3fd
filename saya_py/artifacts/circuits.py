"""The circuits of a set, as the extension builds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from saya_py import _native
from saya_py.artifacts.strict import Node
from saya_py.core.calls import AuthMode
from saya_py.core.limbs import Digest, from_hex, to_hex
from saya_py.core.variants import Authorisation

Progress = Callable[[str, float], None]
"""Hears the name and the seconds of each finished stage."""

Place: TypeAlias = tuple[int, int, AuthMode]
"""Contract, function and authorisation mode of a circuit."""


@dataclass(frozen=True)
class Circuit:
    """The circuit of one function for one authorisation mode, or one of the system's."""

    digest: Digest
    """`H(VD; circuit_digest, cap)`: its leaf of the set tree is made of it."""
    lanes: int
    """Calls that one proof holds; for the circuit of bundles, bundles."""

    def to_json(self) -> dict[str, Any]:
        """As files and reports have it."""
        return {"circuit": to_hex(self.digest), "lanes": self.lanes}

    @classmethod
    def read(cls, node: Node) -> Circuit:
        """Read strictly."""
        fields = node.fields("circuit", "lanes")
        return cls(fields["circuit"].digest(), fields["lanes"].number(1, 2**31))


@dataclass(frozen=True)
class SetCircuits:
    """All circuits of a set, those of system contract 0 among them."""

    set_root: Digest
    system_root: Digest
    """Root over the circuits of contract 0."""
    circuits: Mapping[Place, Circuit]


BuildCircuits = Callable[[str, Sequence[str], Authorisation, Progress | None], SetCircuits]
"""Builds the circuits of a profile, of contracts (IR as JSON) and of a way to authorise calls."""


def build_circuits(
    profile: str, contracts: Sequence[str], authorisation: Authorisation, progress: Progress | None = None
) -> SetCircuits:
    """Build the circuits of all functions of `contracts` (IR as JSON), and the system's: seconds for each.

    Raises:
        ProverRefused: a function does not fit a leaf.
    """
    summary: dict[str, Any] = json.loads(_native.summarise_set(profile, contracts, authorisation, progress))
    modes = {mode.label: mode for mode in AuthMode}
    circuits = {
        (each["contract"], each["function"], modes[each["mode"]]): Circuit(from_hex(each["circuit"]), each["lanes"])
        for each in summary["circuits"]
    }
    return SetCircuits(from_hex(summary["set_root"]), from_hex(summary["system_root"]), circuits)
