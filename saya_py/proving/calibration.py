"""How fast this machine proves: a real sub-block of small calls, with the clock beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from saya_py.core.errors import InternalError
from saya_py.lang import U64, Contract, Var, compile_contract, encode_call, function
from saya_py.lang.calls import call_json
from saya_py.proving.engine import Engine, ProfileName, Progress, SubBlockJob

ARITY = 4
"""Proofs that one merge takes at most."""
_WINDOW = (1, 2)


class Calibration(Contract):
    """Two small functions, whose calls stand in different leaves."""

    up: Var[U64]
    down: Var[U64]

    @function
    def rise(self) -> None:
        """Counts the call."""
        self.up += 1

    @function
    def fall(self) -> None:
        """Counts the call."""
        self.down += 1


@dataclass(frozen=True)
class MachineSpeed:
    """Measured seconds of each stage of one sub-block, in order.

    A stage takes about as long whatever the function and however many calls it holds: the circuits of leaves, and of
    each stage behind them, all have the same rows. Only the sub-block's are twice as many with each larger capacity;
    the one measured has the smallest.
    """

    profile: str
    stages: Mapping[str, float]

    def sub_block_seconds(self, leaves: int, doublings: int = 0) -> float:
        """Estimated seconds of a sub-block with so many leaves, all stages one after the other.

        `doublings` is the number of its capacity in the list of capacities, from 0 for the smallest.
        """
        leaf, merge = self._average("leaf"), self._average("merge")
        if leaf is None or (merge is None and leaves > 1):
            raise InternalError(f"the measured stages {', '.join(self.stages)} say nothing about {leaves} leaves")
        once = sum(seconds for stage, seconds in self.stages.items() if _kind(stage) not in ("leaf", "merge"))
        once += self.stages.get("sub_block", 0.0) * ((1 << doublings) - 1)
        return once + leaves * leaf + merges(leaves) * (merge or 0.0)

    def _average(self, kind: str) -> float | None:
        times = [seconds for stage, seconds in self.stages.items() if _kind(stage) == kind]
        return sum(times) / len(times) if times else None


def _kind(stage: str) -> str:
    """`leaf 1/2` is a `leaf`."""
    return stage.partition(" ")[0]


def merges(leaves: int) -> int:
    """Proofs that merge so many leaves, four by four, until one is left."""
    count = 0
    while leaves > 1:
        leaves = -(-leaves // ARITY)
        count += leaves
    return count


def measure_machine(profile: ProfileName, merging: bool, progress: Progress | None = None) -> MachineSpeed:
    """Build the circuits and prove one sub-block, with a merge of two leaves if `merging`: a minute with `secure`."""
    compiled = compile_contract(Calibration)
    engine = Engine(profile, [compiled.ir_json], progress, authorisation="none")
    functions = ["rise", "fall"] if merging else ["rise"]
    calls = [encode_call(compiled.schema, name, [], user=1) for name in functions]
    job = SubBlockJob(
        domain=bytes(32),
        t_min=_WINDOW[0],
        t_max=_WINDOW[1],
        prover=bytes(20),
        thread=1,
        seq=1,
        submissions=[json.dumps({"call": call_json(call)}) for call in calls],
        state={},
    )
    return MachineSpeed(profile, engine.prove(job, progress).stages)
