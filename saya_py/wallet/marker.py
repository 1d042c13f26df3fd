"""What this machine remembers of a wallet outside its file, so that an older copy of the file is noticed.

Two small files name states of the wallet file. Before a change the first announces it (from which state, to which);
after the change the second confirms the state, together with the first one's identity: its number (inode) and the time
at which that was last changed, which no program can set. So these are noticed:

- a backup of the wallet file that was put back: it is in another state than the confirmed one;
- a backup of everything, wallet file and both markers: the announcement is another file than the confirmed one;
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
    "Signing could use a nonce twice, which gives its key away. Take the wallet over (Wallet.take_over) and rotate its "
    "keys through the user's L2 address; see docs/wallet.md"
)


@dataclass(frozen=True)
class _Announced:
    """A change that is about to be made, or was made."""

    before: str | None
    after: str | None


@dataclass(frozen=True)
class _Confirmed:
    """The state that is in place, and the identity of its announcement."""

    state: str | None
    identity: list[int] | None


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
        if before is not None and self._interrupted():
            self.confirm(before)
        _store(self._announced, _Announced(before, after))

    def confirm(self, state: str) -> None:
        """The file is in this state."""
        durable.sync(self._announced)
        _store(self._confirmed, _Confirmed(state, durable.identity(self._announced)))

    def _interrupted(self) -> bool:
        """Whether a change was announced and not confirmed.

        Raises:
            WalletRestored: the two markers do not belong together.
        """
        announced, confirmed = self._load_announced(), self._load_confirmed()
        if confirmed.state == announced.before:
            return True
        if confirmed.state == announced.after and confirmed.identity == durable.identity(self._announced):
            return False
        raise WalletRestored(
            f"this machine's record of the wallet ({self._announced}) is itself a copy that something else put there. "
            f"{_REMEDY}"
        )

    def _load_announced(self) -> _Announced:
        fields = _load(self._announced, {"before", "after"})
        return _Announced(fields["before"], fields["after"])

    def _load_confirmed(self) -> _Confirmed:
        fields = _load(self._confirmed, {"state", "identity"})
        return _Confirmed(fields["state"], fields["identity"])


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
