"""What a wallet knows: a master secret, and for each account its keys and the next nonce."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from saya_py.core.accounts import NONCE_LIMIT
from saya_py.core.errors import SayaError, WalletError
from saya_py.core.field import below
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest, digest, from_hex, to_hex

LEAVES = 4096
"""Nonces of one key."""
PUBLIC_KEY_BYTES = 104


def new_master() -> bytes:
    """A random master secret."""
    return secrets.token_bytes(32)


@dataclass(frozen=True)
class AccountId:
    """An account: `ACCOUNT(user, lane)` of the world that `domain` names."""

    domain: Digest
    user: int
    """From 1, below 2^32."""
    lane: int = 0
    """Below 2^32."""

    def __post_init__(self) -> None:
        digest(self.domain)
        below("user", self.user, U32_LIMIT)
        below("lane", self.lane, U32_LIMIT)
        if self.user == 0:
            raise WalletError("user 0 is nobody and cannot sign; user ids start at 1")

    def __str__(self) -> str:
        return f"user {self.user}, lane {self.lane} of domain {to_hex(self.domain)[:18]}…"


@dataclass(frozen=True)
class Key:
    """One key of an account. Nonces from `first_nonce` below `next_nonce` were written off."""

    epoch: int
    """Counts the keys of the account."""
    first_nonce: int
    next_nonce: int
    public_key: bytes = field(repr=False)
    """104 bytes."""

    @property
    def end(self) -> int:
        """First nonce that the key cannot sign with any more."""
        return min(self.first_nonce + LEAVES, NONCE_LIMIT)

    @property
    def left(self) -> int:
        """Signatures that the key can still make."""
        return self.end - self.next_nonce


@dataclass(frozen=True)
class AccountKeys:
    """The keys of one account."""

    active: Key | None = None
    """The key that signs; None when there is none yet, or when it may have signed elsewhere."""
    pending: Key | None = None
    """The key that signs as soon as the account on the chain holds it."""
    next_epoch: int = 0


@dataclass(frozen=True)
class Contents:
    """All of a wallet."""

    master: bytes = field(repr=False)
    """32 bytes from which every key is derived."""
    restorations: int = 0
    """How often the wallet was taken over from a copy."""
    accounts: Mapping[AccountId, AccountKeys] = field(default_factory=dict)

    @classmethod
    def fresh(cls) -> Contents:
        """No keys, and a random master secret."""
        return cls(new_master())

    def of(self, account: AccountId) -> AccountKeys:
        """The keys of an account."""
        return self.accounts.get(account, AccountKeys())

    def having(self, account: AccountId, keys: AccountKeys) -> Contents:
        """The same with other keys of one account."""
        return replace(self, accounts={**self.accounts, account: keys})

    def taken_over(self) -> Contents:
        """What is left after a copy was taken over: no key that could have signed elsewhere.

        The master secret is new, so no key made from now on can equal one made by another copy of the same file.
        """
        retired = {account: AccountKeys(next_epoch=keys.next_epoch) for account, keys in self.accounts.items()}
        return Contents(new_master(), self.restorations + 1, retired)

    def encode(self) -> bytes:
        """JSON; only ever written encrypted."""
        accounts = [
            {
                "domain": to_hex(account.domain),
                "user": account.user,
                "lane": account.lane,
                "active": _key_json(keys.active),
                "pending": _key_json(keys.pending),
                "next_epoch": keys.next_epoch,
            }
            for account, keys in self.accounts.items()
        ]
        whole = {"master": self.master.hex(), "restorations": self.restorations, "accounts": accounts}
        return json.dumps(whole).encode()

    @classmethod
    def decode(cls, data: bytes) -> Contents:
        """What `encode` wrote; raises `WalletError` for anything else."""
        try:
            whole = json.loads(data)
            accounts = {
                AccountId(from_hex(entry["domain"]), entry["user"], entry["lane"]): AccountKeys(
                    _key(entry["active"]), _key(entry["pending"]), entry["next_epoch"]
                )
                for entry in whole["accounts"]
            }
            return cls(bytes.fromhex(whole["master"]), whole["restorations"], accounts)
        except (KeyError, TypeError, ValueError, SayaError) as error:
            raise WalletError(
                f"the wallet opens with this passphrase but is not understood ({error!r}); "
                "it was written by another version: use that one"
            ) from None


def _key_json(key: Key | None) -> dict[str, Any] | None:
    return None if key is None else {**asdict(key), "public_key": key.public_key.hex()}


def _key(fields: dict[str, Any] | None) -> Key | None:
    return None if fields is None else Key(**{**fields, "public_key": bytes.fromhex(fields["public_key"])})
