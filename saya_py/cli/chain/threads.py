"""`sayapy thread open`, `delegate` and `show`: threads on the chain."""

from __future__ import annotations

from typing import Annotated

import typer

from saya_py.cli.chain.addresses import address_of
from saya_py.cli.chain.changes import Outcome
from saya_py.cli.chain.connection import world_to_change, world_to_read
from saya_py.cli.chain.showing import show
from saya_py.cli.options import AsJson
from saya_py.cli.where import Keystore, RpcUrl, Settlement, ThreadNumber, WorldNumber
from saya_py.core.errors import ChainError

Delegates = Annotated[
    list[str] | None,
    typer.Option("--delegate", metavar="ADDRESS", show_default=False, help="Is this account a delegate?"),
]


def open_command(
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    prover: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            show_default=False,
            help="The account that proofs are made for, for ever; without it the one that sends.",
        ),
    ] = None,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Open another thread of a world that you own."""
    named = None if prover is None else address_of(prover)
    client = world_to_change(rpc, settlement, world, keystore).client
    address = named or client.sender.address
    thread = client.open_thread(world, address)
    report = {"world": world, "thread": thread, "prover": address}
    show(report, [f"thread    {thread} of world {world}", f"prover    {address}"], as_json)


def delegate_command(
    account: Annotated[str, typer.Argument(metavar="ADDRESS", help="The account that may send settlements.")],
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    thread: ThreadNumber,
    forbid: Annotated[bool, typer.Option("--forbid", help="Not any more, in place of from now on.")] = False,
    keystore: Keystore = None,
    as_json: AsJson = False,
) -> None:
    """Allow another account to send the settlements of a thread that you prove for."""
    address = address_of(account)
    client = world_to_change(rpc, settlement, world, keystore).client
    outcome = Outcome("done")
    if client.is_delegate(world, thread, address) == forbid:
        outcome.note("set", client.set_delegate(world, thread, address, not forbid))
    report = {"world": world, "thread": thread, "delegate": address, "allowed": not forbid, **outcome.to_json()}
    may = "may not settle any more" if forbid else "may settle"
    show(report, [f"delegate  {address} {may} for thread {thread}", *outcome.lines()], as_json)


def show_command(
    rpc: RpcUrl,
    settlement: Settlement,
    world: WorldNumber,
    thread: ThreadNumber,
    delegate: Delegates = None,
    as_json: AsJson = False,
) -> None:
    """Show a thread's prover, the sub-block that it settles next, and the prover's funds."""
    named = [address_of(each) for each in delegate or []]
    client = world_to_read(rpc, settlement, world).client
    prover = client.prover(world, thread)
    if prover is None:
        count = client.thread_count(world)
        raise ChainError(f"world {world} has no thread {thread}; it has {count}, numbered from 1: sayapy thread open")
    balances = {each: client.sender.w3.eth.get_balance(each) for each in [prover, *named]}
    delegates = {each: client.is_delegate(world, thread, each) for each in named}
    seq = client.next_seq(world, thread)
    report = {
        "world": world,
        "thread": thread,
        "prover": prover,
        "next_seq": seq,
        "balances": balances,
        "delegates": delegates,
    }
    lines = [
        f"thread    {thread} of world {world}",
        f"prover    {prover}, {_ether(balances[prover])}",
        f"next      sub-block {seq}",
    ]
    for each, allowed in delegates.items():
        may = "a delegate" if allowed else "NO delegate"
        lines.append(f"account   {each} is {may}, {_ether(balances[each])}")
    show(report, lines, as_json)


def _ether(wei: int) -> str:
    return f"{wei / 10**18:,.6f} ether"
