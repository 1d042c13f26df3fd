"""The wallet: makes keys, signs, rotates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from saya_py._native import key_root
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.calls import AuthMode, Call, scope_of
from saya_py.core.errors import KeyExhausted, KeyMismatch, KeyMissing, WalletError, WalletRestored
from saya_py.core.field import below
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest, to_bytes
from saya_py.wallet.contents import AccountId, AccountKeys, Contents, Key
from saya_py.wallet.envelope import Cost
from saya_py.wallet.keys import KeyRing, generate
from saya_py.wallet.marker import state_folder
from saya_py.wallet.signed import SignedCall, SignedDigest
from saya_py.wallet.store import Store

_LOCK_SECONDS = 30.0


class Wallet:
    """An open wallet file. Threads and processes may share the file: each signature takes a nonce of its own."""

    def __init__(self, store: Store) -> None:
        """Use `create`, `open` or `take_over`."""
        self._store = store
        self._ring = KeyRing(store.path.with_name(store.path.name + ".leaves"))

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        state: Path | None = None,
        cost: Cost | None = None,
        lock_seconds: float = _LOCK_SECONDS,
    ) -> Wallet:
        """A new wallet with a random master secret, in a file that does not exist yet.

        `state` is the folder of this machine's records of wallets; `cost` is what a guess at the passphrase costs.
        """
        contents = Contents.fresh()
        place = (path.resolve(), passphrase, state or state_folder(), lock_seconds)
        return cls(Store.create(*place, cost or Cost(), contents))

    @classmethod
    def open(
        cls, path: Path, passphrase: str, *, state: Path | None = None, lock_seconds: float = _LOCK_SECONDS
    ) -> Wallet:
        """The wallet in a file.

        Raises:
            WrongPassphrase: the passphrase is wrong, or the file was changed.
            WalletRestored: the file is a copy or a backup; see `take_over`.
            WalletBusy: another process holds it.
        """
        store = Store.open(path.resolve(), passphrase, state or state_folder(), lock_seconds)
        store.read()
        return cls(store)

    @classmethod
    def take_over(
        cls, path: Path, passphrase: str, *, state: Path | None = None, lock_seconds: float = _LOCK_SECONDS
    ) -> Wallet:
        """Make a wallet of this machine of a file that was copied or put back from a backup.

        No key in it signs any more: each account needs `rotate`, the new key registered through the user's L2 address,
        and `sync`. The master secret is replaced, so keys of other copies are never made again.
        """
        store = Store.open(path.resolve(), passphrase, state or state_folder(), lock_seconds)
        store.take_over()
        return cls(store)

    def accounts(self) -> Mapping[AccountId, AccountKeys]:
        """The keys of every account."""
        return self._store.read().accounts

    def new_key(self, account: AccountId, first_nonce: int = 0) -> KeyRoot:
        """Make the first key of an account and return its key root, which is to be registered on the chain.

        Raises:
            WalletError: the account has a key already; see `rotate`.
        """

        def change(contents: Contents) -> tuple[Contents, KeyRoot]:
            if contents.of(account) != AccountKeys():
                raise WalletError(f"{account} has a key already; rotate it instead")
            key = self._make(contents, account, first_nonce)
            return contents.having(account, AccountKeys(active=key, next_epoch=1)), _root(key)

        return self._store.change(change)

    def rotate(self, account: AccountId, first_nonce: int | None = None) -> KeyRoot:
        """Make the next key of an account and return its key root, which is to be registered on the chain.

        The key signs once `sync` has seen it there; until then the key before it does, if it may. `first_nonce` is by
        default the next nonce of the key before; after `take_over` it must be given, best the account's nonce on the
        chain. A pending key that was never registered is forgotten.
        """

        def change(contents: Contents) -> tuple[Contents, KeyRoot]:
            keys = contents.of(account)
            first = first_nonce
            if first is None:
                if keys.active is None:
                    raise KeyMissing(
                        f"{account} has no key that signs; pass first_nonce, the account's nonce on the chain"
                    )
                first = keys.active.next_nonce
            key = self._make(contents, account, first)
            rotated = replace(keys, pending=key, next_epoch=key.epoch + 1)
            return contents.having(account, rotated), _root(key)

        return self._store.change(change)

    def sync(self, account: AccountId, on_chain: Account) -> None:
        """Compare with what the chain holds: take a rotated key into use, and notice signatures that others made.

        Raises:
            WalletRestored: a nonce was used that this wallet has not written off. It was taken over, so none of its
                keys signs any more.
            KeyMismatch: the account holds no key of this wallet.
        """

        def change(contents: Contents) -> tuple[Contents, bool]:
            keys = contents.of(account)
            pending, active = keys.pending, keys.active
            if pending is not None and _root(pending) == on_chain.key_root:
                key = replace(pending, next_nonce=max(pending.next_nonce, on_chain.nonce))
                return contents.having(account, replace(keys, active=key, pending=None)), True
            if active is None or _root(active) != on_chain.key_root:
                raise KeyMismatch(
                    f"the chain holds another key of {account} than this wallet; register the wallet's key through the "
                    "user's L2 address, or wait until the change applies"
                )
            if on_chain.nonce > active.next_nonce:
                return contents.taken_over(), False
            return contents, True

        if not self._store.change(change):
            raise WalletRestored(
                f"the chain saw nonces of {account} that this wallet has not written off, so a copy signs elsewhere. "
                "No key of the wallet signs here any more: rotate them through the users' L2 addresses"
            )

    def sign(self, account: AccountId, digest_at: Callable[[int], Digest]) -> SignedDigest:
        """Take the next nonce and sign `digest_at(nonce)` with it.

        The nonce is written off on disk before it signs; it is never used again, whatever happens then. An error of
        `digest_at` costs no nonce.

        Raises:
            KeyMissing: the account has no key.
            WalletRestored: its key may have signed elsewhere.
            KeyExhausted: its key has no nonces left.
        """

        def change(contents: Contents) -> tuple[Contents, tuple[bytes, Key, Digest]]:
            keys = contents.of(account)
            key = _signing(account, keys, contents)
            digest = digest_at(key.next_nonce)
            advanced = replace(keys, active=replace(key, next_nonce=key.next_nonce + 1))
            # Loaded here, so that a key that cannot be loaded costs no nonce.
            self._ring.load(contents.master, account, key)
            return contents.having(account, advanced), (contents.master, key, digest)

        master, key, digest = self._store.change(change)
        signature = self._ring.load(master, account, key).sign(key.next_nonce, to_bytes(digest))
        return SignedDigest(key.next_nonce, digest, key.public_key, signature)

    def sign_call(self, account: AccountId, call: Call, set_root: Digest) -> SignedCall:
        """Sign a call of this account in the world of its domain, with the next nonce in place of the call's.

        Raises as `sign` does, and `WalletError` for a call of another user or lane.
        """
        if (call.user, call.lane) != (account.user, account.lane):
            raise WalletError(f"the call is of user {call.user}, lane {call.lane}, but is to be signed by {account}")
        scope = scope_of(account.domain, set_root)

        def with_nonce(nonce: int) -> Call:
            return replace(call, nonce=nonce, auth_mode=AuthMode.INLINE)

        signed = self.sign(account, lambda nonce: with_nonce(nonce).digest(scope))
        return SignedCall(with_nonce(signed.nonce), signed.digest, signed.public_key, signed.signature)

    def _make(self, contents: Contents, account: AccountId, first_nonce: int) -> Key:
        epoch = contents.of(account).next_epoch
        below("first_nonce", first_nonce, U32_LIMIT)
        signing = generate(contents.master, account, epoch, first_nonce)
        self._ring.keep(signing)
        return Key(epoch, first_nonce, first_nonce, signing.public_key)


def _signing(account: AccountId, keys: AccountKeys, contents: Contents) -> Key:
    """The key of an account that signs next."""
    key = keys.active
    if key is None and keys.next_epoch:
        raise WalletRestored(
            f"the key of {account} may have signed elsewhere, because the wallet was put back from a copy; rotate it "
            "through the user's L2 address, then sync"
        )
    if key is None:
        raise KeyMissing(f"the wallet has no key of {account}; make one with new_key and register it")
    if key.left <= 0:
        raise KeyExhausted(f"the key of {account} has used its {key.end - key.first_nonce} nonces; rotate to a new key")
    return key


def _root(key: Key) -> KeyRoot:
    data = key_root(key.public_key)
    a, b, c = (int.from_bytes(data[i : i + 8], "big") for i in (0, 8, 16))
    return a, b, c
