"""Every pair of crashes, at each write: the store opens again, in the old or the new state, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from saya_py.wallet import durable
from saya_py.wallet.contents import Contents
from saya_py.wallet.store import Store
from tests.unit.wallet.conftest import CHEAP, PASSPHRASE

# A change makes at most four writes: one to finish what was interrupted, and its own three.
MOMENTS = list(product(range(4), ("before", "after")))


class Crash(BaseException):
    """The end of the process."""


@contextmanager
def crashing(number: int, when: str) -> Iterator[None]:
    """The process ends around a write."""
    left = number

    def dying(path: Path, data: bytes) -> None:
        nonlocal left
        if left == 0 and when == "before":
            raise Crash
        real(path, data)
        if left == 0:
            raise Crash
        left -= 1

    real = durable.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "replace", dying)
        yield


def count(store: Store) -> int:
    return store.read().restorations


def increase(store: Store) -> None:
    store.change(lambda contents: (replace(contents, restorations=contents.restorations + 1), None))


@pytest.mark.parametrize("first", MOMENTS, ids=str)
def test_pairs_of_crashes(tmp_path: Path, first: tuple[int, str]) -> None:
    for second in MOMENTS:
        path = tmp_path / f"{second}.wallet"
        store = Store.create(path, PASSPHRASE, tmp_path / "state", 5, CHEAP, Contents.fresh())
        for moment in (first, second):
            before, done = count(store), False
            try:
                with crashing(*moment):
                    increase(store)
                    done = True
            except Crash:
                pass
            # Another process opens it.
            store = Store.open(path, PASSPHRASE, tmp_path / "state", 5)
            assert count(store) in ((before + 1,) if done else (before, before + 1))
        before = count(store)
        increase(store)
        assert count(store) == before + 1


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_crash_while_a_wallet_is_made_or_taken_over(tmp_path: Path, moment: tuple[int, str]) -> None:
    path, state = tmp_path / "a.wallet", tmp_path / "state"
    try:
        with crashing(*moment):
            Store.create(path, PASSPHRASE, state, 5, CHEAP, Contents.fresh())
    except Crash:
        # Before the file is there, nothing happened; from then on it is a wallet.
        if path.exists():
            increase(Store.open(path, PASSPHRASE, state, 5))
    if not path.exists():
        Store.create(path, PASSPHRASE, state, 5, CHEAP, Contents.fresh())
    before = Store.open(path, PASSPHRASE, state, 5).read()
    try:
        with crashing(*moment):
            Store.open(path, PASSPHRASE, state, 5).take_over()
    except Crash:
        pass
    after = Store.open(path, PASSPHRASE, state, 5).read()
    # Untouched, or taken over: with another master secret.
    assert after == before or (after.master != before.master and after.restorations == before.restorations + 1)
    increase(Store.open(path, PASSPHRASE, state, 5))
