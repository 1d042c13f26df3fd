"""`sayapy world adopt`, `retire`, `operator` and `writer`: what a world's owner changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from saya_py.cli.chain.addresses import address_of
from saya_py.cli.chain.changes import Change, Outcome
from saya_py.cli.chain.connection import world_to_change
from saya_py.cli.chain.sets import ManifestFile, contract_number, read_set, require_adoptable
from saya_py.cli.chain.showing import show
from saya_py.cli.options import AsJson
from saya_py.cli.where import Keystore, RpcUrl, Settlement, WorldNumber
from saya_py.core.errors import ChainError, UserError
from saya_py.core.limbs import parse_hex, to_hex

Contract = Annotated[
    str, typer.Argument(metavar="CONTRACT", help="The contract's number in the set; with --manifest also its name.")
]
Names = Annotated[
    Path | None, typer.Option("--manifest", metavar="FILE", help="The compiled set, so that contracts have names.")
]
Cancel = Annotated[bool, typer.Option("--cancel", help="Take the request back.")]
Forbid = Annotated[bool, typer.Option("--forbid", help="Not any more, in place of from now on.")]


def adopt_command(
    manifest: ManifestFile,
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    cancel: Cancel = False,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Let sub-blocks of another set settle: request it, and run this again after the world's delay.

    Where the set has an OS version that the world uses already, it takes the place of the other set.
    """
    compiled = read_set(manifest)
    there = world_to_change(rpc, settlement, world, keystore)
    client, version = there.client, compiled.os_version
    found = client.world(world)
    assert found is not None, "the world was found above"
    if cancel:
        outcome = Outcome("cancelled")
        outcome.note("cancel", client.cancel_adoption(world, version.number))
    else:
        require_adoptable(compiled, client, found.development)
        outcome = Change(
            wanted=compiled.set_root,
            current=partial(client.set_root, world, version.number),
            pending=partial(client.pending_adoption, world, version.number),
            now=client.now,
            request=partial(client.request_adoption, world, version.number, compiled.set_root),
            apply=partial(client.apply_adoption, world, version.number),
        ).carry_out()
    told = {"world": world, "os_version": version.hex, "set_root": to_hex(compiled.manifest.set_root)}
    lines = [f"set root  {told['set_root']}", f"with      OS version {version.hex}"]
    _show(told, lines, outcome, as_json)


def retire_command(
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    manifest: Names = None,
    os_version: Annotated[
        str | None, typer.Option(metavar="0x…", show_default=False, help="In place of the manifest of a set.")
    ] = None,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Settle no sub-blocks of an OS version any more, at once. To come back it must be adopted again."""
    if manifest is not None and os_version is None:
        number = read_set(manifest).os_version.number
    elif os_version is not None and manifest is None:
        number = int.from_bytes(parse_hex(os_version, 32))
    else:
        raise UserError("which OS version? Give either --manifest or --os-version")
    there = world_to_change(rpc, settlement, world, keystore)
    if there.client.set_root(world, number) is None:
        raise ChainError(f"world {world} does not use the OS version 0x{number:064x}; nothing was sent")
    outcome = Outcome("done")
    outcome.note("retire", there.client.retire(world, number))
    _show({"world": world, "os_version": f"0x{number:064x}"}, [], outcome, as_json)


def operator_command(
    contract: Contract,
    user: Annotated[int, typer.Argument(metavar="USER", min=1, help="A user of the world.")],
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    manifest: Names = None,
    cancel: Cancel = False,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Make a user the operator of a contract: the first one at once, another one in two steps.

    It is requested, and applied when this is run again after the world's delay.
    """
    number = contract_number(contract, manifest)
    client = world_to_change(rpc, settlement, world, keystore).client
    if cancel:
        outcome = Outcome("cancelled")
        outcome.note("cancel", client.cancel_operator(world, number))
    else:
        outcome = Change(
            wanted=user,
            current=partial(client.operator, world, number),
            pending=partial(client.pending_operator, world, number),
            now=client.now,
            first=partial(client.set_operator, world, number, user),
            request=partial(client.request_operator, world, number, user),
            apply=partial(client.apply_operator, world, number),
        ).carry_out()
    told = {"world": world, "contract": number, "user": user}
    _show(told, [f"operator  user {user} of contract {number}"], outcome, as_json)


def writer_command(
    contract: Contract,
    writer: Annotated[str, typer.Argument(metavar="ADDRESS", help="An L2 contract.")],
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    manifest: Names = None,
    forbid: Forbid = False,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Allow an L2 contract to write the values of a contract, at once."""
    number, address = contract_number(contract, manifest), address_of(writer)
    client = world_to_change(rpc, settlement, world, keystore).client
    outcome = Outcome("done")
    if client.is_writer(world, number, address) == forbid:
        outcome.note("set", client.set_writer(world, number, address, not forbid))
    told = {"world": world, "contract": number, "writer": address, "allowed": not forbid}
    may = "may not write any more" if forbid else "may write"
    _show(told, [f"writer    {address} {may} values of contract {number}"], outcome, as_json)


def _show(told: dict[str, Any], lines: list[str], outcome: Outcome, as_json: bool) -> None:
    show({**told, **outcome.to_json()}, [*lines, *outcome.lines()], as_json)
