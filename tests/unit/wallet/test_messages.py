"""Calls, bundles and system calls: what is signed, in which order it may run, and what costs no nonce."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import (
    EncodingError,
    KeyExhausted,
    KeyMissing,
    SignatureRejected,
    WalletError,
    WalletRestored,
)
from saya_py.core.submissions import PlainCall, SignedBundle, Submission
from saya_py.core.system_calls import OPEN, ROTATE
from saya_py.core.wire import dump_submission, load_submission
from saya_py.wallet import AccountId, Wallet, verify_submission
from tests.unit.wallet.conftest import ALICE, message

SET_ROOT = (9, 9, 9, 9)
MOVE = Call(contract=1, function=2, args=(3,), user=7, valid_until=1_900_000_000)
BOBS = replace(MOVE, user=8)


def root_of(wallet: Wallet, account: AccountId = ALICE) -> KeyRoot:
    """The key root that the chain holds once the account's first key is registered."""
    return wallet.key_roots(account).active or (0, 0, 0)


def check(submission: Submission, root: KeyRoot, stored: int = 0) -> Account:
    return verify_submission(submission, Account(stored, root), ALICE.domain, SET_ROOT)


def test_a_bundle_authorises_its_calls_in_order(alice: Wallet) -> None:
    root = root_of(alice)
    second = replace(MOVE, args=(4,), nonce=5, lane=6, auth_mode=AuthMode.INLINE)
    signed = alice.sign_bundle(ALICE, [MOVE, second], SET_ROOT)
    assert [call.args for call in signed.calls] == [(3,), (4,)]
    assert all((call.nonce, call.lane, call.auth_mode) == (0, 0, AuthMode.POP) for call in signed.calls)
    assert (signed.signer, signed.lane, signed.nonce, signed.after) == (7, 0, 0, 0)
    assert check(signed, root) == Account(1, root)
    read = load_submission(dump_submission(signed))
    assert check(read, root) == Account(1, root)
    for forged in (
        replace(signed, calls=signed.calls[::-1]),
        replace(signed, calls=signed.calls[:1]),
        replace(signed, calls=(*signed.calls, signed.calls[0])),
        replace(signed, bundle=replace(signed.bundle, after=1)),
    ):
        with pytest.raises(SignatureRejected):
            check(forged, root)


def test_bundles_take_nonces_like_calls(alice: Wallet) -> None:
    nonces = [
        alice.sign_call(ALICE, MOVE, SET_ROOT).nonce,
        alice.sign_bundle(ALICE, [MOVE], SET_ROOT).nonce,
        alice.sign(ALICE, message).nonce,
        alice.sign_bundle(ALICE, [BOBS], SET_ROOT, operator=True).nonce,
    ]
    assert nonces == [0, 1, 2, 3]


def test_only_operators_sign_for_others(alice: Wallet) -> None:
    with pytest.raises(WalletError, match=r"of user 8, but user 7, lane 0.* signs: a player's bundle"):
        alice.sign_bundle(ALICE, [MOVE, BOBS], SET_ROOT)
    for operator in (False, True):
        with pytest.raises(WalletError, match="user 0 is nobody's"):
            alice.sign_bundle(ALICE, [replace(MOVE, user=0)], SET_ROOT, operator=operator)
        with pytest.raises(EncodingError, match="without calls"):
            alice.sign_bundle(ALICE, [], SET_ROOT, operator=operator)
    with pytest.raises(EncodingError):
        alice.sign_bundle(ALICE, [replace(MOVE, args=(2**64,))], SET_ROOT)
    assert alice.sign_bundle(ALICE, [MOVE, BOBS], SET_ROOT, operator=True).nonce == 0, "refusals cost no nonce"


def test_what_follows_runs_only_directly_afterwards(alice: Wallet) -> None:
    root = root_of(alice)
    first = alice.sign_call(ALICE, MOVE, SET_ROOT)
    lost = alice.sign_call(ALICE, MOVE, SET_ROOT)
    second = alice.sign_bundle(ALICE, [MOVE], SET_ROOT, follows=first.nonce)
    third = alice.sign_call(ALICE, MOVE, SET_ROOT, follows=second.nonce)
    account = Account(0, root)
    for signed in (first, second, third):
        account = verify_submission(signed, account, ALICE.domain, SET_ROOT)
    assert account.nonce == third.nonce + 1
    for early, stored in ((second, 0), (third, 1), (second, 2)):
        with pytest.raises(SignatureRejected) as refused:
            check(early, root, stored)
        assert refused.value.code == "NONCE_ORDER"
    with pytest.raises(SignatureRejected) as refused:
        check(lost, root, stored=2)
    assert refused.value.code == "NONCE_USED"


def test_what_could_never_run_is_not_signed(alice: Wallet) -> None:
    first_ever = replace(MOVE, after=1)
    with pytest.raises(WalletError, match="would never run: it waits until the account is at 8"):
        alice.sign_call(ALICE, MOVE, SET_ROOT, follows=7)
    with pytest.raises(WalletError, match="would never run"):
        alice.sign_bundle(ALICE, [MOVE], SET_ROOT, follows=0)
    with pytest.raises(EncodingError, match="after"):
        alice.sign_call(ALICE, first_ever, SET_ROOT, follows=0)
    signed = alice.sign_call(ALICE, first_ever, SET_ROOT)
    assert (signed.nonce, signed.after) == (0, 1)
    check(signed, root_of(alice))


def test_another_lane_is_opened_by_lane_0(alice: Wallet) -> None:
    signed = alice.sign_open(ALICE, 3, SET_ROOT, valid_until=9)
    lane = replace(ALICE, lane=3)
    assert (signed.call.contract, signed.call.function, signed.call.args) == (0, OPEN, (3, *root_of(alice, lane)))
    check(signed, root_of(alice))
    # Once it settled, the new lane signs with nonces of its own.
    alice.sync(lane, Account(0, root_of(alice, lane)))
    there = alice.sign_call(lane, replace(MOVE, lane=3), SET_ROOT)
    assert there.nonce == 0
    check(there, root_of(alice, lane))
    with pytest.raises(SignatureRejected) as refused:
        check(there, root_of(alice))
    assert refused.value.code == "KEY_ROOT"
    # One that did not settle is signed again with the same key.
    again = alice.sign_open(ALICE, 3, SET_ROOT, valid_until=99)
    assert (again.nonce, again.call.args) == (1, signed.call.args)
    for account, target in ((ALICE, 0), (lane, 4)):
        with pytest.raises(WalletError, match="lane 0 opens"):
            alice.sign_open(account, target, SET_ROOT, valid_until=9)


def test_a_key_rotates_itself(alice: Wallet) -> None:
    old = root_of(alice)
    signed = alice.sign_rotate(ALICE, SET_ROOT, valid_until=9)
    new = alice.key_roots(ALICE).pending
    assert new is not None
    assert (signed.call.contract, signed.call.function, signed.call.args) == (0, ROTATE, new)
    check(signed, old)
    assert alice.sign_rotate(ALICE, SET_ROOT, valid_until=99).call.args == new, "the pending key is offered again"
    alice.sync(ALICE, Account(2, new))
    after = alice.sign_call(ALICE, MOVE, SET_ROOT)
    assert after.nonce == 2
    check(after, new, stored=2)


def test_keys_that_may_not_sign_move_no_keys(alice: Wallet) -> None:
    used_up = replace(ALICE, user=8)
    alice.new_key(used_up, first_nonce=2**32 - 2)
    alice.sign(used_up, message)
    for sign in (
        lambda: alice.sign_rotate(used_up, SET_ROOT, valid_until=9),
        lambda: alice.sign_open(used_up, 1, SET_ROOT, valid_until=9),
    ):
        with pytest.raises(KeyExhausted, match="through the user's L2 address"):
            sign()
    assert alice.key_roots(used_up).pending is None
    assert replace(used_up, lane=1) not in alice.accounts()
    with pytest.raises(KeyMissing):
        alice.sign_rotate(replace(ALICE, user=9), SET_ROOT, valid_until=9)


def test_a_taken_over_wallet_opens_and_rotates_nothing(alice: Wallet) -> None:
    with pytest.raises(WalletRestored):
        alice.sync(ALICE, Account(5, root_of(alice)))
    with pytest.raises(WalletRestored, match="rotate"):
        alice.sign_rotate(ALICE, SET_ROOT, valid_until=9)
    with pytest.raises(WalletRestored, match="rotate"):
        alice.sign_bundle(ALICE, [MOVE], SET_ROOT)


def test_what_is_not_authorised_is_refused(alice: Wallet) -> None:
    root, signed = root_of(alice), alice.sign_call(ALICE, MOVE, SET_ROOT)

    def code(submission: Submission, account: Account, domain=ALICE.domain, set_root=SET_ROOT) -> str:
        with pytest.raises(SignatureRejected) as refused:
            verify_submission(submission, account, domain, set_root)
        return refused.value.code

    here = Account(0, root)
    assert code(PlainCall(MOVE), here) == "UNSIGNED"
    assert code(signed, Account(0, (0, 0, 0))) == "KEY_MISSING"
    assert code(signed, Account(1, root)) == "NONCE_USED"
    assert code(signed, Account(0, (1, 2, 3))) == "KEY_ROOT"
    assert code(signed, here, domain=(1, 2, 3, 5)) == "KEY_DOMAIN"
    # Another set, another argument: the signature is of something else.
    for forged, set_root in ((signed, (9, 9, 9, 8)), (replace(signed, call=replace(signed.call, args=(4,))), SET_ROOT)):
        assert code(forged, here, set_root=set_root) in ("DIGEST_LIMB", "DIGEST_WEIGHT", "TREE_ROOT")
    stolen = SignedBundle(
        alice.sign_bundle(ALICE, [MOVE], SET_ROOT).bundle,
        (replace(MOVE, auth_mode=AuthMode.POP),),
        signed.public_key,
        signed.signature,
    )
    assert code(stolen, here) in ("DIGEST_LIMB", "DIGEST_WEIGHT", "TREE_ROOT")
