"""What Python wallets sign, the Rust executor authorises, and both refuse the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from saya_py.batcher.batch import Execution
from saya_py.batcher.execution import NativeExecutor
from saya_py.core.accounts import Account, KeyRoot, account_key, operator_key
from saya_py.core.calls import Call
from saya_py.core.errors import ProverRefused, SignatureRejected
from saya_py.core.limbs import Digest, to_bytes
from saya_py.core.submissions import PlainCall, Signed, SignedBundle, Submission
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from saya_py.service.demo.gems import CONTRACT, gems_call, gems_ir
from saya_py.service.demo.story import ALICE, BOB, Award, Purchase
from saya_py.wallet import AccountId, Cost, Wallet, verify_submission

DOMAIN, SET_ROOT = (1, 2, 3, 4), (9, 9, 9, 9)
ACCOUNT = AccountId(DOMAIN, ALICE.user)
WINDOW = Window(1000, 2000)
BUY = gems_call(Purchase(ALICE, 2), 5000)


@pytest.fixture(scope="module")
def wallet(tmp_path_factory: pytest.TempPathFactory) -> Wallet:
    folder: Path = tmp_path_factory.mktemp("wallet")
    made = Wallet.create(folder / "alice.wallet", "x", state=folder / "state", cost=Cost(n=2**10))
    made.new_key(ACCOUNT)
    return made


@pytest.fixture
def root(wallet: Wallet) -> KeyRoot:
    found = wallet.key_roots(ACCOUNT).active
    assert found is not None
    return found


def run(submission: Submission, account: Account, operator: int = 0, set_root: Digest = SET_ROOT) -> Execution:
    """On a state in which everybody has 100 diamonds."""
    executor = NativeExecutor([gems_ir()], to_bytes(DOMAIN), to_bytes(set_root), "signed")
    state = {
        account_key(ALICE.user, 0): account.encode(),
        operator_key(CONTRACT): (operator, 0, 0, 0),
        **{((CONTRACT << 32) + 1, user, 0, 0): (100, 0, 0, 0) for user in (ALICE.user, BOB.user)},
    }
    return executor.execute(
        dump_submission(submission), WINDOW, {to_bytes(key): to_bytes(value) for key, value in state.items()}
    )


def agreed(submission: Signed, account: Account, set_root: Digest = SET_ROOT) -> None:
    """Both authorise it and use up its nonce."""
    used = verify_submission(submission, account, DOMAIN, set_root)
    done = run(submission, account, set_root=set_root)
    assert done.failure is None
    assert done.writes[to_bytes(account_key(ALICE.user, 0))] == to_bytes(used.encode())


def refused(submission: Submission, account: Account, set_root: Digest = SET_ROOT) -> str:
    """Both refuse it; Rust's reason."""
    with pytest.raises(SignatureRejected):
        verify_submission(submission, account, DOMAIN, set_root)
    done = run(submission, account, set_root=set_root)
    assert done.failure is not None
    assert done.writes == {}
    return done.failure


def test_calls_and_bundles_are_authorised(wallet: Wallet, root: KeyRoot) -> None:
    first = wallet.sign_call(ACCOUNT, BUY, SET_ROOT)
    agreed(first, Account(first.nonce, root))
    agreed(first, Account(0, root))
    bundle = wallet.sign_bundle(ACCOUNT, [BUY, BUY], SET_ROOT, follows=first.nonce)
    agreed(bundle, Account(first.nonce + 1, root))
    diamonds = to_bytes(((CONTRACT << 32) + 1, ALICE.user, 0, 0))
    assert run(bundle, Account(first.nonce + 1, root)).writes[diamonds] == to_bytes((100 - 2 * 6, 0, 0, 0))


def test_lanes_and_keys_are_moved_by_system_calls(wallet: Wallet, root: KeyRoot) -> None:
    opened = wallet.sign_open(ACCOUNT, 3, SET_ROOT, valid_until=5000)
    agreed(opened, Account(0, root))
    lane = run(opened, Account(0, root)).writes[to_bytes(account_key(ALICE.user, 3))]
    assert lane == to_bytes((0, *(wallet.key_roots(replace(ACCOUNT, lane=3)).active or ())))
    rotated = wallet.sign_rotate(ACCOUNT, SET_ROOT, valid_until=5000)
    done = run(rotated, Account(0, root))
    assert done.failure is None
    new = wallet.key_roots(ACCOUNT).pending or ()
    assert done.writes == {to_bytes(account_key(ALICE.user, 0)): to_bytes((rotated.nonce + 1, *new))}


def test_the_operators_bundle_is_the_operators(wallet: Wallet, root: KeyRoot) -> None:
    awards = [gems_call(Award(player, 5), 5000) for player in (ALICE, BOB)]
    bundle = wallet.sign_bundle(ACCOUNT, awards, SET_ROOT, operator=True)
    account = Account(0, root)
    assert run(bundle, account, operator=ALICE.user).failure is None
    for operator in (0, BOB.user):
        failure = run(bundle, account, operator=operator).failure
        assert failure is not None
        assert "operat" in failure
    stolen = wallet.sign_bundle(ACCOUNT, [gems_call(Purchase(BOB, 1), 5000)], SET_ROOT, operator=True)
    assert run(stolen, account, operator=ALICE.user).failure is not None, "players' functions are for players alone"


def test_the_same_is_refused(wallet: Wallet, root: KeyRoot) -> None:
    signed = wallet.sign_call(ACCOUNT, BUY, SET_ROOT)
    bundle = wallet.sign_bundle(ACCOUNT, [BUY, replace(BUY, args=(1,))], SET_ROOT)
    here = Account(0, root)
    reasons = [
        refused(signed, Account(signed.nonce + 1, root)),
        refused(signed, Account(0, (1, 2, 3))),
        refused(signed, Account(0, (0, 0, 0))),
        refused(signed, here, set_root=(9, 9, 9, 8)),
        refused(replace(signed, call=replace(signed.call, args=(3,))), here),
        refused(replace(signed, call=replace(signed.call, nonce=signed.nonce + 1)), here),
        refused(replace(signed, call=replace(signed.call, after=1)), here),
        refused(replace(bundle, calls=bundle.calls[::-1]), here),
        refused(replace(bundle, bundle=replace(bundle.bundle, nonce=bundle.nonce + 1)), here),
        refused(SignedBundle(bundle.bundle, bundle.calls, signed.public_key, signed.signature), here),
    ]
    assert all(reasons)


def test_nobody_calls_unsigned(root: KeyRoot) -> None:
    assert "mode none" in refused(PlainCall(Call(1, 1, (2,), ALICE.user, 5000)), Account(0, root))


def test_other_json_is_no_submission() -> None:
    executor = NativeExecutor([gems_ir()], to_bytes(DOMAIN), to_bytes(SET_ROOT), "signed")
    for text in ("{}", "[]", '{"call": 1}'):
        with pytest.raises(ProverRefused, match="submission"):
            executor.execute(text, WINDOW, {})
