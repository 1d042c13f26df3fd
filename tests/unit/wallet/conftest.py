"""Wallets with cheap passphrases. Equal master secrets give equal keys, and each key is computed once a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from saya_py._native import SigningKey
from saya_py.core.chain_hash import keccak256
from saya_py.core.limbs import Digest, digest
from saya_py.wallet import AccountId, Cost, Wallet, contents, keys, wallet

PASSPHRASE = "correct horse battery staple"
CHEAP = Cost(n=2**10)
ALICE = AccountId(domain=(1, 2, 3, 4), user=7, lane=0)

_computed = cache(keys.generate)


def message(number: int) -> Digest:
    """Some digest."""
    return digest((number, 1, 2, 3))


@pytest.fixture(autouse=True)
def reproducible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Master secrets from a counter, so that all tests share their keys."""
    drawn = count()
    monkeypatch.setattr(contents, "new_master", lambda: keccak256(b"test master" + bytes([next(drawn)])))

    def generate(*place: object) -> SigningKey:
        return _computed(*place)

    monkeypatch.setattr(keys, "generate", generate)
    monkeypatch.setattr(wallet, "generate", generate)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """This machine's records."""
    return tmp_path / "state"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The wallet's file."""
    return tmp_path / "alice.wallet"


@pytest.fixture
def reopen(path: Path, state: Path) -> Callable[[], Wallet]:
    """Opens the wallet as a new process would."""
    return lambda: Wallet.open(path, PASSPHRASE, state=state, lock_seconds=5)


@pytest.fixture
def alice(path: Path, state: Path) -> Wallet:
    """A wallet with a key for `ALICE`."""
    made = Wallet.create(path, PASSPHRASE, state=state, cost=CHEAP, lock_seconds=5)
    made.new_key(ALICE)
    return made
