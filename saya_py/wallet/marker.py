"""What this machine remembers of a wallet outside its file, so that an older copy of the file is noticed.

Two small files name states of the wallet file. Before a change the first announces it (from which state, to which);
after the change the second confirms the state. Each also names the identity of the other as it was then: its number
(inode) and the time at which that was last changed, which no program can set. So these are noticed:

- a backup of the wallet file that was put back: it is in another state than the confirmed one;
- a backup of everything, wallet file and markers, or one of them: one marker is another file than the other names;
- a machine that never wrote the wallet: no markers.

A machine that dies in between leaves an announcement without confirmation. Then the file is in the old or the new
state, and the new one has signed nothing yet.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from saya_py.core.errors import WalletError, WalletRestored
from saya_py.wallet import durable

_REMEDY = (
    "Signing could use a nonce twice, which gives its key away. Take the wallet over (`sayapy wallet take-over`, or "
    "Wallet.take_over) and rotate its keys through the user's L2 address; see docs/wallet.md"
)


@dataclass(frozen=True)
class _Announced:
    """A change that is about to be made, or was made."""

    before: str | None
    after: str | None
    confirmed: list[int]
    """Identity of the confirmation of `before`."""


@dataclass(frozen=True)
class _Confirmed:
    """The state that is in place."""

    state: str | None
    announced: list[int] | None
    """Identity of its announcement; None before the first."""


def state_folder() -> Path:
    """Where markers are kept: `$XDG_STATE_HOME/saya_py/wallets`, by default under `~/.local/state`."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(base).expanduser() / "saya_py" / "wallets"


class Marker:
    """This machine's memory of one wallet. The caller holds the lock of the wallet."""

    def __init__(self, folder: Path, wallet: str) -> None:
        """For the wallet of this name."""
        self.lock = folder / f"{wallet}.lock"
        self._announced = folder / f"{wallet}.announced.json"
        self._confirmed = folder / f"{wallet}.confirmed.json"

    def begin(self) -> None:
        """The wallet is new: no state is in place."""
        _store(self._confirmed, _Confirmed(None, None))

    def check(self, state: str) -> None:
        """Whether a file in this state is at the latest one.

        Raises:
            WalletRestored: it is not, or nobody knows.
        """
        if self._interrupted():
            announced = self._load_announced()
            if state in (announced.before, announced.after):
                return
        elif state == self._load_confirmed().state:
            return
        raise WalletRestored(
            "the wallet file is not in the state that this machine left it in: a backup was put back, or the file was "
            f"used elsewhere. {_REMEDY}"
        )

    def announce(self, before: str | None, after: str) -> None:
        """The file is in state `before` and is about to be in state `after`; the caller checked `before`."""
        if before is not None and self._interrupted() and self._load_announced().after == before:
            self.confirm(before)  # what the interrupted change left undone
        _store(self._announced, _Announced(before, after, durable.synced_identity(self._confirmed)))

    def confirm(self, state: str) -> None:
        """The file is in this state."""
        _store(self._confirmed, _Confirmed(state, durable.synced_identity(self._announced)))

    def _interrupted(self) -> bool:
        """Whether a change was announced and not confirmed.

        Raises:
            WalletRestored: the two markers do not belong together.
        """
        announced, confirmed = self._load_announced(), self._load_confirmed()
        if confirmed.state == announced.before and announced.confirmed == durable.identity(self._confirmed):
            return True
        if confirmed.state == announced.after and confirmed.announced == durable.identity(self._announced):
            return False
        raise WalletRestored(
            f"this machine's record of the wallet ({self._announced.parent}) is itself a copy that something else put "
            f"there. {_REMEDY}"
        )

    def _load_announced(self) -> _Announced:
        fields = _load(self._announced, {"before", "after", "confirmed"})
        return _Announced(fields["before"], fields["after"], fields["confirmed"])

    def _load_confirmed(self) -> _Confirmed:
        fields = _load(self._confirmed, {"state", "announced"})
        return _Confirmed(fields["state"], fields["announced"])


def _store(path: Path, content: _Announced | _Confirmed) -> None:
    durable.replace(path, json.dumps(asdict(content)).encode())


def _load(path: Path, names: set[str]) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise WalletRestored(
            f"this machine has no record of this wallet ({path}): the file was copied here, or the record was lost. "
            f"{_REMEDY}"
        ) from None
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None
    if not isinstance(fields, dict) or set(fields) != names:
        raise _damaged(path, fields)
    return fields


def _damaged(path: Path, what: object) -> WalletError:
    return WalletError(f"{path} is no record of a wallet ({what!r}); remove it and take the wallet over")
