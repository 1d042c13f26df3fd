"""How fast this machine proves: a real sub-block of one small call, with the clock beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from saya_py.lang import U64, Contract, Var, compile_contract, encode_call, function
from saya_py.lang.calls import call_json
from saya_py.proving.engine import Engine, ProfileName, Progress, SubBlockJob

_WINDOW = (1, 2)


class Calibration(Contract):
    """The smallest contract that reads and writes."""

    count: Var[U64]

    @function
    def step(self) -> None:
        """Counts the call."""
        self.count += 1


@dataclass(frozen=True)
class MachineSpeed:
    """Measured seconds of each stage of one sub-block, in order.

    All leaves have as many rows as each other, however many calls they hold, and so have the stages behind them:
    a sub-block of any function takes about as long.
    """

    profile: str
    stages: Mapping[str, float]

    @property
    def sub_block_seconds(self) -> float:
        """All stages, one after the other."""
        return sum(self.stages.values())


def measure_machine(profile: ProfileName, progress: Progress | None = None) -> MachineSpeed:
    """Build the circuits and prove one sub-block: about a minute with `secure`."""
    compiled = compile_contract(Calibration)
    engine = Engine(profile, [compiled.ir_json], progress)
    call = encode_call(compiled.schema, "step", [], user=1)
    job = SubBlockJob(
        domain=bytes(32),
        t_min=_WINDOW[0],
        t_max=_WINDOW[1],
        prover=bytes(20),
        thread=1,
        seq=1,
        calls=[json.dumps(call_json(call))],
        state={},
    )
    return MachineSpeed(profile, engine.prove(job, progress).stages)
