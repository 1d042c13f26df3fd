"""What the batcher seals is what the prover proves: the same lists byte for byte, and as many leaves as it counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from saya_py.batcher.answers import Accepted
from saya_py.batcher.batcher import Batcher
from saya_py.batcher.execution import NativeExecutor
from saya_py.batcher.load import Load
from saya_py.batcher.policy import SealingPolicy, SetVersion
from saya_py.batcher.queued import queued
from saya_py.core.accounts import Account, account_key, operator_key
from saya_py.core.limbs import Digest, from_bytes, to_bytes
from saya_py.core.submissions import Submission
from saya_py.proving.engine import Engine
from saya_py.proving.nodes import NodeKind
from saya_py.proving.rebuilding import ThreadIdentity, sub_block_job
from saya_py.service.demo.gems import CONTRACT, gems_call, gems_ir
from saya_py.service.demo.story import ALICE, BOB, OPERATOR, Award, Player, Purchase
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Deployment
from saya_py.wallet import AccountId, Cost, Wallet
from tests.unit.batcher.chain import NOW, MemoryChain, line

DOMAIN: Digest = (1, 2, 3, 4)
UNTIL = NOW + 100_000


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("fast", [gems_ir()], authorisation="signed")


@dataclass
class Person:
    """A user with a wallet, registered on the chain in memory."""

    user: int
    wallet: Wallet

    @property
    def account(self) -> AccountId:
        return AccountId(DOMAIN, self.user)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Person]:
    made = {}
    for user in (ALICE.user, BOB.user, OPERATOR):
        folder: Path = tmp_path_factory.mktemp("wallet")
        wallet = Wallet.create(folder / "a.wallet", "x", state=folder / "state", cost=Cost(n=2**10))
        wallet.new_key(AccountId(DOMAIN, user))
        made[user] = Person(user, wallet)
    return made


@dataclass
class Signing:
    """Submissions of the story's people."""

    people: dict[int, Person]
    root: Digest

    def buys(self, player: Player, rubies: int) -> Submission:
        person = self.people[player.user]
        return person.wallet.sign_call(person.account, gems_call(Purchase(player, rubies), UNTIL), self.root)

    def bundle(self, player: Player, *rubies: int) -> Submission:
        person = self.people[player.user]
        calls = [gems_call(Purchase(player, each), UNTIL) for each in rubies]
        return person.wallet.sign_bundle(person.account, calls, self.root)

    def awards(self, *players: Player) -> Submission:
        operator = self.people[OPERATOR]
        calls = [gems_call(Award(player, 5), UNTIL) for player in players]
        return operator.wallet.sign_bundle(operator.account, calls, self.root, operator=True)

    def opens(self, player: Player, lane: int) -> Submission:
        person = self.people[player.user]
        return person.wallet.sign_open(person.account, lane, self.root, valid_until=UNTIL)

    def rotates(self, player: Player) -> Submission:
        person = self.people[player.user]
        return person.wallet.sign_rotate(person.account, self.root, valid_until=UNTIL)


@pytest.fixture
def signing(engine: Engine, people: dict[int, Person]) -> Signing:
    return Signing(people, from_bytes(engine.set_root))


@pytest.fixture
def chain(people: dict[int, Person]) -> MemoryChain:
    chain = MemoryChain()
    for person in people.values():
        root = person.wallet.key_roots(person.account).active
        assert root is not None
        chain.canonical[to_bytes(account_key(person.user, 0))] = to_bytes(Account(0, root).encode())
        chain.canonical[to_bytes(((CONTRACT << 32) + 1, person.user, 0, 0))] = to_bytes((100, 0, 0, 0))
    chain.canonical[to_bytes(operator_key(CONTRACT))] = to_bytes((OPERATOR, 0, 0, 0))
    return chain


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[OwnedThread]:
    url = f"sqlite:///{tmp_path / 'thread.db'}"
    with Store.open(url, tmp_path / "blobs", create=True, clock=lambda: NOW * 1000) as store:
        store.bind(Deployment(31337, bytes(32), bytes(20)))
        with store.own(1, 1) as owned:
            yield owned


def test_lists_and_leaves_are_the_provers(
    engine: Engine, signing: Signing, chain: MemoryChain, thread: OwnedThread
) -> None:
    policy = SealingPolicy(profile="fast", age_seconds=0)
    executor = NativeExecutor([gems_ir()], to_bytes(DOMAIN), engine.set_root, "signed")
    batcher = Batcher(
        thread,
        executor,
        chain,
        policy,
        SetVersion(engine.os_version, engine.set_root),
        threading.RLock(),
        lanes=engine.lanes,
        clock=lambda: NOW * 1000,
    )
    first = [
        signing.awards(ALICE, BOB),
        signing.buys(ALICE, 2),
        signing.buys(BOB, 1),
        signing.bundle(BOB, 3, 1, 2),
        signing.opens(ALICE, 7),
        signing.buys(ALICE, 1),
        signing.rotates(BOB),
    ]
    second = [signing.buys(ALICE, each % 3) for each in range(12)] + [signing.bundle(ALICE, 1, 1)]
    for submissions in (first, second):
        answers = batcher.submit([line(each) for each in submissions])
        assert all(isinstance(answer, Accepted) for answer in answers), answers
        waiting = [queued(each) for each in thread.queue()]
        sealed = batcher.tick()
        assert sealed is not None
        plan = engine.plan(sub_block_job(thread, sealed, ThreadIdentity(to_bytes(DOMAIN), bytes(20), 1)))
        lists = thread.lists(sealed.id)
        assert (plan.outcome.inputs, plan.outcome.outputs) == (lists.inputs, lists.outputs)
        assert plan.outcome.call_count == sealed.call_count == sum(each.call_count for each in waiting)
        load = Load(policy, engine.lanes)
        for each in waiting:
            assert load.add(each.circuits, each.call_count, each.receipt) is None
        assert load.leaves == sum(node.kind is NodeKind.LEAF for node in plan.nodes)
        assert load.settlement.entries == plan.outcome.entries
