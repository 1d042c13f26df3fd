"""A thread that settled two sub-blocks with real proofs, and what an auditor of it is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saya_py.artifacts.build import MANIFEST_FILE, build_set
from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.batcher.batch import Execution
from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.core.call_data import FOLDER, CallData, encode_call_data, file_name
from saya_py.core.calls import Call
from saya_py.core.limbs import Digest, from_bytes
from saya_py.core.submissions import Submission
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from saya_py.proving.engine import Engine
from saya_py.service.demo.world import DemoWorld, create_world
from saya_py.service.thread import SettlementThread
from saya_py.wallet import AccountId, Cost, Wallet

PURSE = Path(__file__).parents[1] / "unit" / "audit" / "purse.py"
ALICE, BOB = 1, 2
COINS = 100


@dataclass(frozen=True)
class Runnable:
    """A submission that runs natively and can be proven."""

    submission: Submission
    executor: NativeExecutor

    def encoded(self) -> str:
        return dump_submission(self.submission)

    def execute(self, window: Window, state: dict[bytes, bytes]) -> Execution:
        return self.executor.execute(self.encoded(), window, state)


@dataclass(frozen=True)
class Audited:
    """Where everything is."""

    url: str
    world: DemoWorld
    folder: Path
    """Laid out like the folder of a service: `call-data`, and the contract set in `set`."""

    @property
    def manifest(self) -> Path:
        return self.folder / "set" / MANIFEST_FILE

    @property
    def options(self) -> list[str]:
        """The options of the commands that audit it."""
        return [
            *("--rpc", self.url),
            *("--settlement", str(self.world.threads.address)),
            *("--world", str(self.world.world)),
            *("--thread", str(self.world.thread)),
            *("--calls", str(self.folder)),
            *("--manifest", str(self.manifest)),
        ]


def settle_two(url: str, folder: Path) -> Audited:
    """Sub-block 1: a signed call and a bundle of two calls. Sub-block 2: one signed call."""
    project = _project(folder / "project")
    loaded = load_set(find_project(["purse.py"], project))
    built = build_set(find_project(["purse.py"], project), loaded, "fast", "signed")
    built.write(folder / "set")
    contracts = [contract.ir_json for contract in loaded.contracts]
    engine = Engine("fast", contracts, authorisation="signed")
    world = create_world(url, engine)
    domain = world.owner.domain(world.world)
    people = {user: _person(folder, world, user) for user in (ALICE, BOB)}
    for user in people:
        world.shop.grant(user, COINS, 0)
    executor = NativeExecutor(contracts, domain, engine.set_root, engine.authorisation)
    thread = SettlementThread(engine, world.threads, world.world, world.thread)
    root = from_bytes(engine.set_root)
    until = thread.chain.now() + 100_000
    (alice, at_alice), (bob, at_bob) = people[ALICE], people[BOB]
    first = [
        alice.sign_call(at_alice, _pay(ALICE, BOB, 30, until), root),
        bob.sign_bundle(at_bob, [_pay(BOB, ALICE, 1, until), _pay(BOB, ALICE, 2, until)], root),
    ]
    _settle(thread, first, executor, folder, root)
    _settle(thread, [alice.sign_call(at_alice, _pay(ALICE, BOB, 5, until), root)], executor, folder, root)
    return Audited(url, world, folder)


def _project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    # Without the function that nobody calls here, whose circuits take long.
    source, _ = PURSE.read_text().split("\n    @function\n    def look")
    (folder / "purse.py").write_text(source)
    (folder / "pyproject.toml").write_text("[tool.sayapy]\n")
    return folder


def _person(folder: Path, world: DemoWorld, user: int) -> tuple[Wallet, AccountId]:
    sender = world.owner.sender
    client = ZkThreadsClient(Sender(sender.w3, anvil_account(user + 1), sender.decoder), world.owner.address)
    assert client.create_user(world.world) == user
    wallet = Wallet.create(folder / f"{user}.wallet", "secret", state=folder / "state", cost=Cost(n=2**12))
    account = AccountId(from_bytes(client.domain(world.world)), user)
    client.open_lane(world.world, user, 0, wallet.new_key(account))
    return wallet, account


def _pay(user: int, to: int, n: int, until: int) -> Call:
    return Call(1, 1, (to, n), user, until)


def _settle(
    thread: SettlementThread, submissions: list[Submission], executor: NativeExecutor, folder: Path, root: Digest
) -> None:
    prepared = thread.prepare([Runnable(each, executor) for each in submissions])
    assert not prepared.batch.refused
    assert thread.settle(prepared).stale is None
    job = prepared.proof.job
    data = CallData(
        world=thread.world,
        thread=thread.thread,
        seq=job.seq,
        os_version=thread.engine.os_version,
        set_root=root,
        window=Window(job.t_min, job.t_max),
        submissions=tuple(submissions),
    )
    file = folder / FOLDER / file_name(job.seq)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(encode_call_data(data))
