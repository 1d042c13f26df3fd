"""The typed client against a real chain and real HTTP; the thread behind it executes natively and keeps no store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from examples.token import Token
from saya_py.api.server import ApiServer
from saya_py.artifacts.abi import Abi
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.client import Caller, Submitted, ThreadClient, sending
from saya_py.core.errors import (
    CallFailed,
    KeyMismatch,
    Mismatch,
    ServiceError,
    ServiceUnavailable,
    SubmissionDropped,
    TimedOut,
    UserError,
)
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.core.wire import load_submission
from saya_py.lang import U32
from saya_py.store.states import State
from saya_py.wallet import AccountId, Cost, Wallet
from tests.chain.ground import (
    ALICE,
    OPERATOR,
    SIGNED,
    UNSIGNED,
    Ground,
    claim,
    connect,
    make_ground,
    next_nonce,
    settle,
    stub_chain,
)
from tests.unit.api.fake_thread import GEMS, FakeThread, diamonds


@pytest.fixture(scope="module")
def chain(anvil: Anvil) -> ZkThreadsClient:
    return stub_chain(anvil.url)


@pytest.fixture(scope="module")
def signed(chain: ZkThreadsClient, anvil: Anvil, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(chain, anvil.url, SIGNED, tmp_path_factory.mktemp("wallets"))


@pytest.fixture(scope="module")
def unsigned(chain: ZkThreadsClient, anvil: Anvil) -> Ground:
    return make_ground(chain, anvil.url, UNSIGNED, None)


@pytest.fixture
def thread(signed: Ground) -> FakeThread:
    return signed.thread()


@pytest.fixture
def client(signed: Ground, thread: FakeThread) -> Iterator[ThreadClient]:
    with ApiServer(thread, "127.0.0.1:0") as server, connect(signed, server, manifest=SIGNED) as client:
        yield client


@pytest.fixture
def alice(client: ThreadClient, signed: Ground) -> Caller:
    return client.caller(ALICE, signed.wallets[ALICE])


def test_a_call_is_signed_confirmed_and_read_back(client: ThreadClient, alice: Caller) -> None:
    bought = alice.call(DiamondsAndRubies.buy_rubies, 3)
    assert bought.receipt.value(DiamondsAndRubies, "diamonds", ALICE) == 11
    assert [str(change) for change in bought.receipt.changes] == [
        "DiamondsAndRubies.diamonds[1]: 20 -> 11",
        "DiamondsAndRubies.rubies[1]: 0 -> 3",
    ]
    assert bought.status == "accepted"
    assert client.soft(DiamondsAndRubies, "rubies", ALICE) == U32(3)
    assert client.canonical(DiamondsAndRubies, "rubies", ALICE) == U32(0)
    assert alice.call(DiamondsAndRubies.buy_rubies, 1).receipt.value(DiamondsAndRubies, "rubies", ALICE) == 4


def test_a_refused_call_says_why_and_its_nonce_is_used_up(alice: Caller, signed: Ground) -> None:
    before = next_nonce(signed, ALICE)
    with pytest.raises(CallFailed, match=r"^you do not have enough diamonds$"):
        alice.call(DiamondsAndRubies.buy_rubies, 7)
    assert next_nonce(signed, ALICE) == before + 1
    assert alice.call(DiamondsAndRubies.buy_rubies, 6).status == "accepted"


def test_calls_of_a_bundle_settle_together(alice: Caller, thread: FakeThread) -> None:
    with alice.bundle() as bundle:
        bundle.call(DiamondsAndRubies.buy_rubies, 2)
        bundle.call(DiamondsAndRubies.buy_rubies, 1)
        with pytest.raises(UserError, match="at the end of its `with` block"):
            _ = bundle.submitted
    assert bundle.submitted.receipt.value(DiamondsAndRubies, "rubies", ALICE) == 3
    assert len(thread.received) == 1
    too_many = alice.bundle()
    too_many.call(DiamondsAndRubies.buy_rubies, 1)
    too_many.call(DiamondsAndRubies.buy_rubies, 5)
    with pytest.raises(CallFailed, match="enough diamonds"), too_many:
        pass


def test_an_operator_calls_for_others(client: ThreadClient, signed: Ground) -> None:
    server = client.caller(OPERATOR, signed.wallets[OPERATOR])
    with server.bundle(operator=True) as awards:
        awards.call(DiamondsAndRubies.award_diamonds, 4, user=1)
        awards.call("DiamondsAndRubies.award_diamonds", 2, user=3)
        with pytest.raises(UserError, match="each call says whose it is"):
            awards.call(DiamondsAndRubies.award_diamonds, 4)
        with pytest.raises(UserError, match="authorised by the user"):
            awards.call(DiamondsAndRubies.buy_rubies, 4, user=1)
    assert client.soft(DiamondsAndRubies, "diamonds", 3) == 22


def test_what_cannot_be_done_costs_no_nonce(alice: Caller, signed: Ground, thread: FakeThread) -> None:
    before = next_nonce(signed, ALICE)
    with pytest.raises(UserError, match="authorised by the operator: call it in a bundle with operator=True"):
        alice.call(DiamondsAndRubies.award_diamonds, 4)
    with pytest.raises(UserError, match="cannot take 0 arguments"):
        alice.call(DiamondsAndRubies.buy_rubies)
    with pytest.raises(TypeError):
        alice.call(DiamondsAndRubies.buy_rubies, "three")
    with pytest.raises(UserError, match="has no calls"), alice.bundle():
        pass
    with pytest.raises(UserError, match="a player's bundle has the player's calls"), alice.bundle() as bundle:
        bundle.call(DiamondsAndRubies.buy_rubies, 1, user=3)
    unfinished = alice.bundle()
    unfinished.call(DiamondsAndRubies.buy_rubies, 1)
    with pytest.raises(ZeroDivisionError), unfinished:
        raise ZeroDivisionError
    assert next_nonce(signed, ALICE) == before
    assert thread.received == []


def test_the_same_may_be_sent_again(client: ThreadClient, alice: Caller, thread: FakeThread) -> None:
    signed_call = alice.sign(DiamondsAndRubies.buy_rubies, 3)
    first = client.submit(signed_call)
    again = client.submit(signed_call)
    assert first.digest == again.digest
    assert again.receipt.entries == first.receipt.entries
    assert len(thread.submissions) == 1


def test_many_are_sent_together(
    client: ThreadClient, alice: Caller, thread: FakeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "REQUEST_LINES", 2)
    requests: list[int] = []
    submit = thread.submit
    monkeypatch.setattr(thread, "submit", lambda lines: requests.append(len(lines)) or submit(lines))
    calls = [alice.sign(DiamondsAndRubies.buy_rubies, rubies) for rubies in (2, 9, 3, 4)]
    outcomes = client.submit_all([*calls, calls[0]])
    assert requests == [2, 2, 1]
    told = [outcome.message if isinstance(outcome, CallFailed) else outcome.status for outcome in outcomes]
    refused = "you do not have enough diamonds"
    assert told == ["accepted", refused, "accepted", refused, "accepted"]
    assert isinstance(outcomes[4], Submitted)
    assert isinstance(outcomes[0], Submitted)
    assert outcomes[4].digest == outcomes[0].digest
    assert client.soft(DiamondsAndRubies, "rubies", ALICE) == 5
    assert client.submit_all([]) == []


def test_what_was_not_answered_can_be_sent_again(
    client: ThreadClient, alice: Caller, thread: FakeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "chain_is_away", True)
    with pytest.raises(ServiceUnavailable, match="the node does not answer") as caught:
        alice.call(DiamondsAndRubies.buy_rubies, 3)
    monkeypatch.undo()
    assert caught.value.submission is not None
    assert client.submit(load_submission(caught.value.submission)).status == "accepted"
    assert len(thread.submissions) == 1


def test_following_a_submission(alice: Caller, thread: FakeThread) -> None:
    bought = alice.call(DiamondsAndRubies.buy_rubies, 3)
    with pytest.raises(TimedOut, match="is accepted and not included yet"):
        bought.wait_included(timeout=0.2)
    later = threading.Timer(0.3, lambda: thread.include(bought.digest, seq=4))
    later.start()
    assert bought.wait_included(timeout=20) == 4
    later.join()
    assert bought.status == "included"
    thread.drop(bought.digest, "you do not have enough diamonds")
    with pytest.raises(SubmissionDropped, match="you do not have enough diamonds") as caught:
        bought.wait_settled(timeout=20)
    assert caught.value.reason == "you do not have enough diamonds"


def test_a_settlement_is_looked_up_on_the_chain(alice: Caller, thread: FakeThread, signed: Ground) -> None:
    bought = alice.call(DiamondsAndRubies.buy_rubies, 3)
    seq = signed.chain.next_seq(signed.signing.world, signed.signing.thread)
    transaction = settle(signed, seq)

    claim(thread, bought.digest, transaction, seq)
    settled = bought.wait_settled(timeout=20)
    assert (settled.seq, settled.generation, settled.transaction) == (seq, 2, "0x" + transaction.hex())
    assert not settled.final
    with pytest.raises(TimedOut, match="is settled and not final yet"):
        bought.wait_final(timeout=0.2)
    claim(thread, bought.digest, transaction, seq, State.FINAL)
    assert bought.wait_final(timeout=20).final

    claim(thread, bought.digest, transaction, seq + 1)
    with pytest.raises(Mismatch, match=f"did not settle sub-block {seq + 1} of the thread"):
        bought.wait_settled(timeout=20)
    claim(thread, bought.digest, bytes(31) + b"\x01", seq)
    with pytest.raises(TimedOut, match="does not know transaction"):
        bought.wait_settled(timeout=1)


LIES = {
    "chain id": {"chain_id": 1},
    "genesis block": {"genesis_hash": bytes(32)},
    "settlement contract": {"settlement": bytes(20)},
    "world": {"world": 77},
    "domain": {"domain": to_bytes((1, 2, 3, 4))},
    "set root": {"set_root": to_bytes((9, 9, 9, 9))},
    "OS version": {"os_version": 8},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_service_gets_no_signature(signed: Ground, lie: str) -> None:
    before = next_nonce(signed, ALICE)
    thread = signed.thread(**LIES[lie])
    with ApiServer(thread, "127.0.0.1:0") as server, pytest.raises(Mismatch, match=f"{lie}.*nothing was signed"):
        connect(signed, server)
    assert next_nonce(signed, ALICE) == before


def test_a_service_that_changes_its_mind_changes_no_signature(
    client: ThreadClient, alice: Caller, thread: FakeThread
) -> None:
    thread.says = replace(thread.says, set_root=to_bytes((9, 9, 9, 9)), domain=to_bytes((1, 2, 3, 4)))
    assert alice.call(DiamondsAndRubies.buy_rubies, 1).status == "accepted", "it is good for the world of before"
    with pytest.raises(Mismatch):
        client.check()
    assert alice.call(DiamondsAndRubies.buy_rubies, 1).status == "accepted"


def test_the_manifest_says_whether_these_are_the_contracts(signed: Ground, thread: FakeThread) -> None:
    with ApiServer(thread, "127.0.0.1:0") as server:
        with pytest.raises(Mismatch, match="the manifest is of the set root"):
            connect(signed, server, manifest=UNSIGNED)
        with pytest.raises(Mismatch, match="contract 1 of the manifest is not the client's Token"):
            connect(signed, server, manifest=SIGNED, contracts=[Token])
        other = replace(SIGNED.contracts[0], ir_sha256="00" * 32)
        with pytest.raises(Mismatch, match="contract 1 of the manifest is not the client's DiamondsAndRubies"):
            connect(signed, server, manifest=replace(SIGNED, contracts=(other,)))
        connect(signed, server, manifest=SIGNED, contracts=Abi((GEMS.schema,))).close()


def test_a_wallet_whose_key_the_account_does_not_hold_signs_nothing(
    client: ThreadClient, signed: Ground, tmp_path: Path
) -> None:
    wallet = Wallet.create(tmp_path / "w", "x", state=tmp_path / "state", cost=Cost(n=2**10))
    wallet.new_key(AccountId(from_bytes(signed.signing.domain), ALICE))
    with pytest.raises(KeyMismatch):
        client.caller(ALICE, wallet)
    with pytest.raises(UserError, match="give the wallet of user 1"):
        client.caller(ALICE)


def test_where_nobody_signs_equal_calls_are_still_two(unsigned: Ground, signed: Ground) -> None:
    thread = unsigned.thread()
    with ApiServer(thread, "127.0.0.1:0") as server, connect(unsigned, server, manifest=UNSIGNED) as client:
        alice = client.caller(ALICE)
        alice.call(DiamondsAndRubies.buy_rubies, 1)
        assert alice.call("DiamondsAndRubies.buy_rubies", 1).receipt.value(DiamondsAndRubies, "rubies", ALICE) == 2
        with pytest.raises(UserError, match="nobody signs"):
            alice.bundle()
        with pytest.raises(UserError, match="nobody signs"):
            client.caller(ALICE, signed.wallets[ALICE])
        bob = client.caller(2)
        assert bob.call(DiamondsAndRubies.award_diamonds, 5).receipt.value(DiamondsAndRubies, "diamonds", 2) == 25


def test_a_service_that_answers_something_else_is_no_confirmation(
    client: ThreadClient, alice: Caller, thread: FakeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "submit", lambda lines: [])
    with pytest.raises(ServiceError):
        alice.call(DiamondsAndRubies.buy_rubies, 1)
    monkeypatch.undo()
    thread.state[diamonds(ALICE)] = to_bytes((2**40, 0, 0, 0))
    with pytest.raises(ServiceError, match="no value"):
        client.soft(DiamondsAndRubies, "diamonds", ALICE)
    assert thread.submissions == {}
