"""`sayapy info`: what each function costs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from saya_py.artifacts.costs.functions import measure_set
from saya_py.chain.evm.limits import ChainProfile
from saya_py.cli.compile import load
from saya_py.cli.cost_report import costs_json, show_costs
from saya_py.cli.options import AsJson, Development, Profile, ProfileOption, Targets, authorisation
from saya_py.cli.stages import Stages
from saya_py.proving.calibration import MachineSpeed, measure_machine
from saya_py.proving.capacity import settlement_costs


def info_command(
    targets: Targets = None,
    profile: ProfileOption = Profile.secure,
    development: Development = False,
    seconds: Annotated[
        bool,
        typer.Option("--seconds/--no-seconds", help="Prove a sub-block on this machine to estimate seconds a call."),
    ] = True,
    gas_limit: Annotated[
        int, typer.Option(min=0, metavar="GAS", help="Gas that a transaction of the chain may take.")
    ] = ChainProfile.gas,
    byte_limit: Annotated[
        int, typer.Option(min=0, metavar="BYTES", help="Bytes that a transaction of the chain may have.")
    ] = ChainProfile.bytes,
    as_json: AsJson = False,
) -> None:
    """Print what a call of each function costs: rows, accesses, calls in a leaf, seconds, gas.

    Targets are those of `sayapy compile`.
    """
    speed: MachineSpeed | None = None
    settlement = settlement_costs(profile.value, ChainProfile(gas_limit, byte_limit))
    with Stages(quiet=as_json) as stages:
        stages.begin("compiling")
        _, loaded = load(targets, as_json)
        stages.begin("counting rows")
        costs = list(measure_set(loaded, profile.value, authorisation(development), settlement))
        if seconds:
            stages.begin("proving a sub-block on this machine, to estimate seconds")
            merging = any(cost.leaves > 1 for cost in costs)
            speed = measure_machine(profile.value, merging, stages.finished)
    if as_json:
        typer.echo(json.dumps(costs_json(costs, profile.value, authorisation(development), settlement, speed)))
    else:
        show_costs(costs, profile.value, settlement, speed)
