"""`sayapy audit`: settled sub-blocks checked without trusting whoever settled them."""

from __future__ import annotations

import json

import typer
from rich.console import Console

from saya_py.cli.audit.options import (
    BundleFile,
    Calls,
    First,
    FromBlock,
    Last,
    Manifests,
    RpcUrl,
    RunSources,
    Settlement,
    ThreadNumber,
    TrustManifest,
    WorldNumber,
)
from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages


def audit_command(
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    thread: ThreadNumber = None,
    from_block: FromBlock = 0,
    first: First = None,
    last: Last = None,
    calls: Calls = None,
    manifest: Manifests = None,
    bundle: BundleFile = None,
    trust_manifest: TrustManifest = False,
    run_sources: RunSources = False,
    as_json: AsJson = False,
) -> None:
    """Audit settled sub-blocks: re-execute their calls, verify their proofs, compare everything with the chain.

    Exit status: 0 all is as it should be, 5 something is not, 12 something needed is missing, 4 the node stopped
    answering.
    """
    # Imported here: the chain client costs half a second that other commands need not wait for.
    from saya_py.audit.examine import audit
    from saya_py.cli.audit.gathering import Given, gather
    from saya_py.cli.audit.show import show_report, told

    given = Given(
        rpc, settlement, world, thread, from_block, calls, manifest or (), bundle, trust_manifest, run_sources
    )
    with gather(given) as gathered, Stages(quiet=as_json) as stages:
        source = gathered.source
        # The thread is looked at before minutes are spent on its circuits.
        seqs = source.sub_blocks(first, last)
        _ = source.deployment
        sets = gathered.audited_sets(stages)
        stages.begin("auditing")
        report = audit(
            source, sets, gathered.calls, seqs, lambda each: stages.said(f"{each.seq}: {told(each.verdict)}")
        )
    if as_json:
        typer.echo(json.dumps(report.to_json()))
    else:
        show_report(Console(), report)
    report.demand_ok()
