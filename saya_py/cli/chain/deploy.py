"""`sayapy deploy`: the contracts that everything else needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from saya_py.cli.l2_account import required_l2_account
from saya_py.cli.options import AsJson, Profile
from saya_py.cli.stages import Stages
from saya_py.cli.where import Keystore, RpcUrl
from saya_py.core.errors import Mismatch

if TYPE_CHECKING:
    from saya_py.service.deployment import DeploymentRecord

FILE = Path("deployment.json")


def deploy_command(
    rpc: RpcUrl,
    profile: Annotated[
        list[Profile],
        typer.Option(help="Proofs that can be verified; may be given twice. `fast` is for development only."),
    ] = [Profile.secure],  # noqa: B006 - how typer takes the default of a list
    development: Annotated[
        bool, typer.Option("--development", help="Also the OS versions of sets whose calls nobody signs.")
    ] = False,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the addresses go, step by step.")] = FILE,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the deployment in FILE, or add a profile to it.")
    ] = False,
    chain_id: Annotated[
        int | None, typer.Option(min=1, show_default=False, help="Refuse a node of any other chain.")
    ] = None,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Deploy the registry of OS versions, the settlement contract and verifiers, and register the OS versions.

    The L2 account that sends becomes the registry's owner; the settlement contract has none.
    """
    # Imported here, because the chain client costs half a second that `sayapy version` need not wait for.
    from saya_py.chain.evm.connected import sender_of
    from saya_py.service.deploying import Deployer

    owner = sender_of(rpc, required_l2_account(keystore))
    found_id = owner.w3.eth.chain_id
    if chain_id not in (None, found_id):
        raise Mismatch(f"the node is of the chain with id {found_id}, not {chain_id}; nothing was sent")
    with Stages(quiet=as_json) as stages:
        deployer = Deployer(owner, out, resume, stages.begin)
        try:
            record = deployer.deploy([each.value for each in profile], development)
        finally:
            if not deployer.record.complete:
                _show(deployer.record, Console(stderr=True))
                typer.echo(f"This exists so far, and {out} has it: go on with --resume.", err=True)
    if as_json:
        typer.echo(record.model_dump_json())
        return
    _show(record, Console())
    typer.echo(f"written            {out}")


def _show(record: DeploymentRecord, console: Console) -> None:
    for name, address in record.addresses():
        console.print(f"{name:<19}{address}", highlight=False, soft_wrap=True)
    for version in record.os_versions:
        kind = "development" if version.development else "signed calls"
        told = f"{version.os_version} ({version.profile}, {kind})"
        console.print(f"OS version         {told}", highlight=False, soft_wrap=True)
