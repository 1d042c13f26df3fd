"""A thread on a chain whose verifier is the forge test double, with a prover that only computes the true statement.

What is settled is what an honest thread settles, but for the proof. It costs milliseconds, so tests may settle as they
like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_abi.abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from saya_py import _native
from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.execution import execute
from saya_py.batcher.batch import execute_batch
from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, register_os_version
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader, ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.core.call_data import CallData, encode_call_data
from saya_py.core.calldata import Entry
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.submissions import PlainCall
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from saya_py.service.demo.shop import GemShopClient

SECONDS = 3_600


@dataclass(frozen=True)
class _Runnable:
    call: PlainCall
    executor: NativeExecutor

    def execute(self, window: Window, state: dict[bytes, bytes]) -> object:
        return self.executor.execute(dump_submission(self.call), window, state)


@dataclass
class StubWorld:
    """A development world of a contract set; its shop writes slots 1 and 2 of contract 1."""

    contracts: AuditedSet
    owner: ZkThreadsClient
    world: int
    shop: GemShopClient
    os_version: int

    @classmethod
    def create(cls, anvil: Anvil, contracts: AuditedSet) -> StubWorld:
        decoder = RevertDecoder(load_artifact(name).abi for name in ("ZkThreads", "OsVersions", "StubVerifier"))
        sender = Sender(connect(anvil.url), anvil_account(0), decoder)
        deployment = deploy_settlement(sender)
        name, _ = _native.released_os_version(contracts.manifest.profile, contracts.manifest.authorisation)
        version = int.from_bytes(name)
        register_os_version(sender, deployment.registry, version, sender.deploy(load_artifact("StubVerifier")), True)
        owner = ZkThreadsClient(sender, deployment.threads)
        world = owner.create_world(version, contracts.root, True, 0)
        shop = GemShopClient.deploy(sender, deployment.threads, world)
        owner.set_writer(world, 1, shop.address, True)
        return cls(contracts, owner, world, shop, version)

    @property
    def settlement(self) -> bytes:
        """The contract's address."""
        return bytes.fromhex(self.owner.address.removeprefix("0x"))

    def thread(self, account: int) -> StubThread:
        """A thread whose prover is an account of the chain."""
        sender = Sender(self.owner.sender.w3, anvil_account(account), self.owner.sender.decoder)
        client = ZkThreadsClient(sender, self.owner.address)
        return StubThread(self, client, self.owner.open_thread(self.world, sender.address), {})


@dataclass
class StubThread:
    """One thread; `files` has its call data by sub-block."""

    world: StubWorld
    client: ZkThreadsClient
    number: int
    files: dict[int, bytes]

    @property
    def account(self) -> LocalAccount:
        return self.client.sender.account

    def settlement(self, *calls: PlainCall) -> Settlement:
        """The next sub-block on the canonical values of now."""
        return self.proven(self.statement(*calls))

    def statement(self, *calls: PlainCall) -> Statement:
        """What is true of the next sub-block on the canonical values of now; its call data is written down."""
        world, client = self.world, self.client
        now = client.now()
        window = Window(now, now + SECONDS)
        domain, root = client.domain(world.world), world.contracts.root
        native = NativeExecutor(world.contracts.contracts, domain, root, world.contracts.manifest.authorisation)
        batch = execute_batch(
            [_Runnable(call, native) for call in calls],  # type: ignore[arg-type]
            window,
            lambda keys: client.values(world.world, keys),
        )
        assert not batch.refused
        executor = world.contracts.executor(from_bytes(domain))
        done = execute(executor, calls, window, batch.state)
        final = done.final_values()
        entries = tuple(
            Entry(from_bytes(key), from_bytes(old), from_bytes(final[key])) for key, old in sorted(batch.state.items())
        )
        digest, count = executor.calls_out([dump_submission(call) for call in calls])
        seq = client.next_seq(world.world, self.number)
        self._write_down(seq, window, calls)
        prover = bytes.fromhex(self.account.address.removeprefix("0x"))
        head = Head(
            from_bytes(domain), from_bytes(root), *window, prover, self.number, seq, count, from_bytes(digest),
            world.os_version, from_bytes(done.log),
        )  # fmt: skip
        return Statement(head, entries)

    def proven(self, statement: Statement) -> Settlement:
        """The settlement of a statement, with the double's proof."""
        head, commit = statement.head, statement.commit()
        inputs = statement.bind(commit).public_inputs()
        proof = encode(["bytes32"], [keccak(encode(["uint64[8]"], [inputs]))])
        header = SubBlockHeader(
            self.world.world, head.os_version, head.thread, head.seq, head.t_min, head.t_max, head.call_count,
            to_bytes(head.calls_out), to_bytes(head.log_out), to_bytes(commit),
        )  # fmt: skip
        return Settlement(header, statement.input_bytes(), statement.output_bytes(), proof)

    def settle(self, *calls: PlainCall) -> None:
        """Settle the next sub-block."""
        mined = self.client.settle(self.settlement(*calls))
        assert mined.revert is None, mined.revert

    def _write_down(self, seq: int, window: Window, calls: Sequence[PlainCall]) -> None:
        root = from_bytes(self.world.contracts.root)
        data = CallData(self.world.world, self.number, seq, self.world.os_version, root, window, tuple(calls))
        self.files[seq] = encode_call_data(data)
