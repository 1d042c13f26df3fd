"""The wallet file: what a thief of it learns, and what a change to it does."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from saya_py.core.errors import WalletError, WrongPassphrase
from saya_py.wallet import Cost, Wallet
from saya_py.wallet.contents import Contents
from tests.unit.wallet.conftest import ALICE, CHEAP, PASSPHRASE, message


def test_only_the_passphrase_opens_it(alice: Wallet, path: Path, state: Path) -> None:
    for wrong in ("", "x", PASSPHRASE + " "):
        with pytest.raises((WrongPassphrase, WalletError)):
            Wallet.open(path, wrong, state=state)
    with pytest.raises(WalletError, match="passphrase is empty"):
        Wallet.create(path.with_name("other"), "", state=state)


def test_composed_and_decomposed_letters_are_one_passphrase(path: Path, state: Path) -> None:
    Wallet.create(path, "caf\u00e9", state=state, cost=CHEAP)
    Wallet.open(path, "cafe\u0301", state=state)


def test_the_file_tells_nothing(alice: Wallet, path: Path) -> None:
    fields = json.loads(path.read_text())
    assert set(fields) == {"format", "version", "wallet", "cost", "salt", "state", "nonce", "sealed"}
    text = path.read_text()
    master = alice._store.read().master
    public_key = alice.accounts()[ALICE].active.public_key
    for secret in (master, public_key):
        assert secret.hex() not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_state_is_sealed_anew(alice: Wallet, path: Path) -> None:
    seen = []
    for _ in range(3):
        alice.sign(ALICE, message)
        fields = json.loads(path.read_text())
        seen.append((fields["nonce"], fields["state"], fields["sealed"][:32]))
    for column in zip(*seen, strict=True):
        assert len(set(column)) == 3


@pytest.mark.parametrize("name", ["wallet", "state", "salt", "nonce", "sealed"])
def test_a_changed_byte_is_noticed(alice: Wallet, path: Path, name: str, reopen: Callable[[], Wallet]) -> None:
    fields = json.loads(path.read_text())
    value = bytearray.fromhex(fields[name])
    value[5] ^= 1
    path.write_text(json.dumps({**fields, name: value.hex()}))
    with pytest.raises(WrongPassphrase):
        reopen()
    with pytest.raises(WalletError):
        alice.sign(ALICE, message)


def test_a_changed_cost_is_noticed(alice: Wallet, path: Path, reopen: Callable[[], Wallet]) -> None:
    fields = json.loads(path.read_text())
    path.write_text(json.dumps({**fields, "cost": {"n": 2**11, "r": 8, "p": 1}}))
    with pytest.raises(WrongPassphrase):
        reopen()


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 2},
        {"wallet": "xy"},
        {"wallet": 5},
        {"salt": "00"},
        {"nonce": "00" * 16},
        {"cost": None},
        {"cost": {"n": 2**10, "r": 8}},
        {"cost": {"n": 1000, "r": 8, "p": 1}},
        {"cost": {"n": 2**22, "r": 8, "p": 1}},
        {"cost": {"n": 2**10, "r": 8, "p": 10**6}},
        {"cost": {"n": True, "r": 8, "p": 1}},
        {"sealed": 5},
        {"extra": 1},
    ],
    ids=str,
)
def test_what_is_no_wallet_is_refused(
    alice: Wallet, path: Path, change: dict[str, object], reopen: Callable[[], Wallet]
) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(WalletError) as refused:
        reopen()
    assert not isinstance(refused.value, WrongPassphrase)


@pytest.mark.parametrize("data", [b"", b"[]", b"5", b"\xff", b"{}"])
def test_other_files_are_refused(path: Path, state: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(WalletError, match="no wallet"):
        Wallet.open(path, PASSPHRASE, state=state)


def test_another_wallet_in_its_place_is_noticed(alice: Wallet, path: Path, state: Path) -> None:
    other = path.with_name("bob.wallet")
    Wallet.create(other, PASSPHRASE, state=state, cost=CHEAP)
    path.write_bytes(other.read_bytes())
    with pytest.raises(WalletError, match="another wallet"):
        alice.sign(ALICE, message)


def test_a_wallet_is_never_created_over_another(alice: Wallet, path: Path, state: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WalletError, match="exists already"):
        Wallet.create(path, PASSPHRASE, state=state, cost=CHEAP)
    assert path.read_bytes() == before


def test_contents_round_trip_and_others_are_refused(alice: Wallet) -> None:
    contents = alice._store.read()
    assert Contents.decode(contents.encode()) == contents
    for bad in (b"", b"{}", contents.encode()[:-1], contents.encode().replace(b'"user": 7', b'"user": 0')):
        with pytest.raises(WalletError, match="not understood"):
            Contents.decode(bad)


def test_the_default_cost_is_what_a_guess_should_cost() -> None:
    assert 128 * Cost().n * Cost().r == 2**27
