"""Whatever is done with a wallet in whatever order, no nonce of a key signs twice, and what it signs is authorised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from saya_py.core.accounts import Account
from saya_py.core.calls import Call
from saya_py.core.errors import EncodingError, WalletError
from saya_py.core.submissions import Signed
from saya_py.wallet import Wallet, contents, verify_submission
from tests.unit.wallet.conftest import ALICE, CHEAP

SET_ROOT = (9, 9, 9, 9)
MOVE = Call(contract=1, function=2, args=(3,), user=7, valid_until=1_900_000_000)


class WalletInUse(RuleBasedStateMachine):
    """One wallet, the passphrase it has, and the chain's account."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path, self.state = Path(self.folder.name) / "wallet", Path(self.folder.name) / "state"
        self.passphrase = "0"
        self.wallet = Wallet.create(self.path, self.passphrase, state=self.state, cost=CHEAP)
        self.on_chain = Account(0, self.wallet.new_key(ALICE))
        self.used: dict[bytes, list[int]] = {}
        self.unsent: list[Signed] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    def took(self, signed: Signed) -> None:
        used = self.used.setdefault(signed.public_key, [])
        assert all(signed.nonce > nonce for nonce in used)
        used.append(signed.nonce)
        self.unsent.append(signed)

    @rule()
    def sign_a_call(self) -> None:
        self.took(self.wallet.sign_call(ALICE, MOVE, SET_ROOT))

    @rule(calls=st.integers(1, 3))
    def sign_a_bundle(self, calls: int) -> None:
        self.took(self.wallet.sign_bundle(ALICE, [MOVE] * calls, SET_ROOT))

    @rule(calls=st.sampled_from([[], [replace(MOVE, args=(2**64,))], [replace(MOVE, user=8)]]))
    def refuse(self, calls: list[Call]) -> None:
        before = self.wallet.accounts()
        with pytest.raises((WalletError, EncodingError)):
            self.wallet.sign_bundle(ALICE, calls, SET_ROOT)
        assert self.wallet.accounts() == before

    @rule()
    def reopen(self) -> None:
        self.wallet = Wallet.open(self.path, self.passphrase, state=self.state)

    @rule()
    def change_the_passphrase(self) -> None:
        self.passphrase += "+"
        self.wallet.change_passphrase(self.passphrase, cost=CHEAP)

    @precondition(lambda self: self.unsent)
    @rule(which=st.integers(0, 9))
    def settle(self, which: int) -> None:
        """In any order; what is overtaken is lost."""
        signed = self.unsent.pop(which % len(self.unsent))
        if signed.nonce >= self.on_chain.nonce:
            self.on_chain = verify_submission(signed, self.on_chain, ALICE.domain, SET_ROOT)
        self.wallet.sync(ALICE, self.on_chain)

    @rule()
    def rotate_through_the_l2_address(self) -> None:
        self.on_chain = replace(self.on_chain, key_root=self.wallet.rotate(ALICE, first_nonce=0))
        self.unsent.clear()
        self.wallet.sync(ALICE, self.on_chain)


def test_no_nonce_of_a_key_signs_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # One master secret, so that all runs share their keys.
    monkeypatch.setattr(contents, "new_master", lambda: bytes(range(32)))
    run_state_machine_as_test(
        WalletInUse, settings=settings(max_examples=10, stateful_step_count=10, deadline=None, derandomize=True)
    )
