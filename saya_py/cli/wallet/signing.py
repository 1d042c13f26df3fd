"""`sayapy wallet sign`, `open` and `rotate --sign`: submissions on standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saya_py.artifacts.abi import Abi, parse_abi
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.cli.options import AsJson
from saya_py.cli.wallet.accounts import FEW, choose
from saya_py.cli.wallet.expressions import auth_of, read_call
from saya_py.cli.wallet.options import (
    VALID_FOR,
    ChainId,
    Domain,
    Lane,
    Manifest,
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
from saya_py.cli.wallet.worlds import WorldOptions
from saya_py.core.calls import TIME_LIMIT, AuthMode, Call
from saya_py.core.errors import UserError
from saya_py.core.limbs import Digest, from_hex, to_hex
from saya_py.core.submissions import Signed
from saya_py.core.wire import dump_submission
from saya_py.wallet import AccountId, Wallet


def sign_command(
    wallet: WalletFile,
    calls: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CALL",
            show_default=False,
            help="`Contract.function(1, 2)` with --abi, `USER:Contract.function(…)` for a call of somebody else that "
            "an operator signs, or a call as a JSON object. Several calls make a bundle.",
        ),
    ] = None,
    from_file: Annotated[
        Path | None, typer.Option("--calls", metavar="FILE", help="One CALL a line; `-` is standard input.")
    ] = None,
    abi: Annotated[Path | None, typer.Option(metavar="FILE", help="The contracts' ABI.")] = None,
    set_root: SetRoot = None,
    manifest: Manifest = None,
    bundle: Annotated[bool, typer.Option("--bundle", help="Make a bundle of a single call, too.")] = False,
    operator: Annotated[
        bool, typer.Option("--operator", help="Sign calls of other users. With --abi this is known already.")
    ] = False,
    follows: Annotated[
        int | None, typer.Option(min=0, metavar="NONCE", help="Run only directly after what was signed with NONCE.")
    ] = None,
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
    """Sign a call, or several as a bundle, and print the submission as JSON.

    Each uses up a nonce, whether it is ever sent or not.
    """
    texts = [*(calls or []), *([] if from_file is None else _lines(from_file))]
    if not texts:
        raise UserError("there is nothing to sign: give a CALL, or --calls FILE")
    known = None if abi is None else parse_abi(read_text(abi), str(abi))
    root = set_root_of(set_root, manifest)
    where = WorldOptions(domain, rpc, settlement, world, chain_id).find()
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    account = choose(opened, where, user, lane)
    read = [read_call(text, known, account.user, deadline(valid_for)) for text in texts]
    as_operator = _acts_as_operator(read, account, known, operator)
    signed: Signed
    if as_operator or bundle or len(read) > 1:
        signed = opened.sign_bundle(account, read, root, operator=as_operator, follows=follows)
    else:
        _check_lane(read[0], account)
        signed = opened.sign_call(account, replace(read[0], lane=account.lane), root, follows=follows)
    show_signed(opened, account, signed, as_json)


def open_command(
    wallet: WalletFile,
    new_lane: Annotated[int, typer.Argument(metavar="LANE", min=1, help="The lane to open.")],
    set_root: SetRoot = None,
    manifest: Manifest = None,
    valid_for: ValidFor = VALID_FOR,
    user: User = None,
    passphrase_file: PassphraseFile = None,
    domain: Domain = None,
    rpc: RpcUrl = None,
    settlement: Settlement = None,
    world: WorldNumber = None,
    chain_id: ChainId = None,
    as_json: AsJson = False,
) -> None:
    """Sign, in lane 0, the call that opens another lane of a user, and print it as JSON. Makes the lane's key."""
    root = set_root_of(set_root, manifest)
    where = WorldOptions(domain, rpc, settlement, world, chain_id).find()
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    account = choose(opened, where, user, 0)
    signed = opened.sign_open(account, new_lane, root, valid_until=deadline(valid_for))
    show_signed(opened, account, signed, as_json)


def set_root_of(text: str | None, manifest: Path | None) -> Digest:
    """The contract set that a signature is for."""
    if manifest is not None:
        found = parse_manifest(read_text(manifest), str(manifest)).set_root
        if text is not None and from_hex(text) != found:
            raise UserError(f"{manifest} has the set root {to_hex(found)}, not {text}: give one of the two")
        return found
    if text is None:
        raise UserError("which contract set? Give its --set-root or its --manifest: a signature counts in one set only")
    return from_hex(text)


def deadline(valid_for: int) -> int:
    """The last second at which it may settle."""
    return min(int(time.time()) + valid_for, TIME_LIMIT - 1)


def show_signed(wallet: Wallet, account: AccountId, signed: Signed, as_json: bool) -> None:
    """The submission, and on standard error what it cost."""
    typer.echo(dump_submission(signed))
    key = wallet.accounts()[account].active
    if as_json or key is None:
        return
    console = Console(stderr=True)
    console.print(f"signed with nonce {signed.nonce} of {account}; {key.left:,} left", highlight=False, soft_wrap=True)
    if key.left < FEW:
        console.print("[yellow]few nonces are left: rotate to a new key while the old one can sign for it[/]")


def _acts_as_operator(calls: Sequence[Call], account: AccountId, abi: Abi | None, said: bool) -> bool:
    """Whether the signer acts as an operator; raises `UserError` for calls of others that only these may sign."""
    auths = [auth_of(call, abi) for call in calls]
    for call, auth in zip(calls, auths, strict=True):
        if auth == "user" and call.user != account.user:
            raise UserError(
                f"function {call.function} of contract {call.contract} is for the user of the call alone, so user "
                f"{call.user} must sign it, not {account}"
            )
    return said or "operator" in auths


def _check_lane(call: Call, account: AccountId) -> None:
    if call.auth_mode is AuthMode.INLINE and call.lane != account.lane:
        raise UserError(f"the call says lane {call.lane}, but is to be signed by {account}; say which with --lane")


def _lines(file: Path) -> list[str]:
    text = sys.stdin.read() if str(file) == "-" else read_text(file)
    return [line for line in text.splitlines() if line.strip()]
