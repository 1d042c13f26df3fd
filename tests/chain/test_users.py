"""Users, keys, operators and versions on a chain of its own, whose clock these tests move."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.contract import Pending
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.worlds import MAX_DELAY, MIN_DELAY, World
from saya_py.core.accounts import Account, KeyRoot
from saya_py.core.field import P
from tests.chain.deployment import DEVELOPMENT_OS_VERSION, OS_VERSION, SET_ROOT, deploy, seen_by, wait

LANE = 3
KEY_A: KeyRoot = (1, P - 1, 3)
KEY_B: KeyRoot = (P - 1, 0, 0)
OTHER_ROOT = bytes.fromhex("0000000000000002" * 4)
NO_ADDRESS = "0x" + "00" * 20


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZkThreadsClient]:
    """The settlement contract, seen from the owner of the world."""
    log: Path = tmp_path_factory.mktemp("anvil") / "anvil.log"
    with Anvil(log) as anvil:
        yield deploy(anvil)


@pytest.fixture(scope="module")
def world(owner: ZkThreadsClient) -> int:
    return owner.create_world(OS_VERSION, SET_ROOT, development=False, delay=MIN_DELAY)


@pytest.fixture(scope="module")
def alice(owner: ZkThreadsClient) -> ZkThreadsClient:
    return seen_by(owner, 1)


@pytest.fixture(scope="module")
def bob(owner: ZkThreadsClient) -> ZkThreadsClient:
    return seen_by(owner, 2)


@pytest.fixture
def user(alice: ZkThreadsClient, world: int) -> int:
    """A user of alice's with an open lane."""
    user = alice.create_user(world)
    alice.open_lane(world, user, LANE, KEY_A)
    return user


def test_a_world_is_read_back(owner: ZkThreadsClient, world: int) -> None:
    assert owner.world(world) == World(owner.sender.address, development=False, delay=MIN_DELAY)
    assert owner.world(world + 100) is None
    assert owner.set_root(world, OS_VERSION) == SET_ROOT
    assert owner.set_root(world, DEVELOPMENT_OS_VERSION) is None


@pytest.mark.parametrize("delay", [0, MIN_DELAY - 1, MAX_DELAY + 1])
def test_a_delay_out_of_bounds_is_refused_with_the_bounds(owner: ZkThreadsClient, delay: int) -> None:
    with pytest.raises(ChainReverted) as caught:
        owner.create_world(OS_VERSION, SET_ROOT, development=False, delay=delay)
    assert caught.value.revert.name == "InvalidDelay"
    assert caught.value.revert.arguments == {"delay": delay, "least": MIN_DELAY, "most": MAX_DELAY}


def test_a_first_key_may_sign_at_once(alice: ZkThreadsClient, world: int, user: int) -> None:
    assert alice.owner_of_user(world, user) == alice.sender.address
    assert alice.owner_of_user(world, user + 100) is None
    assert alice.account(world, user, LANE) == Account(0, KEY_A)
    assert not alice.account(world, user, LANE + 1).has_key


def test_another_key_is_applied_by_anybody_after_the_delay(
    alice: ZkThreadsClient, bob: ZkThreadsClient, world: int, user: int
) -> None:
    assert alice.pending_key(world, user, LANE) is None
    alice.request_key(world, user, LANE, KEY_B)
    ready_at = alice.now() + MIN_DELAY
    assert alice.pending_key(world, user, LANE) == Pending(KEY_B, ready_at)
    with pytest.raises(ChainReverted, match=rf"NotReady\(readyAt={ready_at}, time=\d+\)"):
        bob.apply_key(world, user, LANE)

    wait(alice, MIN_DELAY)
    assert alice.account(world, user, LANE) == Account(0, KEY_A)
    bob.apply_key(world, user, LANE)
    assert alice.account(world, user, LANE) == Account(0, KEY_B)
    assert alice.pending_key(world, user, LANE) is None


def test_a_requested_key_is_taken_back(alice: ZkThreadsClient, world: int, user: int) -> None:
    alice.request_key(world, user, LANE, KEY_B)
    alice.cancel_key(world, user, LANE)
    assert alice.pending_key(world, user, LANE) is None
    with pytest.raises(ChainReverted, match="NothingRequested"):
        alice.apply_key(world, user, LANE)


def test_only_the_owner_changes_keys(alice: ZkThreadsClient, bob: ZkThreadsClient, world: int, user: int) -> None:
    with pytest.raises(ChainReverted, match="NotUserOwner") as caught:
        bob.request_key(world, user, LANE, KEY_B)
    assert caught.value.revert.arguments == {
        "world": world,
        "user": user,
        "owner": alice.sender.address.lower(),
        "caller": bob.sender.address.lower(),
    }


def test_limbs_that_are_not_canonical_are_refused(alice: ZkThreadsClient, world: int, user: int) -> None:
    for name, key_root in (("NonCanonicalLimb", (1, P, 0)), ("ZeroKeyRoot", (0, 0, 0))):
        with pytest.raises(ChainReverted, match=name):
            alice.request_key(world, user, LANE, key_root)


def test_a_user_moves_when_the_new_owner_accepts(
    alice: ZkThreadsClient, bob: ZkThreadsClient, world: int, user: int
) -> None:
    alice.offer_user(world, user, bob.sender.address)
    alice.offer_user(world, user, NO_ADDRESS)
    with pytest.raises(ChainReverted, match="UserNotOffered"):
        bob.accept_user(world, user)
    alice.offer_user(world, user, bob.sender.address)
    bob.accept_user(world, user)
    assert alice.owner_of_user(world, user) == bob.sender.address
    assert alice.account(world, user, LANE) == Account(0, KEY_A)


def test_operators_change_after_the_delay(owner: ZkThreadsClient, alice: ZkThreadsClient, world: int) -> None:
    first, second = alice.create_user(world), alice.create_user(world)
    assert owner.operator(world, 1) is None
    owner.set_operator(world, 1, first)
    assert owner.operator(world, 1) == first
    with pytest.raises(ChainReverted, match=f"OperatorAlreadySet.*user={first}"):
        owner.set_operator(world, 1, second)

    owner.request_operator(world, 1, second)
    owner.cancel_operator(world, 1)
    assert owner.pending_operator(world, 1) is None
    owner.request_operator(world, 1, second)
    assert owner.pending_operator(world, 1) == Pending(second, owner.now() + MIN_DELAY)
    wait(owner, MIN_DELAY)
    alice.apply_operator(world, 1)
    assert owner.operator(world, 1) == second


def test_versions_are_adopted_after_the_delay_and_retired_at_once(
    owner: ZkThreadsClient, alice: ZkThreadsClient
) -> None:
    world = owner.create_world(OS_VERSION, SET_ROOT, development=False, delay=MIN_DELAY)
    with pytest.raises(ChainReverted, match="DevelopmentOsVersion"):
        owner.request_adoption(world, DEVELOPMENT_OS_VERSION, OTHER_ROOT)
    owner.request_adoption(world, OS_VERSION, OTHER_ROOT)
    owner.cancel_adoption(world, OS_VERSION)
    assert owner.pending_adoption(world, OS_VERSION) is None
    owner.request_adoption(world, OS_VERSION, OTHER_ROOT)
    assert owner.pending_adoption(world, OS_VERSION) == Pending(OTHER_ROOT, owner.now() + MIN_DELAY)
    wait(owner, MIN_DELAY)
    assert owner.set_root(world, OS_VERSION) == SET_ROOT
    alice.apply_adoption(world, OS_VERSION)
    assert owner.set_root(world, OS_VERSION) == OTHER_ROOT
    owner.retire(world, OS_VERSION)
    assert owner.set_root(world, OS_VERSION) is None


def test_delegates_are_named_by_the_prover(
    owner: ZkThreadsClient, alice: ZkThreadsClient, bob: ZkThreadsClient
) -> None:
    world = owner.create_world(OS_VERSION, SET_ROOT, development=False, delay=MIN_DELAY)
    thread = owner.open_thread(world, alice.sender.address)
    assert owner.prover(world, thread) == alice.sender.address
    assert owner.prover(world, thread + 1) is None
    with pytest.raises(ChainReverted, match="NotProver"):
        bob.set_delegate(world, thread, bob.sender.address, True)
    alice.set_delegate(world, thread, bob.sender.address, True)
    assert owner.is_delegate(world, thread, bob.sender.address)
    alice.set_delegate(world, thread, bob.sender.address, False)
    assert not owner.is_delegate(world, thread, bob.sender.address)
