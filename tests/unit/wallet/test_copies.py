"""Backups that are put back, copies, and machines that forget: no nonce signs twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from saya_py import _native
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.errors import KeyMissing, WalletError, WalletRestored
from saya_py.wallet import Wallet, durable
from tests.unit.wallet.conftest import ALICE, PASSPHRASE, message


def put_back(backup: Path, place: Path) -> None:
    """As backup programs do: a new file in place of the old one, with its times."""
    fresh = place.with_name("fresh")
    shutil.copy2(backup, fresh)
    fresh.replace(place)


def overwrite(backup: Path, place: Path) -> None:
    """As `cp -p` does: other content in the same file, with the times of the other."""
    shutil.copy2(backup, place)


def unpack(backup: Path, place: Path) -> None:
    """As `tar` does: the old file is removed first, so that the new one may get its number."""
    place.unlink()
    shutil.copy2(backup, place)


RESTORE = pytest.mark.parametrize("restore", [put_back, overwrite, unpack])
Restore: TypeAlias = Callable[[Path, Path], None]


def back_up(files: Iterable[Path], folder: Path) -> list[tuple[Path, Path]]:
    """Copies of some files: (copy, place)."""
    folder.mkdir()
    return [(Path(shutil.copy2(file, folder / file.name)), file) for file in files]


def markers(state: Path) -> list[Path]:
    found = sorted(state.glob("*.json"))
    assert len(found) == 2
    return found


def active_root(wallet: Wallet) -> KeyRoot:
    active = wallet.accounts()[ALICE].active
    assert active is not None
    root = _native.key_root(active.public_key)
    a, b, c = (int.from_bytes(root[i : i + 8], "big") for i in (0, 8, 16))
    return a, b, c


@RESTORE
def test_a_restored_backup_is_refused(
    alice: Wallet, path: Path, tmp_path: Path, reopen: Callable[[], Wallet], restore: Restore
) -> None:
    backup = back_up([path], tmp_path / "backup")
    assert alice.sign(ALICE, message).nonce == 0
    restore(*backup[0])
    with pytest.raises(WalletRestored, match="a backup was put back"):
        reopen()
    with pytest.raises(WalletRestored):
        alice.sign(ALICE, message)  # an open wallet notices too


@RESTORE
@pytest.mark.parametrize("signed", [0, 1, 2])
def test_a_restored_home_is_refused(
    alice: Wallet, path: Path, state: Path, tmp_path: Path, reopen: Callable[[], Wallet], restore: Restore, signed: int
) -> None:
    """File and markers from one backup agree with each other, but the markers are copies."""
    backup = back_up([path, *markers(state)], tmp_path / "backup")
    for _ in range(signed):
        alice.sign(ALICE, message)
    for copy, place in backup:
        restore(copy, place)
    with pytest.raises(WalletRestored, match="is itself a copy"):
        reopen()


@RESTORE
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("signed", [1, 2])
def test_half_a_restored_record_is_refused(
    alice: Wallet,
    path: Path,
    state: Path,
    tmp_path: Path,
    reopen: Callable[[], Wallet],
    restore: Restore,
    which: int,
    signed: int,
) -> None:
    """The file and one of the markers: never taken for a change that a crash interrupted."""
    backup = back_up([path, markers(state)[which]], tmp_path / "backup")
    for _ in range(signed):
        alice.sign(ALICE, message)
    for copy, place in backup:
        restore(copy, place)
    with pytest.raises(WalletRestored):
        reopen()


def test_a_copy_on_another_machine_is_refused(alice: Wallet, path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy2(path, elsewhere / path.name)
    with pytest.raises(WalletRestored, match="no record of this wallet"):
        Wallet.open(elsewhere / path.name, PASSPHRASE, state=tmp_path / "other state")
    assert alice.sign(ALICE, message).nonce == 0, "the original is not affected"


def test_of_two_copies_on_this_machine_one_signs(alice: Wallet, path: Path, state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.wallet"
    shutil.copy2(path, copy)
    second = Wallet.open(copy, PASSPHRASE, state=state)
    assert second.sign(ALICE, message).nonce == 0
    with pytest.raises(WalletRestored, match="a backup was put back"):
        alice.sign(ALICE, message)
    assert second.sign(ALICE, message).nonce == 1


def test_a_moved_file_signs_on(alice: Wallet, path: Path, state: Path, tmp_path: Path) -> None:
    alice.sign(ALICE, message)
    moved = path.rename(tmp_path / "moved.wallet")
    assert Wallet.open(moved, PASSPHRASE, state=state).sign(ALICE, message).nonce == 1


def test_a_machine_that_forgot_is_refused(alice: Wallet, state: Path, reopen: Callable[[], Wallet]) -> None:
    markers(state)[0].unlink()
    with pytest.raises(WalletRestored, match="no record of this wallet"):
        reopen()


def test_a_damaged_marker_is_refused(alice: Wallet, state: Path, reopen: Callable[[], Wallet]) -> None:
    for place in markers(state):
        good = place.read_bytes()
        for text in ("", "{}", "[]", '{"before": null}'):
            place.write_text(text)
            with pytest.raises(WalletError, match="is no record of a wallet"):
                reopen()
        place.write_bytes(good)


def test_a_wallet_that_was_taken_over_signs_with_new_keys_only(
    alice: Wallet, path: Path, state: Path, tmp_path: Path, reopen: Callable[[], Wallet]
) -> None:
    shutil.copy2(path, tmp_path / "backup")
    old = alice.sign(ALICE, message)
    put_back(tmp_path / "backup", path)

    taken = Wallet.take_over(path, PASSPHRASE, state=state)
    for wallet in (taken, reopen()):
        with pytest.raises(WalletRestored, match="rotate"):
            wallet.sign(ALICE, message)
        with pytest.raises(KeyMissing, match="first_nonce"):
            wallet.rotate(ALICE)
        with pytest.raises(WalletError, match="has a key already"):
            wallet.new_key(ALICE)
    root = taken.rotate(ALICE, first_nonce=1)
    with pytest.raises(WalletRestored):
        taken.sign(ALICE, message)
    # One more nonce of the old key was used before the change applied.
    taken.sync(ALICE, Account(2, root))
    new = reopen().sign(ALICE, message)
    assert new.nonce == 2
    assert new.public_key[56:72] != old.public_key[56:72]


def test_keys_of_one_backup_restored_twice_differ(alice: Wallet, path: Path, state: Path, tmp_path: Path) -> None:
    """Else the second restoration would make, and use, the first one's keys again."""
    shutil.copy2(path, tmp_path / "backup")
    roots = []
    for _ in range(2):
        put_back(tmp_path / "backup", path)
        wallet = Wallet.take_over(path, PASSPHRASE, state=state)
        roots.append(wallet.rotate(ALICE, first_nonce=1))
    assert roots[0] != roots[1]


def test_taking_a_copy_over_leaves_the_original_alone(alice: Wallet, path: Path, state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.wallet"
    shutil.copy2(path, copy)
    taken = Wallet.take_over(copy, PASSPHRASE, state=state)
    assert alice.sign(ALICE, message).nonce == 0
    with pytest.raises(WalletRestored):
        taken.sign(ALICE, message)


@pytest.fixture
def same_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that do not know that they were changed."""
    monkeypatch.setattr(durable, "identity", lambda path: [1, 2])


@pytest.mark.usefixtures("same_files")
def test_a_disk_that_goes_back_in_time_is_noticed_only_by_the_chain(
    alice: Wallet, path: Path, state: Path, tmp_path: Path, reopen: Callable[[], Wallet]
) -> None:
    """The limit of what files can know: after a snapshot of a disk they are the same files. The chain is not."""
    root = active_root(alice)
    alice.sign(ALICE, message)
    snapshot = back_up([path, *markers(state)], tmp_path / "snapshot")
    alice.sign(ALICE, message)
    for copy, place in snapshot:
        overwrite(copy, place)

    wallet = reopen()
    wallet.sync(ALICE, Account(1, root))  # the second has not settled: the chain knows no more than the files
    with pytest.raises(WalletRestored, match="a copy signs elsewhere"):
        wallet.sync(ALICE, Account(2, root))
    for again in (wallet, reopen()):
        with pytest.raises(WalletRestored, match="rotate"):
            again.sign(ALICE, message)
