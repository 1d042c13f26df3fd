"""Keys in memory: from the master secret and, when they were kept, the leaves of their trees."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from saya_py._native import SigningKey
from saya_py.core.errors import InternalError, SignatureRejected
from saya_py.core.limbs import to_bytes
from saya_py.wallet import durable
from saya_py.wallet.contents import AccountId, Key


def generate(master: bytes, account: AccountId, epoch: int, first_nonce: int) -> SigningKey:
    """Compute a key; takes about a second on two cores."""
    return SigningKey.generate(master, to_bytes(account.domain), account.user, account.lane, epoch, first_nonce)


class KeyRing:
    """The keys that were used, and a folder with their leaves, which are no secret and may be lost."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first leaves are kept."""
        self._folder = folder
        self._keys: dict[bytes, SigningKey] = {}

    def keep(self, key: SigningKey) -> None:
        """Remember a key, and its leaves on disk if possible."""
        self._keys[key.public_key] = key
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True, mode=0o700)
            durable.replace(self._path(key.public_key), key.leaves)

    def load(self, master: bytes, account: AccountId, key: Key) -> SigningKey:
        """The key that the wallet describes."""
        if key.public_key not in self._keys:
            loaded = self._from_leaves(master, account, key)
            if loaded is None:
                loaded = generate(master, account, key.epoch, key.first_nonce)
                if loaded.public_key != key.public_key:
                    raise InternalError(f"the key of {account} is no longer derived as it was")
                self.keep(loaded)
            self._keys[key.public_key] = loaded
        return self._keys[key.public_key]

    def _from_leaves(self, master: bytes, account: AccountId, key: Key) -> SigningKey | None:
        """None when the leaves are missing or damaged."""
        with suppress(OSError, SignatureRejected):
            leaves = self._path(key.public_key).read_bytes()
            place = (to_bytes(account.domain), account.user, account.lane, key.epoch, key.first_nonce)
            loaded = SigningKey.from_leaves(master, *place, leaves)
            if loaded.public_key == key.public_key:
                return loaded
        return None

    def _path(self, public_key: bytes) -> Path:
        # The end of a public key is the root of its tree.
        return self._folder / f"{public_key[-32:].hex()}.leaves"
