"""Costs of a function: what is counted, and what follows from a measured proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from saya_py import _native
from saya_py.artifacts.costs.entries import count_entries
from saya_py.artifacts.costs.gas import Entries, calls_per_sub_block, gas_per_call
from saya_py.artifacts.project.loading import LoadedSet


@dataclass(frozen=True)
class Rows:
    """Average rows of one call in its leaf, by what they are for."""

    logic: float
    accesses: float
    call: float
    """What every call takes: range checks of its arguments and its digest."""
    authorisation: float
    """What allows it: a signature and a nonce, or a link of a bundle; nothing in the mode none."""
    log: float

    @property
    def total(self) -> float:
        """All of them."""
        return self.logic + self.accesses + self.call + self.authorisation + self.log


@dataclass(frozen=True)
class FunctionCost:
    """Costs of one function. All but gas are counted; gas is an estimate."""

    contract: str
    function: str
    auth: str
    rows: Rows
    reads: int
    """Read operations of the program, taken or not."""
    writes: int
    permutations: int
    """Poseidon permutations for proving the accesses."""
    entries: Entries
    lanes: int
    """Calls that one leaf holds."""
    leaf_rows: int
    calls: int
    """Calls in a full sub-block of this function when no two share an entry."""
    gas: int
    """Estimated gas of one call in a full sub-block."""

    @property
    def leaves(self) -> int:
        """Leaves of a full sub-block."""
        return -(-self.calls // self.lanes)

    @property
    def share(self) -> float:
        """Part of a full sub-block that one call takes."""
        return 1 / self.calls


def measure_set(loaded: LoadedSet, profile: str) -> Iterator[FunctionCost]:
    """Costs of all functions, in order; each takes about a second.

    Raises:
        ProverRefused: one call of a function does not fit a leaf.
    """
    for schema, contract in zip(loaded.abi.contracts, loaded.contracts, strict=True):
        bodies: list[Mapping[str, Any]] = json.loads(contract.ir_json)["functions"]
        for function, body in zip(schema.functions, bodies, strict=True):
            measure: dict[str, Any] = json.loads(_native.measure_function(contract.ir_json, function.id, profile))
            entries = count_entries(body)
            calls = calls_per_sub_block(entries, measure["lanes"])
            yield FunctionCost(
                contract=schema.name,
                function=function.name,
                auth=function.auth,
                rows=Rows(**measure["rows"]),
                reads=measure["reads"],
                writes=measure["writes"],
                permutations=measure["permutations"],
                entries=entries,
                lanes=measure["lanes"],
                leaf_rows=measure["leaf_rows"],
                calls=calls,
                gas=gas_per_call(profile, entries, calls),
            )
