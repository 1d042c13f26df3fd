"""Which account a command is about, and how accounts are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from saya_py.core.accounts import KeyRoot
from saya_py.core.errors import KeyMissing, UserError
from saya_py.core.limbs import Digest, to_hex
from saya_py.wallet import AccountId, AccountKeys, Wallet

FEW = 100
"""Nonces left below which rotating is suggested."""

_STATES = {
    "ready": ("green", "signs"),
    "few left": ("yellow", "signs; rotate soon"),
    "used up": ("red", "register the next key: sayapy wallet rotate"),
    "retired": ("red", "may have signed elsewhere: sayapy wallet rotate --first-nonce …"),
    "waiting": ("yellow", "register the pending key, then: sayapy wallet sync"),
}


def choose(wallet: Wallet, domain: Digest | None, user: int | None, lane: int | None) -> AccountId:
    """The one account of the wallet that fits.

    Raises:
        KeyMissing: none does.
        UserError: several do.
    """
    accounts = list(wallet.accounts())
    found = [account for account in accounts if _fits(account, domain, user, lane)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise KeyMissing(_nothing(accounts, domain, user, lane))
    shown = "; ".join(f"user {account.user}, lane {account.lane} of {to_hex(account.domain)}" for account in found[:8])
    raise UserError(
        f"several accounts of the wallet fit: {shown}. Say which with --user, --lane and the world's options"
    )


def _fits(account: AccountId, domain: Digest | None, user: int | None, lane: int | None) -> bool:
    return (
        (domain is None or account.domain == domain)
        and (user is None or account.user == user)
        and (lane is None or account.lane == lane)
    )


def _nothing(accounts: list[AccountId], domain: Digest | None, user: int | None, lane: int | None) -> str:
    if not accounts:
        return "the wallet has no key yet; make one with `sayapy wallet key`"
    if domain is not None and (elsewhere := [a for a in accounts if _fits(a, None, user, lane)]):
        there = ", ".join(sorted({to_hex(account.domain) for account in elsewhere}))
        return (
            f"the wallet has no such key in the world of domain {to_hex(domain)}, but it has in {there}. Keys sign in "
            "one world only: check chain, settlement contract and world, or make a key for this one with "
            "`sayapy wallet key`"
        )
    wanted = [f"{name} {value}" for name, value in (("user", user), ("lane", lane)) if value is not None]
    where = "" if domain is None else f" in the world of domain {to_hex(domain)}"
    return f"the wallet has no key of {', '.join(wanted) or 'anybody'}{where}; make one with `sayapy wallet key`"


def state_of(keys: AccountKeys) -> str:
    """What can be done with the keys of an account, in a word or two."""
    if keys.active is None:
        return "waiting" if keys.pending is not None else "retired"
    if keys.active.left <= 0:
        return "used up"
    return "few left" if keys.active.left < FEW else "ready"


def accounts_json(wallet: Wallet) -> list[dict[str, Any]]:
    """Every account as JSON."""
    return [account_json(wallet, account, keys) for account, keys in _sorted(wallet.accounts())]


def account_json(wallet: Wallet, account: AccountId, keys: AccountKeys) -> dict[str, Any]:
    """One account as JSON."""
    active, pending, roots = keys.active, keys.pending, wallet.key_roots(account)
    return {
        "domain": to_hex(account.domain),
        "user": account.user,
        "lane": account.lane,
        "state": state_of(keys),
        "key_root": root_hex(roots.active),
        "next_nonce": None if active is None else active.next_nonce,
        "nonces_left": 0 if active is None else max(0, active.left),
        "pending": None
        if pending is None
        else {"key_root": root_hex(roots.pending), "first_nonce": pending.next_nonce},
    }


def accounts_table(wallet: Wallet) -> Table:
    """Every account, one row each."""
    table = Table("world", "user", "lane", "next nonce", "left", "pending key", "state")
    for account, keys in _sorted(wallet.accounts()):
        state = state_of(keys)
        colour, what = _STATES[state]
        pending = wallet.key_roots(account).pending
        table.add_row(
            f"{to_hex(account.domain)[:14]}…",
            str(account.user),
            str(account.lane),
            "—" if keys.active is None else f"{keys.active.next_nonce:,}",
            "0" if keys.active is None else f"{max(0, keys.active.left):,}",
            "—" if pending is None else f"{to_hex(pending)[:14]}…",
            f"[{colour}]{state}[/]: {what}",
        )
    return table


def root_hex(root: KeyRoot | None) -> str | None:
    """A key root as the 24 bytes that the chain takes."""
    return None if root is None else to_hex(root)


def _sorted(accounts: Mapping[AccountId, AccountKeys]) -> list[tuple[AccountId, AccountKeys]]:
    return sorted(accounts.items(), key=lambda item: (item[0].domain, item[0].user, item[0].lane))
