"""The L2 account that sends transactions: a keystore file, or the private key in an environment variable."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from saya_py.core.errors import ConfigError

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

KEY_VARIABLE = "SAYAPY_L2_KEY"
PASSWORD_VARIABLE = "SAYAPY_KEYSTORE_PASSWORD"  # noqa: S105 - the name of a variable


def l2_account(keystore: Path | None) -> LocalAccount | None:
    """The account of a keystore file, or of the private key in SAYAPY_L2_KEY, or None when neither is given.

    Raises:
        ConfigError: the file is no keystore, its password is wrong, or the key is none.
    """
    from eth_account import Account

    account: LocalAccount
    if keystore is not None:
        try:
            account = Account.from_key(Account.decrypt(json.loads(keystore.read_text()), _password()))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ConfigError(f"{keystore} cannot be opened ({error}); check the file and its password") from None
        return account
    key = os.environ.get(KEY_VARIABLE)
    if key is None:
        return None
    try:
        account = Account.from_key(key)
    except ValueError:
        # Nothing of the key is shown.
        raise ConfigError(f"{KEY_VARIABLE} is no private key; write 0x and 64 hexadecimal digits") from None
    return account


def required_l2_account(keystore: Path | None) -> LocalAccount:
    """The same for a command that has to send something.

    Raises:
        ConfigError: there is none, too.
    """
    found = l2_account(keystore)
    if found is None:
        raise ConfigError(f"which L2 account sends this? Set {KEY_VARIABLE} to its private key, or give --keystore")
    return found


def _password() -> str:
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise ConfigError(f"there is no password of the keystore and nobody to ask: set {PASSWORD_VARIABLE}")
    text: str = typer.prompt("Password of the keystore", hide_input=True, err=True)
    return text
