"""`sayapy wallet register`: the wallet's key becomes the account's key on the chain."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from saya_py.cli.l2_account import KEY_VARIABLE, l2_account
from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages
from saya_py.cli.wallet.accounts import root_hex
from saya_py.cli.wallet.options import (
    Domain,
    NewLane,
    PassphraseFile,
    RpcUrl,
    Settlement,
    WalletFile,
    WorldNumber,
)
from saya_py.cli.wallet.passphrases import passphrase
from saya_py.cli.wallet.worlds import WorldOptions
from saya_py.cli.where import Keystore
from saya_py.core.limbs import to_hex
from saya_py.wallet import AccountId, AccountKeys, Wallet

if TYPE_CHECKING:
    from saya_py.chain.evm.world_on_chain import WorldOnChain
    from saya_py.cli.wallet.registration import Transaction


@dataclass
class Registered:
    """How far a registration came."""

    user: int | None
    lane: int
    sent: list[dict[str, Any]] = field(default_factory=list)
    key_root: str | None = None
    to_send: dict[str, Any] | None = None
    """The transaction that somebody else has to send."""
    ready_at: int | None = None
    """When a requested key can be applied."""

    @property
    def state(self) -> str:
        """`registered`, `requested`, or `to send`."""
        if self.to_send is not None:
            return "to send"
        return "registered" if self.ready_at is None else "requested"

    def to_json(self) -> dict[str, Any]:
        """All of it, and the state by name."""
        return {"state": self.state, **vars(self)}


def register_command(
    wallet: WalletFile,
    user: Annotated[
        int | None, typer.Option(min=1, show_default=False, help="The user's id; without it a new user is created.")
    ] = None,
    lane: NewLane = 0,
    keystore: Keystore = None,
    passphrase_file: PassphraseFile = None,
    domain: Domain = None,
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    as_json: AsJson = False,
) -> None:
    """Bring the wallet's key of an account onto the chain: the first one, or the pending one of a rotation.

    Makes the key when there is none, also after a wallet was taken over. Sends what is to be sent from the user's L2
    account. Without its key it says what to send, and is run again after each step. A rotation takes effect after the
    world's delay: run it again then.
    """
    owner = l2_account(keystore)
    there = WorldOptions(domain, rpc, settlement, world).on_chain(owner)
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    with Stages(quiet=as_json) as stages:
        done = _register(opened, there, user, lane, owner is not None, stages)
    if as_json:
        typer.echo(json.dumps({"domain": to_hex(there.domain), **done.to_json()}))
    else:
        _show(done)


def _register(
    wallet: Wallet, there: WorldOnChain, user: int | None, lane: int, may_send: bool, stages: Stages
) -> Registered:
    from saya_py.cli.wallet.registration import Transaction, Wait, next_step

    done = Registered(user, lane)
    if user is None:
        if not may_send:
            done.to_send = _described(there, Transaction("createUser", (there.number,)))
            return done
        stages.begin("creating the user")
        done.user = user = there.client.create_user(there.number)
        done.sent.append({"function": "createUser"})
        if not stages.quiet:
            Console(stderr=True).print(f"user {user} is created", highlight=False)
    account = AccountId(there.domain, user, lane)
    stages.begin("computing the key")
    _make_key(wallet, account, there.accounts([account])[0].nonce)
    place = (there.number, user, lane)
    while True:
        (on_chain,) = there.accounts([account])
        roots, pending = wallet.key_roots(account), there.client.pending_key(*place)
        done.key_root = root_hex(roots.pending or roots.active)
        match next_step(there.number, account, roots, on_chain, pending, there.client.now()):
            case None:
                wallet.sync(account, on_chain)
                return done
            case Wait(ready_at):
                done.ready_at = ready_at
                return done
            case step if not may_send:
                done.to_send = _described(there, step)
                return done
            case step:
                stages.begin(f"sending {step.function}")
                mined = there.client.sender.send(there.client.address, there.calldata(step.function, step.arguments))
                done.sent.append({"function": step.function, "transaction": mined.transaction})


def _make_key(wallet: Wallet, account: AccountId, nonce: int) -> None:
    """A key, if the account has none that signs or is about to; it starts at the account's nonce on the chain."""
    keys = wallet.accounts().get(account, AccountKeys())
    if keys == AccountKeys():
        wallet.new_key(account, nonce)
    elif keys.active is None and keys.pending is None:
        wallet.rotate(account, nonce)


def _described(there: WorldOnChain, step: Transaction) -> dict[str, Any]:
    shown = [f"0x{each.hex()}" if isinstance(each, bytes) else each for each in step.arguments]
    data = there.calldata(step.function, step.arguments)
    return {"to": there.client.address, "function": step.function, "arguments": shown, "data": "0x" + data.hex()}


def _show(done: Registered) -> None:
    console = Console()

    def say(text: str) -> None:
        console.print(text, highlight=False, soft_wrap=True, markup=False)

    if done.user is not None:
        say(f"user      {done.user}, lane {done.lane}")
        say(f"key root  {done.key_root}")
    for step in done.sent:
        say(f"sent      {step['function']}" + (f" in {step['transaction']}" if "transaction" in step else ""))
    if done.to_send is not None:
        say(f"to send   {done.to_send['function']}({', '.join(map(str, done.to_send['arguments']))})")
        say(f"          to {done.to_send['to']}, from the L2 address that owns the user, with the data")
        say(f"          {done.to_send['data']}")
        say(f"Then run this again; or give {KEY_VARIABLE} or --keystore, and it is sent from here.")
    elif done.ready_at is not None:
        when = datetime.fromtimestamp(done.ready_at, UTC).isoformat(sep=" ")
        say(f"requested, and can be applied from {when} on: run this again then")
    else:
        say("registered: the wallet signs with this key")
