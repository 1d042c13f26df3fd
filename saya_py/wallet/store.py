"""A wallet on disk: every change is under locks, checked against the marker, and durable when it returns.

A change is three writes: the marker announces the new state, the file takes it, the marker confirms it. A nonce that a
state writes off signs only after the confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from saya_py.core.errors import WalletError
from saya_py.wallet import durable
from saya_py.wallet.contents import Contents
from saya_py.wallet.envelope import Cost, Sealer, new_id
from saya_py.wallet.locking import locked
from saya_py.wallet.marker import Marker

T = TypeVar("T")


class Store:
    """The file of one wallet, and its marker in `state`."""

    def __init__(self, path: Path, state: Path, sealer: Sealer, lock_seconds: float) -> None:
        """For the wallet that `sealer` was made for."""
        self.path = path
        self._state = state
        self._sealer = sealer
        self._lock_seconds = lock_seconds

    @classmethod
    def create(
        cls, path: Path, passphrase: str, state: Path, lock_seconds: float, cost: Cost, contents: Contents
    ) -> Store:
        """A new file; raises `WalletError` when there is one already."""
        store = cls(path, state, Sealer.fresh(passphrase, cost), lock_seconds)
        with store._locks():
            if path.exists():
                raise WalletError(f"{path} exists already; open it, or choose another path")
            store._commit_first(contents)
        return store

    @classmethod
    def open(cls, path: Path, passphrase: str, state: Path, lock_seconds: float) -> Store:
        """The wallet in an existing file. Whether it is at its latest state is checked by `read` and `change`."""
        store = cls(path, state, Sealer.of(_bytes_of(path), passphrase), lock_seconds)
        with store._locks():
            store._unseal()
        return store

    def read(self) -> Contents:
        """The contents.

        Raises:
            WalletRestored: the file is not known to be at its latest state.
        """
        with self._locks():
            return self._load()[1]

    def change(self, change: Callable[[Contents], tuple[Contents, T]]) -> T:
        """Replace the contents by what `change` makes of them, and return its result once that is on disk.

        Nothing is changed when `change` raises.

        Raises:
            WalletRestored: the file is not known to be at its latest state.
            WalletBusy: another process holds the wallet.
        """
        with self._locks():
            state, contents = self._load()
            changed, result = change(contents)
            if changed != contents:
                self._commit(changed, state)
            return result

    def reseal(self, passphrase: str, cost: Cost) -> None:
        """Encrypt the file under another passphrase.

        Raises:
            WalletRestored: the file is not known to be at its latest state.
        """
        with self._locks():
            state, contents = self._load()
            sealer = self._sealer.resealing(passphrase, cost)
            with _told(self.path), durable.wiped_when_replaced(self.path):
                self._commit(contents, state, sealer)
            self._sealer = sealer

    def take_over(self) -> None:
        """Make a wallet of its own of a file whose state is not known to be the latest."""
        with self._locks():
            _, contents = self._unseal()
            # Under a new name: the original may still be in use, here or elsewhere, and keeps its own marker.
            self._sealer.renamed()
            self._commit_first(contents.taken_over())

    @contextmanager
    def _locks(self) -> Iterator[None]:
        """The lock of the file, and that of the wallet, which its copies on this machine have in common."""
        with ExitStack() as stack:
            try:
                self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
                for lock in (self.path.with_name(self.path.name + ".lock"), self._marker().lock):
                    stack.enter_context(locked(lock, self._lock_seconds))
            except OSError as error:
                raise WalletError(f"the wallet cannot be locked: {error}") from None
            yield

    def _marker(self) -> Marker:
        return Marker(self._state, self._sealer.wallet)

    def _unseal(self) -> tuple[str, Contents]:
        """The state of the file, latest or not, and its contents."""
        state, contents = self._sealer.unseal(_bytes_of(self.path))
        return state, Contents.decode(contents)

    def _load(self) -> tuple[str, Contents]:
        """The state and the contents of a file that is at its latest state."""
        state, contents = self._unseal()
        self._marker().check(state)
        return state, contents

    def _commit_first(self, contents: Contents) -> None:
        """The first state of a wallet."""
        with _told(self.path):
            self._marker().begin()
        self._commit(contents, None)

    def _commit(self, contents: Contents, before: str | None, sealer: Sealer | None = None) -> None:
        after = new_id()
        with _told(self.path):
            self._marker().announce(before, after)
            durable.replace(self.path, (sealer or self._sealer).seal(after, contents.encode()))
            self._marker().confirm(after)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """An error of the disk, as one of the wallet."""
    try:
        yield
    except OSError as error:
        raise WalletError(
            f"{path} could not be written, so nothing was signed: {error}; make room and try again"
        ) from None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WalletError(f"the wallet cannot be read: {error}; check the path") from None
