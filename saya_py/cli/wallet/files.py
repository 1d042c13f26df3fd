"""`sayapy wallet new`, `show`, `passphrase` and `take-over`: the wallet's file as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saya_py.cli.options import AsJson
from saya_py.cli.wallet.accounts import accounts_json, accounts_table
from saya_py.cli.wallet.options import PassphraseFile, WalletFile
from saya_py.cli.wallet.passphrases import NEW_VARIABLE, new_passphrase, passphrase
from saya_py.wallet import Wallet


def new_command(wallet: WalletFile, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    """Make a wallet: a file with a fresh master secret and no keys yet."""
    Wallet.create(wallet, new_passphrase(passphrase_file))
    _done(
        as_json,
        {"wallet": str(wallet)},
        f"{wallet} made. Its next step is a key: sayapy wallet key --user …\nDo not put backups of it back, and do not "
        "use copies of it: docs/wallet.md says why, and what to do instead.",
    )


def show_command(wallet: WalletFile, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    """List accounts, their nonces and their pending keys."""
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    if as_json:
        typer.echo(json.dumps({"wallet": str(wallet), "accounts": accounts_json(opened)}))
    elif opened.accounts():
        Console().print(accounts_table(opened))
    else:
        typer.echo("no keys yet; make one with `sayapy wallet key`")


def passphrase_command(
    wallet: WalletFile,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Has the new passphrase as its only line. Else SAYAPY_NEW_PASSPHRASE, or it is asked for.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Encrypt the wallet under another passphrase."""
    opened = Wallet.open(wallet, passphrase(passphrase_file))
    opened.change_passphrase(new_passphrase(new_passphrase_file, NEW_VARIABLE))
    _done(
        as_json,
        {"wallet": str(wallet)},
        "the passphrase is changed. Copies of the file still open with the old one, and have the same secrets: if "
        "somebody may have both, rotate every key through the user's L2 address",
    )


def take_over_command(wallet: WalletFile, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    """Make a wallet of its own of a copy or a backup. Its keys do not sign any more: each has to be rotated."""
    opened = Wallet.take_over(wallet, passphrase(passphrase_file))
    accounts = accounts_json(opened)
    lines = [
        f"{wallet} is a wallet of this machine now, and none of its keys signs. For each account:",
        "  1. sayapy wallet rotate --user … --first-nonce N   (N: the account's nonce on the chain)",
        "  2. register the printed key root through the user's L2 address, and wait until it applies",
        "  3. sayapy wallet sync",
    ]
    waiting = [f"user {account.user}, lane {account.lane}" for account, keys in opened.accounts().items()]
    _done(
        as_json, {"wallet": str(wallet), "accounts": accounts}, "\n".join([*lines, f"Accounts: {'; '.join(waiting)}"])
    )


def _done(as_json: bool, report: dict[str, object], text: str) -> None:
    if as_json:
        typer.echo(json.dumps(report))
    else:
        Console().print(text, highlight=False, soft_wrap=True, markup=False)
