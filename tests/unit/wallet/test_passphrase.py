"""Another passphrase: the file has the old or the new one at every moment, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from saya_py.core.errors import WalletError, WalletRestored, WrongPassphrase
from saya_py.wallet import Cost, Wallet, durable
from tests.unit.wallet.conftest import ALICE, CHEAP, PASSPHRASE, message

NEW = "an entirely different one"


def open_with(passphrase: str, path: Path, state: Path) -> Wallet:
    return Wallet.open(path, passphrase, state=state, lock_seconds=5)


def test_the_new_one_opens_and_the_old_one_does_not(alice: Wallet, path: Path, state: Path) -> None:
    alice.sign(ALICE, message)
    root = alice.key_roots(ALICE)
    alice.change_passphrase(NEW, cost=Cost(n=2**11))
    assert alice.sign(ALICE, message).nonce == 1, "the open wallet goes on"
    with pytest.raises(WrongPassphrase):
        open_with(PASSPHRASE, path, state)
    again = open_with(NEW, path, state)
    assert again.key_roots(ALICE) == root
    assert again.sign(ALICE, message).nonce == 2
    assert b'"n": 2048' in path.read_bytes()


def test_a_wallet_that_is_open_elsewhere_is_told(alice: Wallet, reopen: Callable[[], Wallet]) -> None:
    other = reopen()
    alice.change_passphrase(NEW, cost=CHEAP)
    with pytest.raises(WrongPassphrase, match="was changed since the wallet was opened"):
        other.sign(ALICE, message)


def test_an_empty_one_is_refused(alice: Wallet, reopen: Callable[[], Wallet]) -> None:
    with pytest.raises(WalletError, match="empty"):
        alice.change_passphrase("", cost=CHEAP)
    assert reopen().sign(ALICE, message).nonce == 0


def test_a_backup_with_the_old_one_is_a_backup(alice: Wallet, path: Path, state: Path, tmp_path: Path) -> None:
    shutil.copy2(path, tmp_path / "backup")
    alice.change_passphrase(NEW, cost=CHEAP)
    shutil.copy2(tmp_path / "backup", path)
    with pytest.raises(WalletRestored, match="a backup was put back"):
        open_with(PASSPHRASE, path, state)
    with pytest.raises(WrongPassphrase):
        open_with(NEW, path, state)


def test_the_old_file_is_overwritten(alice: Wallet, path: Path) -> None:
    """Whoever has the old file open, or finds its blocks, reads zeros."""
    with path.open("rb") as old:
        size = os.fstat(old.fileno()).st_size
        alice.change_passphrase(NEW, cost=CHEAP)
        assert old.read() == bytes(size)


def test_a_file_that_has_another_name_is_left_there(alice: Wallet, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    os.link(path, tmp_path / "linked")
    alice.change_passphrase(NEW, cost=CHEAP)
    assert (tmp_path / "linked").read_bytes() == before


def test_a_full_disk_changes_nothing(
    alice: Wallet, path: Path, reopen: Callable[[], Wallet], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "replace", full)
        with pytest.raises(WalletError, match="could not be written"):
            alice.change_passphrase(NEW, cost=CHEAP)
    assert alice.sign(ALICE, message).nonce == 0
    assert reopen().sign(ALICE, message).nonce == 1


# Changes the passphrase; the prelude is a place to die in.
_CHILD = """
import os, signal, sys
from pathlib import Path
from saya_py.wallet import Cost, Wallet, durable

def die():
    os.kill(os.getpid(), signal.SIGKILL)

path, state, old, new, prelude = sys.argv[1:]
wallet = Wallet.open(Path(path), old, state=Path(state))
exec(prelude)
wallet.change_passphrase(new, cost=Cost(n=2**10))
print("done", flush=True)
"""

_DIE_AT_WRITE = """
real, left = durable.replace, [{number}]
def replace(path, data):
    left[0] -= 1
    if left[0] == 0 and "{when}" == "before":
        die()
    real(path, data)
    if left[0] == 0:
        die()
durable.replace = replace
"""

_DIE_IN_SYNC = """
real, left = durable._sync, [{number}]
def sync(file):
    left[0] -= 1
    if left[0] == 0:
        die()
    real(file)
durable._sync = sync
"""


def kill(path: Path, state: Path, old: str, prelude: str) -> None:
    command = [sys.executable, "-c", _CHILD, str(path), str(state), old, NEW, prelude]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def the_one_that_opens(path: Path, state: Path) -> str:
    opened = []
    for passphrase in (PASSPHRASE, NEW):
        try:
            open_with(passphrase, path, state)
        except WrongPassphrase:
            continue
        opened.append(passphrase)
    (passphrase,) = opened
    return passphrase


# The writes: announcement, file, confirmation.
@pytest.mark.parametrize(
    ("number", "when", "opens"),
    [
        (1, "before", PASSPHRASE),
        (1, "after", PASSPHRASE),
        (2, "before", PASSPHRASE),
        (2, "after", NEW),
        (3, "before", NEW),
        (3, "after", NEW),
    ],
)
def test_kill_9_at_each_write(alice: Wallet, path: Path, state: Path, number: int, when: str, opens: str) -> None:
    assert alice.sign(ALICE, message).nonce == 0
    kill(path, state, PASSPHRASE, _DIE_AT_WRITE.format(number=number, when=when))
    assert the_one_that_opens(path, state) == opens
    wallet = open_with(opens, path, state)
    assert wallet.sign(ALICE, message).nonce == 1
    # And it can be changed, whatever the first attempt left behind.
    wallet.change_passphrase("a third one", cost=CHEAP)
    assert open_with("a third one", path, state).sign(ALICE, message).nonce == 2


# The last one is the sync of the old file's zeros.
@pytest.mark.parametrize("number", range(1, 10))
def test_kill_9_at_each_sync(alice: Wallet, path: Path, state: Path, number: int) -> None:
    assert alice.sign(ALICE, message).nonce == 0
    kill(path, state, PASSPHRASE, _DIE_IN_SYNC.format(number=number))
    opens = the_one_that_opens(path, state)
    assert opens == (NEW if number >= 5 else PASSPHRASE)
    assert open_with(opens, path, state).sign(ALICE, message).nonce == 1
