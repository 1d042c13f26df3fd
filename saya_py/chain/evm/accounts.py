"""Accounts of a local anvil."""

from __future__ import annotations

from eth_account import Account
from eth_account.signers.local import LocalAccount

# anvil funds the first ten accounts of this public phrase; it is worth nothing anywhere else.
_PHRASE = "test test test test test test test test test test test junk"


def anvil_account(index: int) -> LocalAccount:
    """The `index`-th funded account (0 to 9) of a local anvil."""
    Account.enable_unaudited_hdwallet_features()
    account: LocalAccount = Account.from_mnemonic(_PHRASE, account_path=f"m/44'/60'/0'/0/{index}")
    return account
