"""`sayapy world create`: a world that adopts a compiled set."""

from __future__ import annotations

from typing import Annotated

import typer

from saya_py.cli.chain.connection import settlement_for
from saya_py.cli.chain.sets import ManifestFile, read_set, require_adoptable
from saya_py.cli.chain.showing import show
from saya_py.cli.options import AsJson
from saya_py.cli.where import Keystore, RpcUrl, Settlement
from saya_py.core.limbs import to_hex


def create_command(
    manifest: ManifestFile,
    rpc: RpcUrl,
    settlement: Settlement,
    development: Annotated[
        bool, typer.Option("--development", help="A world that accepts weak proofs and unsigned calls.")
    ] = False,
    delay: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="SECONDS",
            show_default=False,
            help="How long changes wait, for ever: 7200 (the default) to 2592000, for development 0 (the default) to "
            "2592000.",
        ),
    ] = None,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Create a world that is owned by the L2 account that sends, and adopts the set at once."""
    compiled = read_set(manifest)
    client = settlement_for(rpc, settlement, keystore)
    require_adoptable(compiled, client, development)
    from saya_py.chain.evm.worlds import MIN_DELAY

    seconds = (0 if development else MIN_DELAY) if delay is None else delay
    world = client.create_world(compiled.os_version.number, compiled.set_root, development, seconds)
    report = {
        "world": world,
        "settlement": client.address,
        "domain": "0x" + client.domain(world).hex(),
        "owner": client.sender.address,
        "development": development,
        "delay": seconds,
        "os_version": compiled.os_version.hex,
        "set_root": to_hex(compiled.manifest.set_root),
    }
    lines = [
        f"world     {world}" + (" (for development)" if development else ""),
        f"owner     {report['owner']}",
        f"domain    {report['domain']}",
        f"adopted   set root {report['set_root']}",
        f"          with OS version {report['os_version']}",
        f"delay     {seconds} s for changes of versions, keys and operators",
    ]
    show(report, lines, as_json)
