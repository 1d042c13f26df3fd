"""Costs of a function in each mode of authorisation: what is counted, and what follows from a measured proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from saya_py import _native
from saya_py.artifacts.costs.authorisation import authorising
from saya_py.artifacts.costs.entries import count_entries
from saya_py.artifacts.costs.gas import Entries, SettlementCosts
from saya_py.artifacts.project.loading import LoadedSet
from saya_py.core.calls import AuthMode
from saya_py.core.variants import Authorisation, function_modes
from saya_py.lang.schema import Auth, FunctionSchema


@dataclass(frozen=True)
class Rows:
    """Average rows of one call in its leaf, by what they are for."""

    logic: float
    accesses: float
    call: float
    """What every call takes: range checks of its arguments and its digest."""
    authorisation: float
    """Its signature and its account, or its place in a bundle; the bundle itself has a leaf of its own."""
    log: float

    @property
    def total(self) -> float:
        """All of them."""
        return self.logic + self.accesses + self.call + self.authorisation + self.log


@dataclass(frozen=True)
class FunctionCost:
    """Costs of one function in one mode. All but gas are counted; gas is an estimate."""

    contract: str
    function: str
    auth: Auth
    mode: AuthMode
    rows: Rows
    reads: int
    """Read operations of the program, taken or not."""
    writes: int
    permutations: int
    """Poseidon permutations for proving the accesses."""
    entries: Entries
    """Entries of one call, its user's account among them when the call is signed for itself."""
    once: Entries
    """Entries that the calls of one bundle share."""
    lanes: int
    """Calls that one leaf holds."""
    leaf_rows: int
    calls: int
    """Calls in a full sub-block of this function when no two share an entry; in one bundle, where there is one."""
    leaves: int
    """Leaves of a full sub-block, that of its bundle among them."""
    gas: int
    """Estimated gas of one call in a full sub-block."""

    @property
    def share(self) -> float:
        """Part of a full sub-block that one call takes."""
        return 1 / self.calls


def measure_set(
    loaded: LoadedSet, profile: str, authorisation: Authorisation, settlement: SettlementCosts
) -> Iterator[FunctionCost]:
    """Costs of all functions in all their modes, in order; each takes about a second.

    Raises:
        ProverRefused: one call of a function does not fit a leaf.
    """
    for schema, contract in zip(loaded.abi.contracts, loaded.contracts, strict=True):
        bodies: list[Mapping[str, Any]] = json.loads(contract.ir_json)["functions"]
        for function, body in zip(schema.functions, bodies, strict=True):
            entries = count_entries(body)
            for mode in function_modes(authorisation, function.auth):
                measured = _native.measure_function(contract.ir_json, function.id, profile, mode.label)
                yield _cost(schema.name, function, mode, entries, settlement, json.loads(measured))


def _cost(
    contract: str,
    function: FunctionSchema,
    mode: AuthMode,
    program: Entries,
    settlement: SettlementCosts,
    measured: Mapping[str, Any],
) -> FunctionCost:
    extra = authorising(mode, function.auth)
    entries = program + extra.of_each
    lanes: int = measured["lanes"]
    calls = settlement.calls_per_sub_block(entries, lanes, extra.once)
    return FunctionCost(
        contract=contract,
        function=function.name,
        auth=function.auth,
        mode=mode,
        rows=Rows(**measured["rows"]),
        reads=measured["reads"],
        writes=measured["writes"],
        permutations=measured["permutations"],
        entries=entries,
        once=extra.once,
        lanes=lanes,
        leaf_rows=measured["leaf_rows"],
        calls=calls,
        leaves=-(-calls // lanes) + extra.leaves,
        gas=settlement.gas_per_call(entries, calls, extra.once),
    )
