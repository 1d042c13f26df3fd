"""A world on a real chain with a thread in memory behind real HTTP, for tests of clients."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.api.server import ApiServer
from saya_py.artifacts.circuits import Circuit
from saya_py.artifacts.manifest import FunctionCircuits, Manifest, ManifestContract
from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, register_os_version
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader, ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.chain.evm.transactions import connect as connect_chain
from saya_py.client import ThreadClient
from saya_py.core.accounts import account_key, operator_key
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.core.variants import Authorisation, function_modes, system_functions
from saya_py.core.window import Window
from saya_py.service.running import MinedIn, Place, Signing
from saya_py.store.states import State, Status
from saya_py.wallet import AccountId, Cost, Wallet
from tests.unit.api.fake_thread import GEMS, FakeThread, diamonds, number

STUB_OS_VERSION = 9
ALICE, OPERATOR = 1, 2


def manifest_of(authorisation: Authorisation) -> Manifest:
    """A manifest of the contract; its circuits are made up."""
    functions = tuple(
        FunctionCircuits(
            each.name,
            each.id,
            each.auth,
            {mode: Circuit((each.id, mode.value, 1, 1), 4) for mode in function_modes(authorisation, each.auth)},
        )
        for each in GEMS.schema.functions
    )
    contract = ManifestContract("DiamondsAndRubies", 1, "examples.diamonds_and_rubies", GEMS.ir_sha256, functions)
    system = {name: Circuit((number, 9, 9, 9), 1) for name, number in system_functions(authorisation).items()}
    return Manifest("0", 1, "fast", authorisation, (), system, (contract,), ())


SIGNED, UNSIGNED = manifest_of("signed"), manifest_of("none")


@dataclass
class Ground:
    """A world on the chain, and the thread that works on it."""

    chain: ZkThreadsClient
    url: str
    signing: Signing
    wallets: dict[int, Wallet]

    def thread(self, **changes: Any) -> FakeThread:
        """A thread on the world's values; `changes` are what its service says falsely."""
        users = {ALICE, OPERATOR} if self.wallets else set()
        keys = [
            *map(diamonds, (1, 2, 3)),
            *(to_bytes(account_key(user, 0)) for user in users),
            to_bytes(operator_key(1)),
        ]
        state = dict(zip(keys, self.chain.values(self.signing.world, keys), strict=True))
        thread = FakeThread(self.signing, state)
        thread.says = replace(self.signing, **changes)
        thread.window = Window(self.chain.now(), self.chain.now() + 3600)
        return thread


def make_ground(
    chain: ZkThreadsClient, url: str, manifest: Manifest, folder: Path | None, passphrase: str = "x"
) -> Ground:
    """A world of the contract, with an operator and wallets in `folder` unless nobody signs."""
    root = to_bytes(manifest.set_root)
    world = chain.create_world(STUB_OS_VERSION, root, development=True, delay=0)
    thread = chain.open_thread(world, chain.sender.address)
    chain.set_writer(world, 1, chain.sender.address, True)
    chain.write(world, 1, {diamonds(user): number(20) for user in (1, 2, 3)})
    wallets = {}
    domain = chain.domain(world)
    if folder is not None:
        for user in (ALICE, OPERATOR):
            assert chain.create_user(world) == user
            state = folder / "state" / "saya_py" / "wallets"
            wallets[user] = Wallet.create(folder / f"{user}.wallet", passphrase, state=state, cost=Cost(n=2**10))
            chain.open_lane(world, user, 0, wallets[user].new_key(AccountId(from_bytes(domain), user)))
        chain.set_operator(world, 1, OPERATOR)
    w3 = chain.sender.w3
    signing = Signing(
        chain_id=w3.eth.chain_id,
        genesis_hash=bytes(w3.eth.get_block(0)["hash"]),
        settlement=bytes.fromhex(chain.address[2:]),
        world=world,
        thread=thread,
        domain=domain,
        os_version=STUB_OS_VERSION,
        set_root=root,
        authorisation=manifest.authorisation,
        manifest=bytes(32),
    )
    return Ground(chain, url, signing, wallets)


def stub_chain(url: str) -> ZkThreadsClient:
    """With the test double of the verifier, which accepts proofs that anybody can make."""
    decoder = RevertDecoder(load_artifact(name).abi for name in ("ZkThreads", "OsVersions", "StubVerifier"))
    owner = Sender(connect_chain(url), anvil_account(0), decoder)
    deployment = deploy_settlement(owner)
    stub = owner.deploy(load_artifact("StubVerifier"))
    register_os_version(owner, deployment.registry, STUB_OS_VERSION, stub, development=True)
    return ZkThreadsClient(owner, deployment.threads)


def connect(place: Ground, server: ApiServer, **changes: Any) -> ThreadClient:
    given: dict[str, Any] = {
        "contracts": [DiamondsAndRubies],
        "rpc": place.url,
        "settlement": place.chain.address,
        "world": place.signing.world,
        "patience": 5.0,
    }
    return ThreadClient.connect(server.url, **given | changes)


def next_nonce(place: Ground, user: int) -> int:
    account = AccountId(from_bytes(place.signing.domain), user)
    key = place.wallets[user].accounts()[account].active
    assert key is not None
    return key.next_nonce


def settle(place: Ground, seq: int) -> bytes:
    """Settle a sub-block that changes nothing; its transaction."""
    chain, signing = place.chain, place.signing
    header = SubBlockHeader(
        signing.world, STUB_OS_VERSION, signing.thread, seq, 0, (1 << 40) - 1, 1, bytes(32), bytes(32), bytes(32)
    )
    key = diamonds(3)
    inputs = key + chain.values(signing.world, [key])[0]
    try:
        chain.sender.call(chain.address, chain.settle_calldata(Settlement(header, inputs, b"", b"")))
    except ChainReverted as refused:
        proof = refused.revert.arguments["expected"]
    mined = chain.settle(Settlement(header, inputs, b"", proof))
    assert mined.revert is None
    return bytes.fromhex(mined.transaction[2:])


def claim(thread: FakeThread, digest: bytes, transaction: bytes, seq: int, state: State = State.SETTLED) -> None:
    """Let the service call a submission settled."""
    thread.submissions[digest] = replace(
        thread.submissions[digest], status=Status.SETTLED, place=Place(seq, 2, state), mined=MinedIn(transaction, 9)
    )


@contextmanager
def settling(ground: Ground, thread: FakeThread) -> Iterator[None]:
    """Settles what the thread accepts, while the block runs."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.1):
            open_ = [digest for digest, each in thread.submissions.items() if each.status is Status.ACCEPTED]
            for digest in open_:
                seq = ground.chain.next_seq(ground.signing.world, ground.signing.thread)
                claim(thread, digest, settle(ground, seq), seq)
                writes = thread.submissions[digest].receipt.writes
                own = {key: value for key, value in writes.items() if key[3] == 1}
                ground.chain.write(ground.signing.world, 1, own)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()
