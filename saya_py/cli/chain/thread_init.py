"""`sayapy thread init`: the folder that `sayapy run` runs a thread in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saya_py.artifacts.build import MANIFEST_FILE
from saya_py.cli.chain.connection import world_to_read
from saya_py.cli.chain.sets import read_set
from saya_py.cli.chain.showing import show
from saya_py.cli.l2_account import required_l2_account
from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages
from saya_py.cli.where import Keystore, RpcUrl, Settlement, ThreadNumber, WorldNumber
from saya_py.core.limbs import to_hex


def init_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Is made for the thread.")],
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    thread: ThreadNumber,
    build: Annotated[
        Path, typer.Option(metavar="DIR", help="The compiled set, as `sayapy compile` writes it; it is copied.")
    ] = Path("build"),
    finality_blocks: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", show_default=False, help="A settlement is final when N blocks follow its own; 12."
        ),
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", show_default=False, help="Where the HTTP interface listens.")
    ] = None,
    run_sources: Annotated[
        bool, typer.Option("--run-sources", help="Import sources that may do more than declare: read them first.")
    ] = False,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Make the folder of a thread that is open on the chain: settings, compiled set, spool.

    Before that it finds out whether the chain, the world, the thread, the account and the set fit each other. Nothing
    is sent.
    """
    # Imported here: together these cost a second that other commands need not wait for.
    from saya_py.service.new_folder import make_folder
    from saya_py.service.thread_toml import NewThread

    compiled = read_set(build / MANIFEST_FILE)
    account = required_l2_account(keystore)
    address = world_to_read(rpc, settlement, world).client.address
    new = NewThread(
        rpc=rpc,
        settlement=address,
        world=world,
        number=thread,
        profile=compiled.manifest.profile,
        keystore=None if keystore is None else keystore.resolve(),
        finality_blocks=finality_blocks,
        run_sources=run_sources,
        listen=listen,
    )
    with Stages(quiet=as_json) as stages:
        stages.begin("comparing the chain, the contracts and the account")
        assembly = make_folder(folder, new, build, account)
    report = {
        "folder": str(folder),
        "world": world,
        "thread": thread,
        "account": account.address,
        "prover": "0x" + assembly.identity.prover.hex(),
        "profile": new.profile,
        "development": assembly.development,
        "os_version": compiled.os_version.hex,
        "set_root": to_hex(compiled.manifest.set_root),
    }
    lines = [
        f"folder    {folder}",
        f"thread    {thread} of world {world}, proofs are `{new.profile}`",
        f"account   {account.address} settles",
        f"set root  {report['set_root']}",
        f"Next: sayapy run {folder}",
    ]
    show(report, lines, as_json)
