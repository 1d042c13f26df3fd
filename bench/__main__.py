"""Prints what proving, calldata and gas come to, as figures and as ratios within this run."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench.gas import gas_split
from bench.ledger import ledger_table, measure_ledger
from bench.tree import measure_tree
from bench.tree_report import model_table, parts_table
from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.evm.anvil import Anvil
from saya_py.proving.engine import Engine, ProfileName
from saya_py.service.demo.gems import gems_ir
from saya_py.service.demo.story import MORE_PURCHASES, PLAYERS, PURCHASES
from saya_py.service.demo.submitting import unsigned
from saya_py.service.demo.world import DemoWorld, create_world
from saya_py.service.thread import SettlementThread


def ratios(title: str, figures: Mapping[str, float], unit: str) -> Table:
    """A table of `figures` with each one's share of their sum."""
    table = Table(title=title, title_justify="left")
    table.add_column("part")
    table.add_column(unit, justify="right")
    table.add_column("share", justify="right")
    total = sum(figures.values())
    shown = "{:,.2f}" if unit == "seconds" else "{:,.0f}"
    for name, figure in figures.items():
        table.add_row(name, shown.format(figure), f"{figure / total:.1%}")
    table.add_section()
    table.add_row("all", shown.format(total), "100.0%")
    return table


def contract_names(world: DemoWorld) -> dict[str, str]:
    """Names for the contracts that a settlement calls, by lower-case address."""
    return {address.lower(): name for name, address in world.addresses.items()}


def proving(profile: ProfileName, out: Console) -> None:
    """Every part of a sub-block whose calls are signed, and the seed's cost table."""
    building: dict[str, float] = {}
    engine = Engine(profile, [gems_ir()], lambda stage, seconds: building.update({stage: seconds}))
    out.print(ratios(f"Building the circuits ({profile})", building, "seconds"))
    figures = measure_tree(engine)
    out.print(parts_table(profile, figures))
    out.print(model_table(profile, figures))
    out.print(ledger_table(profile, measure_ledger(engine, figures.job, figures.seconds)))


def settling(profile: ProfileName, out: Console) -> None:
    """Two sub-blocks of the smallest kind, settled: stages, calldata and gas."""
    engine = Engine(profile, [gems_ir()], authorisation="none")
    with TemporaryDirectory() as folder, Anvil(Path(folder) / "anvil.log") as anvil:
        world = create_world(anvil.url, engine)
        for player in PLAYERS:
            world.shop.grant(player.user, player.diamonds, player.rubies)
        thread = SettlementThread(engine, world.threads, world.world, world.thread)
        executor = NativeExecutor([gems_ir()], world.owner.domain(world.world), engine.set_root, engine.authorisation)
        for purchases in (PURCHASES, MORE_PURCHASES):
            prepared = thread.prepare([unsigned(purchase, executor) for purchase in purchases])
            proof = prepared.proof
            outcome = thread.settle(prepared)
            seq, calls = proof.job.seq, proof.call_count
            out.print(ratios(f"Proving sub-block {seq} ({calls} calls)", proof.stages, "seconds"))
            sizes = {"proof": len(proof.proof), "input list": len(proof.inputs), "output list": len(proof.outputs)}
            out.print(ratios(f"Calldata of sub-block {seq}", sizes, "bytes"))
            split = gas_split(world.threads.sender.w3, outcome.mined.transaction, contract_names(world))
            out.print(ratios(f"Gas of sub-block {seq}", split, "gas"))


def main() -> None:
    """Measure one profile."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--profile", choices=["secure", "fast"], default="secure")
    parser.add_argument("--proving-only", action="store_true", help="Leave out the chain.")
    arguments = parser.parse_args()
    out = Console()
    proving(arguments.profile, out)
    if not arguments.proving_only:
        settling(arguments.profile, out)


main()
