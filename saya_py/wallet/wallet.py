"""The wallet: makes keys, signs, rotates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from saya_py._native import key_root
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.calls import Call
from saya_py.core.errors import KeyExhausted, KeyMismatch, KeyMissing, WalletError, WalletRestored
from saya_py.core.field import below
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest, to_bytes
from saya_py.core.submissions import SignedBundle, SignedCall
from saya_py.core.system_calls import open_call, rotate_call
from saya_py.wallet import messages
from saya_py.wallet.contents import AccountId, AccountKeys, Contents, Key
from saya_py.wallet.envelope import Cost
from saya_py.wallet.keys import KeyRing, generate
from saya_py.wallet.marker import state_folder
from saya_py.wallet.signed import SignedDigest
from saya_py.wallet.store import Store

_LOCK_SECONDS = 30.0


@dataclass(frozen=True)
class KeyRoots:
    """Key roots of one account."""

    active: KeyRoot | None
    """Of the key that signs."""
    pending: KeyRoot | None
    """Of the key that signs as soon as the account on the chain holds it."""


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

    def key_roots(self, account: AccountId) -> KeyRoots:
        """Key roots of an account's keys, as the chain holds them once they are registered."""
        keys = self._store.read().of(account)
        return KeyRoots(*(None if key is None else _root(key) for key in (keys.active, keys.pending)))

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
            return self._with_pending(contents, account, first)

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
            key = _signing(account, keys)
            digest = digest_at(key.next_nonce)
            advanced = replace(keys, active=replace(key, next_nonce=key.next_nonce + 1))
            # Loaded here, so that a key that cannot be loaded costs no nonce.
            self._ring.load(contents.master, account, key)
            return contents.having(account, advanced), (contents.master, key, digest)

        master, key, digest = self._store.change(change)
        signature = self._ring.load(master, account, key).sign(key.next_nonce, to_bytes(digest))
        return SignedDigest(key.next_nonce, digest, key.public_key, signature)

    def sign_call(self, account: AccountId, call: Call, set_root: Digest, *, follows: int | None = None) -> SignedCall:
        """Sign a call of this account in the world of its domain, with the next nonce in place of the call's.

        With `follows` it runs only directly after what was signed with that nonce; else the call's own `after` counts.
        Raises as `sign` does, and `WalletError` for a call of another user or lane, or one that could never run.
        """
        return messages.sign_call(self.sign, account, call, set_root, follows)

    def sign_bundle(
        self,
        account: AccountId,
        calls: Sequence[Call],
        set_root: Digest,
        *,
        operator: bool = False,
        follows: int | None = None,
    ) -> SignedBundle:
        """Sign several calls as one: they settle together, one after the other, or not at all.

        A player's bundle has the player's own calls. With `operator` calls may be of anybody, for functions that are
        declared for the operator. With `follows` the bundle runs only directly after what was signed with that nonce.
        Raises as `sign` does, and `WalletError` for calls of others, or a bundle that could never run.
        """
        return messages.sign_bundle(self.sign, account, calls, set_root, operator=operator, follows=follows)

    def sign_open(self, account: AccountId, lane: int, set_root: Digest, *, valid_until: int) -> SignedCall:
        """Sign, in lane 0, the system call that opens another lane of the user; its key is made when there is none.

        Raises as `sign` does, and `WalletError` when `account` is not lane 0 or `lane` is.
        """
        if account.lane != 0 or lane == 0:
            raise WalletError(
                "lane 0 opens the other lanes and is itself opened through the user's L2 address; sign with lane 0, "
                "and open another one"
            )
        target = replace(account, lane=lane)

        def change(contents: Contents) -> tuple[Contents, KeyRoot]:
            _signing(account, contents.of(account))
            keys = contents.of(target)
            if (key := keys.active or keys.pending) is not None:
                return contents, _root(key)
            key = self._make(contents, target, 0)
            return contents.having(target, AccountKeys(active=key, next_epoch=key.epoch + 1)), _root(key)

        root = self._store.change(change)
        return self.sign_call(account, open_call(account.user, lane, root, valid_until=valid_until), set_root)

    def sign_rotate(self, account: AccountId, set_root: Digest, *, valid_until: int) -> SignedCall:
        """Sign, with the old key, the system call that gives the account the pending key; it is made if there is none.

        The new key signs once `sync` has seen it on the chain. Raises as `sign` does: a key that is used up or may have
        signed elsewhere cannot do it, and its account is rotated through the user's L2 address.
        """

        def change(contents: Contents) -> tuple[Contents, KeyRoot]:
            keys = contents.of(account)
            old = _signing(account, keys)
            if keys.pending is not None and keys.pending.end > old.next_nonce + 1:
                return contents, _root(keys.pending)
            return self._with_pending(contents, account, old.next_nonce)

        root = self._store.change(change)
        call = rotate_call(account.user, account.lane, root, valid_until=valid_until)
        return self.sign_call(account, call, set_root)

    def change_passphrase(self, passphrase: str, *, cost: Cost | None = None) -> None:
        """Encrypt the wallet under another passphrase; the file has the old or the new one whenever it is interrupted.

        The old file is overwritten where the disk allows it. Copies of the file keep the old passphrase, and so do the
        secrets in them: rotate when somebody may have a copy and the old passphrase.

        Raises:
            WalletError: the passphrase is empty.
            WalletRestored: the file is not known to be at its latest state.
        """
        self._store.reseal(passphrase, cost or Cost())

    def _with_pending(self, contents: Contents, account: AccountId, first_nonce: int) -> tuple[Contents, KeyRoot]:
        key = self._make(contents, account, first_nonce)
        rotated = replace(contents.of(account), pending=key, next_epoch=key.epoch + 1)
        return contents.having(account, rotated), _root(key)

    def _make(self, contents: Contents, account: AccountId, first_nonce: int) -> Key:
        epoch = contents.of(account).next_epoch
        below("first_nonce", first_nonce, U32_LIMIT)
        signing = generate(contents.master, account, epoch, first_nonce)
        self._ring.keep(signing)
        return Key(epoch, first_nonce, first_nonce, signing.public_key)


def _signing(account: AccountId, keys: AccountKeys) -> Key:
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
        raise KeyExhausted(
            f"the key of {account} has used its {key.end - key.first_nonce} nonces; rotate to a new key through the "
            "user's L2 address"
        )
    return key


def _root(key: Key) -> KeyRoot:
    data = key_root(key.public_key)
    a, b, c = (int.from_bytes(data[i : i + 8], "big") for i in (0, 8, 16))
    return a, b, c
