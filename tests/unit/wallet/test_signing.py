"""Keys, nonces and signatures of one wallet."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from saya_py import _native
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import (
    EncodingError,
    KeyExhausted,
    KeyMismatch,
    KeyMissing,
    SignatureRejected,
    WalletError,
    WalletRestored,
)
from saya_py.core.limbs import to_bytes
from saya_py.wallet import AccountId, SignedDigest, Wallet, durable, verify_submission
from tests.unit.wallet.conftest import ALICE, message

SET_ROOT = (9, 9, 9, 9)


def root_bytes(root: KeyRoot) -> bytes:
    return to_bytes(root)


def verify(signed: SignedDigest, nonce: int, account: AccountId, root: bytes) -> None:
    """As a batcher does, who knows the account only."""
    _native.verify_signature(
        signed.public_key,
        to_bytes(account.domain),
        account.lane,
        root,
        nonce,
        to_bytes(signed.digest),
        signed.signature,
    )


def test_nonces_are_taken_in_turn(alice: Wallet) -> None:
    root = _native.key_root(alice.accounts()[ALICE].active.public_key)
    for nonce in range(5):
        signed = alice.sign(ALICE, message)
        assert signed.nonce == nonce
        assert signed.digest == message(nonce)
        verify(signed, nonce, ALICE, root)
    assert alice.accounts()[ALICE].active.left == 4091


def test_a_reopened_wallet_goes_on(alice: Wallet, reopen: Callable[[], Wallet]) -> None:
    assert alice.sign(ALICE, message).nonce == 0
    again = reopen()
    assert again.sign(ALICE, message).nonce == 1
    # The one that was open all the time sees it too: nothing is remembered in memory.
    assert alice.sign(ALICE, message).nonce == 2


def test_calls_are_signed_with_the_nonce_in_their_digest(alice: Wallet) -> None:
    call = Call(contract=1, function=2, args=(3,), user=7, valid_until=1_900_000_000, after=1)
    alice.sign(ALICE, message)
    signed = alice.sign_call(ALICE, call, SET_ROOT)
    assert signed.call == replace(call, nonce=1, auth_mode=AuthMode.INLINE)
    root = alice.key_roots(ALICE).active
    assert root is not None
    verify_submission(signed, Account(0, root), ALICE.domain, SET_ROOT)


@pytest.mark.parametrize("other", [{"user": 8}, {"lane": 1}])
def test_calls_of_others_are_refused(alice: Wallet, other: dict[str, int]) -> None:
    call = Call(contract=1, function=2, args=(), user=7, valid_until=1)
    with pytest.raises(WalletError, match="is to be signed by"):
        alice.sign_call(ALICE, replace(call, **other), SET_ROOT)
    assert alice.sign(ALICE, message).nonce == 0


def test_a_message_that_cannot_be_made_costs_no_nonce(alice: Wallet) -> None:
    call = Call(contract=1, function=2, args=(2**64,), user=7, valid_until=1)
    with pytest.raises(EncodingError):
        alice.sign_call(ALICE, call, SET_ROOT)
    assert alice.sign(ALICE, message).nonce == 0


def test_a_full_disk_signs_nothing(alice: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of the three writes fails; afterwards the wallet goes on."""
    real, used = durable.replace, set()
    for failing in range(3):
        left = failing

        def full(path: Path, data: bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(path, data)

        monkeypatch.setattr(durable, "replace", full)
        with pytest.raises(WalletError, match="nothing was signed"):
            alice.sign(ALICE, message)
        monkeypatch.setattr(durable, "replace", real)
        used.add(alice.sign(ALICE, message).nonce)
    assert len(used) == 3


def test_the_last_nonce_is_the_last(alice: Wallet) -> None:
    late = replace(ALICE, user=8)
    alice.new_key(late, first_nonce=2**32 - 3)
    assert [alice.sign(late, message).nonce for _ in range(2)] == [2**32 - 3, 2**32 - 2]
    with pytest.raises(KeyExhausted, match="rotate"):
        alice.sign(late, message)


def test_an_account_without_a_key(alice: Wallet) -> None:
    with pytest.raises(KeyMissing, match="new_key"):
        alice.sign(replace(ALICE, user=9), message)
    with pytest.raises(KeyMissing, match="first_nonce"):
        alice.rotate(replace(ALICE, user=9))
    with pytest.raises(WalletError, match="nobody"):
        replace(ALICE, user=0)
    with pytest.raises(WalletError, match="rotate"):
        alice.new_key(ALICE)


@pytest.mark.parametrize(
    ("other", "code"),
    [(replace(ALICE, domain=(1, 2, 3, 5)), "KEY_DOMAIN"), (replace(ALICE, lane=3), "KEY_LANE")],
    ids=["another world", "another lane"],
)
def test_worlds_and_lanes_have_keys_of_their_own(alice: Wallet, other: AccountId, code: str) -> None:
    """Equal nonces in two worlds are no reuse: the keys share no secret, and neither account accepts the other's."""
    alice.new_key(other)
    here, there = alice.sign(ALICE, message), alice.sign(other, message)
    assert here.nonce == there.nonce == 0
    roots = [_native.key_root(signed.public_key) for signed in (here, there)]
    assert roots[0] != roots[1]
    # pp and the root of the tree, hence every secret.
    assert here.public_key[56:72] != there.public_key[56:72]
    assert here.public_key[72:] != there.public_key[72:]
    # No value that one signature shows is in the other.
    elements = [{signed.signature[i : i + 16] for i in range(16, 1936, 16)} for signed in (here, there)]
    assert not elements[0] & elements[1]
    with pytest.raises(SignatureRejected) as refused:
        verify(there, 0, ALICE, roots[0])
    assert refused.value.code == code
    with pytest.raises(SignatureRejected) as refused:
        verify(here, 0, other, roots[1])
    assert refused.value.code == code


def test_a_rotated_key_signs_when_the_chain_holds_it(alice: Wallet) -> None:
    old = alice.sign(ALICE, message)
    root = alice.rotate(ALICE)
    assert alice.sign(ALICE, message).public_key == old.public_key, "until then the old one signs"
    with pytest.raises(KeyMismatch):
        alice.sync(ALICE, Account(1, (1, 2, 3)))
    alice.sync(ALICE, Account(2, root))
    new = alice.sign(ALICE, message)
    assert new.public_key != old.public_key
    assert new.nonce == 2
    verify(new, 2, ALICE, root_bytes(root))
    with pytest.raises(KeyMismatch):
        alice.sync(ALICE, Account(3, (0, 0, 0)))


def test_a_rotated_key_starts_where_the_chain_is(alice: Wallet) -> None:
    alice.sign(ALICE, message)
    root = alice.rotate(ALICE)
    alice.sync(ALICE, Account(17, root))
    assert alice.sign(ALICE, message).nonce == 17


def test_sync_accepts_what_the_wallet_signed(alice: Wallet) -> None:
    root = _native.key_root(alice.sign(ALICE, message).public_key)
    limbs = tuple(int.from_bytes(root[i : i + 8], "big") for i in (0, 8, 16))
    for nonce in (0, 1):
        alice.sync(ALICE, Account(nonce, limbs))
    with pytest.raises(WalletRestored, match="a copy signs elsewhere"):
        alice.sync(ALICE, Account(2, limbs))
    with pytest.raises(WalletRestored, match="rotate"):
        alice.sign(ALICE, message)


def test_lost_or_damaged_leaves_are_computed_again(alice: Wallet, path: Path, reopen: Callable[[], Wallet]) -> None:
    (leaves,) = path.with_name("alice.wallet.leaves").iterdir()
    good = leaves.read_bytes()
    other_digit = bytes([good[8] ^ 1])
    for bad in (b"", good[:-32], good[:8] + other_digit + good[9:], b"\xff" * len(good), None):
        leaves.unlink() if bad is None else leaves.write_bytes(bad)
        signed = reopen().sign(ALICE, message)
        verify(signed, signed.nonce, ALICE, _native.key_root(signed.public_key))
        assert leaves.read_bytes() == good


def test_nothing_else_is_understood_as_a_signing_key() -> None:
    with pytest.raises(SignatureRejected) as refused:
        _native.SigningKey.from_leaves(bytes(32), bytes(32), 1, 0, 0, 0, bytes(33))
    assert refused.value.code == "LEAVES"
    with pytest.raises(SignatureRejected) as refused:
        _native.SigningKey.generate(bytes(32), b"\xff" * 32, 1, 0, 0, 0)
    assert refused.value.code == "LIMB_RANGE"


def test_an_unwritable_folder_is_named(tmp_path: Path, state: Path) -> None:
    def create(path: Path) -> NoReturn:
        Wallet.create(path, "x", state=state)
        raise AssertionError

    with pytest.raises(WalletError, match="missing"):
        create(tmp_path / "missing" / "alice.wallet")
    with pytest.raises(WalletError, match="cannot be read"):
        Wallet.open(tmp_path / "nobody.wallet", "x", state=state)
