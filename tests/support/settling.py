"""A thread on a local chain whose verifier knows the statement but no proof system, so sub-blocks need no proving.

The fake proof is what `StubVerifier` wants: a hash of the true statement's public inputs. A sub-block with another
statement than the chain computes is refused, as with a real verifier.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from eth_utils.address import to_checksum_address
from hexbytes import HexBytes

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, register_os_version
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.rpc import Patience, connect
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.settling import SettlingChain
from saya_py.chain.evm.signing import Fees, Payload, sign
from saya_py.chain.evm.transactions import Sender
from saya_py.core.chain_hash import keccak256, word
from saya_py.core.limbs import ZERO, from_bytes, to_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.settler.context import Context
from saya_py.settler.events import SettlerEvent
from saya_py.settler.identity import deployment_of
from saya_py.settler.policy import SettlerPolicy
from saya_py.settler.settler import Settler
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Batch, NewSubmission, Proof, SealedSubmission, SoftReceipt, SubBlock
from saya_py.store.states import State
from tests.support.chains import LocalChain

OS_VERSION = 7
SET_ROOT = bytes.fromhex("0000000000000001" * 4)
PROVER = 1
"""The chain's account that proves and settles; account 0 owns everything."""


def key(number: int) -> bytes:
    """A key of contract 1."""
    return bytes.fromhex("0000000100000001") + number.to_bytes(8, "big") + bytes(16)


def value(number: int) -> bytes:
    return number.to_bytes(8, "big") + bytes(24)


@dataclass
class World:
    """Contracts of a world and its thread 1, seen by the owner."""

    owner: ZkThreadsClient
    registry: str
    world: int
    thread: int

    def write(self, number: int, new: int) -> None:
        """Change a canonical value as another contract of the L2 does."""
        assert self.owner.write(self.world, 1, {key(number): value(new)}).revert is None

    def overtake(self, number: int, new: int) -> None:
        """The same in a transaction that waits, but pays more than all others, so that it is the first in the block."""
        chain, sender = self.owner.sender.w3.eth, self.owner.sender
        data = chain.contract(self.owner.address, abi=load_artifact("ZkThreads").abi).encode_abi(
            "write", [self.world, 1, [key(number)], [value(new)]]
        )
        nonce = chain.get_transaction_count(sender.address)
        payload = Payload(self.owner.address, bytes.fromhex(data.removeprefix("0x")), 200_000)
        fees = Fees(900 * 10**9, 90 * 10**9)
        chain.send_raw_transaction(HexBytes(sign(sender.account, chain.chain_id, nonce, payload, fees).raw))

    def value(self, number: int) -> int:
        return int.from_bytes(self.owner.values(self.world, [key(number)])[0][:8], "big")


def create_world(url: str, prover: str | None = None) -> World:
    """Deploy everything on the chain at `url` and open a thread."""
    decoder = RevertDecoder(load_artifact(name).abi for name in ("ZkThreads", "OsVersions", "StubVerifier"))
    sender = Sender(connect(url), anvil_account(0), decoder)
    deployed = deploy_settlement(sender)
    verifier = sender.deploy(load_artifact("StubVerifier"))
    register_os_version(sender, deployed.registry, OS_VERSION, verifier, development=True)
    owner = ZkThreadsClient(sender, deployed.threads)
    world = owner.create_world(OS_VERSION, SET_ROOT, development=True, delay=0)
    owner.set_writer(world, 1, sender.address, True)
    thread = owner.open_thread(world, prover or anvil_account(PROVER).address)
    return World(owner, deployed.registry, world, thread)


def fake_proof(statement: Statement) -> tuple[bytes, bytes]:
    """Commit of a statement, and the proof that `StubVerifier` takes for it."""
    binding = statement.binding()
    words = b"".join(word("public input", limb) for limb in binding.public_inputs())
    return to_bytes(binding.commit), keccak256(words)


@dataclass
class Clock:
    """Seconds that pass when told."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class Rig:
    """A thread of a world with its store and its settler, as one process has them."""

    chain: LocalChain
    world: World
    store: Store
    thread: OwnedThread
    policy: SettlerPolicy
    folder: Path
    account: int = PROVER
    url: str | None = None
    clock: Clock = field(default_factory=Clock)
    events: list[SettlerEvent] = field(default_factory=list)
    withdrawn: int = 0
    calls: int = 0
    first_seq: int | None = None
    proves_with: tuple[int, bytes] | None = None

    def __post_init__(self) -> None:
        self.settler = self.new_settler()

    def new_settler(self) -> Settler:
        """A settler as a process that was just started has it."""
        w3 = connect(self.url or self.chain.url, Patience(answer_seconds=2, tries=2, longest_pause_seconds=0.1))
        address = to_checksum_address(self.world.owner.address)
        chain = SettlingChain(w3, anvil_account(self.account), address)
        known = self.store.deployment()
        assert known is not None
        return Settler(
            Context(
                thread=self.thread,
                blobs=self.store.blobs,
                chain=chain,
                deployment=known,
                policy=self.policy,
                withdrawn=self._was_withdrawn,
                tell=self.events.append,
                clock=self.clock,
                proves_with=self.proves_with,
            )
        )

    def restart(self) -> None:
        self.settler = self.new_settler()

    def steps(self, count: int = 1) -> None:
        for _ in range(count):
            self.settler.step()

    def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        """Step until something is so."""
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, (self.settler.waiting, self.settler.trouble, self.events)
            self.settler.step()
            time.sleep(0.05)

    def states(self, *sub_blocks: int) -> set[State]:
        """The states of sub-blocks."""
        return {self.thread.sub_block(each).state for each in sub_blocks}

    def told(self, kind: type[SettlerEvent]) -> list[SettlerEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def now(self) -> int:
        return self.world.owner.now()

    def seal(self, changes: Mapping[int, tuple[int, int]], seconds: int = 3600) -> SubBlock:
        """Seal a sub-block that changes entries from a value to another."""
        latest = self.thread.latest()
        first = self.first_seq or self.world.owner.next_seq(self.world.world, self.world.thread)
        seq = first if latest is None else latest.seq + 1
        self.calls += 1
        digest = hashlib.sha256(f"call {self.calls}".encode()).digest()
        receipt = SoftReceipt({}, {})
        (accepted,) = self.thread.submissions.accept(NewSubmission(digest, "{}", 1, receipt))
        entries = sorted(changes.items())
        inputs = b"".join(key(number) + value(old) for number, (old, _) in entries)
        outputs = b"".join(
            place.to_bytes(4, "big") + value(new) for place, (_, (old, new)) in enumerate(entries) if old != new
        )
        now = self.now()
        sealed = SealedSubmission(accepted.submission.id, receipt)
        return self.thread.sub_blocks.seal(
            seq, Batch(now, now + seconds, OS_VERSION, SET_ROOT, inputs, outputs, (sealed,))
        )

    def prove(self, sub_block: SubBlock, mangle: bool = False) -> SubBlock:
        """Give a sub-block its fake proof."""
        lists = self.thread.lists(sub_block.id)
        prover = self.world.owner.prover(self.world.world, self.world.thread)
        assert prover is not None
        head = Head(
            domain=from_bytes(self.world.owner.domain(self.world.world)),
            set_root=from_bytes(sub_block.set_root),
            t_min=sub_block.t_min,
            t_max=sub_block.t_max,
            prover=bytes.fromhex(prover.removeprefix("0x")),
            thread=self.world.thread,
            seq=sub_block.seq,
            call_count=sub_block.call_count,
            calls_out=ZERO,
            os_version=sub_block.os_version,
        )
        commit, proof = fake_proof(Statement.from_calldata(head, lists.inputs, lists.outputs))
        blob = self.store.blobs.put(bytes(32) if mangle else proof)
        self.thread.sub_blocks.start_proving(sub_block.id)
        self.thread.sub_blocks.prove(sub_block.id, Proof(bytes(32), bytes(32), commit, blob, 1_000))
        return self.thread.sub_block(sub_block.id)

    def proven(self, changes: Mapping[int, tuple[int, int]], seconds: int = 3600) -> SubBlock:
        return self.prove(self.seal(changes, seconds))

    def settled(self, changes: Mapping[int, tuple[int, int]]) -> SubBlock:
        """A sub-block that is mined."""
        proven = self.proven(changes)
        self.steps(2)
        return self.thread.sub_block(proven.id)

    def settler_account(self) -> str:
        """Address of the account that settles."""
        return str(anvil_account(self.account).address)

    def name_delegate(self, account: int) -> None:
        """Let another account of the chain settle."""
        sender = self.world.owner.sender
        prover = ZkThreadsClient(Sender(sender.w3, anvil_account(PROVER), sender.decoder), self.world.owner.address)
        prover.set_delegate(self.world.world, self.world.thread, anvil_account(account).address, True)

    def second_thread(self) -> Rig:
        """Another thread of the world with the same account, in the same store."""
        number = self.world.owner.open_thread(self.world.world, self.settler_account())
        world = replace(self.world, thread=number)
        other = Rig(self.chain, world, self.store, self.store.own(world.world, number), self.policy, self.folder)
        other.calls = 1_000
        return other

    def twin(self, name: str) -> Rig:
        """The same thread with a store of its own, in which its first sub-block is proven but never sent."""
        folder = self.folder / name
        folder.mkdir()
        twin = open_rig(self.chain, folder, self.world, self.policy)
        # Numbered as before the settlement that the other store knows.
        twin.first_seq = 1
        twin.proven({1: (0, 5)})
        return twin

    def tune(self, **changes: object) -> None:
        """Go on with another policy, in a new settler."""
        self.policy = replace(self.policy, **changes)  # type: ignore[arg-type]
        self.restart()

    def _was_withdrawn(self) -> None:
        self.withdrawn += 1


def open_rig(chain: LocalChain, folder: Path, world: World, policy: SettlerPolicy, url: str | None = None) -> Rig:
    """A store for the world's thread, owned by this process."""
    store = Store.open(f"sqlite:///{folder / 'thread.db'}", folder / "blobs", create=True)
    address = to_checksum_address(world.owner.address)
    store.bind(deployment_of(SettlingChain(connect(chain.url), anvil_account(PROVER), address)))
    return Rig(chain, world, store, store.own(world.world, world.thread), policy, folder, url=url)
