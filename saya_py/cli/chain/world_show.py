"""`sayapy world show`: what the chain has of a world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from saya_py.artifacts.os_version import released_versions
from saya_py.cli.chain.connection import world_to_read
from saya_py.cli.chain.sets import read_set
from saya_py.cli.chain.showing import show
from saya_py.cli.options import AsJson
from saya_py.cli.where import RpcUrl, Settlement, WorldNumber
from saya_py.core.limbs import parse_hex, to_hex

if TYPE_CHECKING:
    from saya_py.chain.evm.settlement import ZkThreadsClient


def show_command(
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FILE", help="A compiled set: is it adopted? Who operates its contracts?"),
    ] = None,
    os_version: Annotated[
        list[str] | None,
        typer.Option(metavar="0x…", show_default=False, help="An OS version beside those of this program."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a world's owner, its delay, adopted and requested versions, operators and threads."""
    compiled = None if manifest is None else read_set(manifest)
    there = world_to_read(rpc, settlement, world)
    client, found = there.client, there.client.world(world)
    assert found is not None, "the world was found above"
    names = {version.number: name for name, version in released_versions().items()}
    names |= {int.from_bytes(parse_hex(text, 32)): "named by you" for text in os_version or []}
    versions = [_version(client, world, number, name) for number, name in names.items()]
    report = {
        "world": world,
        "settlement": client.address,
        "registry": client.registry(),
        "domain": to_hex(there.domain),
        "chain_id": client.sender.w3.eth.chain_id,
        "owner": found.owner,
        "development": found.development,
        "delay": found.delay,
        "versions": [each for each in versions if each["set_root"] is not None or each["pending"] is not None],
        "threads": [_thread(client, world, number) for number in range(1, client.thread_count(world) + 1)],
    }
    if compiled is not None:
        root = client.set_root(world, compiled.os_version.number)
        report["set"] = {
            "os_version": compiled.os_version.hex,
            "set_root": to_hex(compiled.manifest.set_root),
            "adopted": root == compiled.set_root,
        }
        report["operators"] = [
            _operator(client, world, contract.id, contract.name) for contract in compiled.manifest.contracts
        ]
    show(report, _lines(report), as_json)


def _version(client: ZkThreadsClient, world: int, number: int, name: str) -> dict[str, Any]:
    root, pending = client.set_root(world, number), client.pending_adoption(world, number)
    return {
        "os_version": f"0x{number:064x}",
        "name": name,
        "set_root": None if root is None else "0x" + root.hex(),
        "pending": None if pending is None else {"set_root": "0x" + pending.value.hex(), "ready_at": pending.ready_at},
    }


def _thread(client: ZkThreadsClient, world: int, number: int) -> dict[str, Any]:
    return {"thread": number, "prover": client.prover(world, number), "next_seq": client.next_seq(world, number)}


def _operator(client: ZkThreadsClient, world: int, contract: int, name: str) -> dict[str, Any]:
    pending = client.pending_operator(world, contract)
    return {
        "contract": contract,
        "name": name,
        "user": client.operator(world, contract),
        "pending": None if pending is None else {"user": pending.value, "ready_at": pending.ready_at},
    }


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield f"world     {report['world']} of {report['settlement']} on the chain with id {report['chain_id']}"
    yield f"domain    {report['domain']}"
    yield f"owner     {report['owner']}"
    yield f"kind      {'for development' if report['development'] else 'secure proofs of signed calls only'}"
    yield f"delay     {report['delay']} s"
    for each in report["versions"]:
        if each["set_root"] is not None:
            yield f"adopted   set root {each['set_root']}"
            yield f"          with OS version {each['os_version']} ({each['name']})"
        if (pending := each["pending"]) is not None:
            yield f"requested set root {pending['set_root']}, from {_moment(pending['ready_at'])} on"
            yield f"          with OS version {each['os_version']} ({each['name']})"
    for each in report["threads"]:
        yield f"thread    {each['thread']}: prover {each['prover']}, settles sub-block {each['next_seq']} next"
    if "set" in report:
        adopted = report["set"]["adopted"]
        yield f"set       {report['set']['set_root']} is {'adopted' if adopted else 'NOT adopted'}"
    for each in report.get("operators", []):
        told = "nobody" if each["user"] is None else f"user {each['user']}"
        if (pending := each["pending"]) is not None:
            told += f"; user {pending['user']} from {_moment(pending['ready_at'])} on"
        yield f"operator  of {each['contract']} {each['name']}: {told}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ")
