"""`sayapy wallet key`, `rotate` and `sync`: keys of accounts."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console

from saya_py.cli.options import AsJson
from saya_py.cli.stages import Stages
from saya_py.cli.wallet.accounts import account_json, choose, root_hex
from saya_py.cli.wallet.options import (
    VALID_FOR,
    ChainId,
    Domain,
    Lane,
    Manifest,
    NewLane,
    PassphraseFile,
    RpcUrl,
    SetRoot,
    Settlement,
    User,
    ValidFor,
    WalletFile,
    WorldNumber,
)
from saya_py.cli.wallet.passphrases import passphrase
from saya_py.cli.wallet.signing import deadline, set_root_of, show_signed
from saya_py.cli.wallet.worlds import WorldOptions
from saya_py.core.accounts import Account
from saya_py.core.errors import KeyMissing, SayaError
from saya_py.core.limbs import to_hex
from saya_py.wallet import AccountId, Wallet

_FIRST_NONCE = typer.Option(
    min=0,
    metavar="NONCE",
    show_default=False,
    help="The first nonce that the key signs with: the account's on the chain.",
)


def key_command(
    wallet: WalletFile,
    user: Annotated[int, typer.Option(min=1, help="The user's id.")],
    lane: NewLane = 0,
    first_nonce: Annotated[int, _FIRST_NONCE] = 0,
    passphrase_file: PassphraseFile = None,
    domain: Domain = None,
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    chain_id: ChainId = None,
    as_json: AsJson = False,
) -> None:
    """Make the first key of an account and print the key root to register."""
    account = AccountId(WorldOptions(domain, rpc, settlement, world, chain_id).require(), user, lane)
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    with Stages(quiet=as_json) as stages:
        stages.begin("computing the key's 4,096 leaves")
        opened.new_key(account, first_nonce)
    _show_key(opened, account, "register it through the user's L2 address: sayapy wallet register", as_json)


def rotate_command(
    wallet: WalletFile,
    sign: Annotated[
        bool, typer.Option("--sign", help="Sign the rotation with the old key, and print it as a submission.")
    ] = False,
    first_nonce: Annotated[int | None, _FIRST_NONCE] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Forget a pending key that was never registered.")] = False,
    set_root: SetRoot = None,
    manifest: Manifest = None,
    valid_for: ValidFor = VALID_FOR,
    user: User = None,
    lane: Lane = None,
    passphrase_file: PassphraseFile = None,
    domain: Domain = None,
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    chain_id: ChainId = None,
    as_json: AsJson = False,
) -> None:
    """Make the next key of an account. It signs as soon as the chain holds it and `sync` has seen it there.

    Without --sign its key root is printed, to be registered through the user's L2 address. A pending key that was made
    before is offered again.
    """
    where = WorldOptions(domain, rpc, settlement, world, chain_id).find()
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    account = choose(opened, where, user, lane)
    if sign:
        root = set_root_of(set_root, manifest)
        signed = opened.sign_rotate(account, root, valid_until=deadline(valid_for))
        show_signed(opened, account, signed, as_json)
        return
    if anew or opened.accounts()[account].pending is None:
        with Stages(quiet=as_json) as stages:
            stages.begin("computing the key's 4,096 leaves")
            opened.rotate(account, _first_nonce(opened, account, first_nonce))
    _show_key(
        opened, account, "register the pending key through the user's L2 address, then: sayapy wallet sync", as_json
    )


def sync_command(
    wallet: WalletFile,
    user: User = None,
    lane: Lane = None,
    passphrase_file: PassphraseFile = None,
    domain: Domain = None,
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    as_json: AsJson = False,
) -> None:
    """Compare the wallet's accounts of a world with the chain: registered keys are taken into use."""
    there = WorldOptions(domain, rpc, settlement, world).on_chain()
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    chosen = [
        account
        for account in opened.accounts()
        if account.domain == there.domain and user in (None, account.user) and lane in (None, account.lane)
    ]
    if not chosen:
        choose(opened, there.domain, user, lane)  # says why
    failures: list[SayaError] = []
    reports: list[dict[str, Any]] = []
    for account, on_chain in zip(chosen, there.accounts(chosen), strict=True):
        try:
            told, in_step = _sync(opened, account, on_chain), True
        except SayaError as error:
            failures.append(error)
            told, in_step = str(error), False
        reports.append(
            {
                "user": account.user,
                "lane": account.lane,
                "in_step": in_step,
                "told": told,
                "nonce_on_chain": on_chain.nonce,
                "key_root_on_chain": root_hex(on_chain.key_root) if on_chain.has_key else None,
            }
        )
    if as_json:
        typer.echo(json.dumps({"domain": to_hex(there.domain), "accounts": reports}))
    else:
        for report in reports:
            who = f"user {report['user']}, lane {report['lane']}, nonce {report['nonce_on_chain']} on the chain"
            Console().print(f"{who}: {report['told']}", highlight=False, soft_wrap=True, markup=False)
    if failures:
        raise failures[0]


def _sync(wallet: Wallet, account: AccountId, on_chain: Account) -> str:
    """What is to be said of an account that is in step; raises when it is not."""
    if not on_chain.has_key:
        raise KeyMissing(
            f"no key of {account} is registered on the chain; register the wallet's with `sayapy wallet register`"
        )
    wallet.sync(account, on_chain)
    pending = wallet.accounts()[account].pending
    return "in step with the chain" + ("" if pending is None else "; the pending key is not registered there yet")


def _first_nonce(wallet: Wallet, account: AccountId, given: int | None) -> int | None:
    if given is None and wallet.accounts()[account].active is None:
        raise KeyMissing(
            f"the wallet does not know with which nonces {account} signed: pass --first-nonce, the account's nonce on "
            "the chain (`sayapy wallet sync` shows it)"
        )
    return given


def _show_key(wallet: Wallet, account: AccountId, then: str, as_json: bool) -> None:
    report = account_json(wallet, account, wallet.accounts()[account])
    if as_json:
        typer.echo(json.dumps(report))
        return
    pending = report["pending"]
    console = Console()
    console.print(f"account   {account}", highlight=False, soft_wrap=True)
    console.print(
        f"key root  {pending['key_root'] if pending else report['key_root']}", highlight=False, soft_wrap=True
    )
    Console(stderr=True).print(then, highlight=False, soft_wrap=True)
