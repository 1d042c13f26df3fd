"""The demo's contracts on the chain: settlement, verifier, world, thread and the dApp's own L2 contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from eth_typing import ChecksumAddress

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, deploy_verifier, register_os_version, verifier_contract
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.chain.evm.worlds import MIN_DELAY
from saya_py.proving.engine import ProfileName
from saya_py.service.demo.gems import CONTRACT
from saya_py.service.demo.shop import GemShopClient

# What can revert on the way of a settlement, so that any error is shown by name.
_CONTRACTS = (
    "ZkThreads",
    "OsVersions",
    "GemShop",
    "Limbs",
    "Statement",
    "SystemRules",
    "SystemEntries",
    "GateEvaluator",
)


class Version(Protocol):
    """What a world adopts: a built or a compiled set."""

    @property
    def profile(self) -> ProfileName:
        """Parameters of the proofs."""

    @property
    def os_version(self) -> int:
        """Names the circuit family."""

    @property
    def set_root(self) -> bytes:
        """Root of the whitelist of circuits, 32 bytes."""

    @property
    def development(self) -> bool:
        """Whether only development worlds accept it."""


@dataclass(frozen=True)
class DemoWorld:
    """Where everything lives. `threads` speaks as the prover of `thread`, `owner` as the world's owner."""

    owner: ZkThreadsClient
    threads: ZkThreadsClient
    world: int
    thread: int
    shop: GemShopClient
    addresses: Mapping[str, ChecksumAddress]


def create_world(url: str, version: Version) -> DemoWorld:
    """Deploy everything on the chain at `url` for sub-blocks of `version`, and open a thread.

    The world is for development only if the version is. One account owns the contracts and another one
    proves, so that fees are told apart.
    """
    w3 = connect(url)
    decoder = RevertDecoder(load_artifact(name).abi for name in (*_CONTRACTS, verifier_contract(version.profile)))
    owner = Sender(w3, anvil_account(0), decoder)
    prover = Sender(w3, anvil_account(1), decoder)

    deployment = deploy_settlement(owner)
    verifier = deploy_verifier(owner, version.profile)
    register_os_version(owner, deployment.registry, version.os_version, verifier.entry, version.development)

    threads = ZkThreadsClient(owner, deployment.threads)
    delay = 0 if version.development else MIN_DELAY
    world = threads.create_world(version.os_version, version.set_root, version.development, delay)
    thread = threads.open_thread(world, prover.address)
    shop = GemShopClient.deploy(owner, deployment.threads, world)
    threads.set_writer(world, CONTRACT, shop.address, True)
    addresses = {
        "OsVersions": deployment.registry,
        "ZkThreads": deployment.threads,
        "verifier": verifier.entry,
        "gate evaluator": verifier.gate_evaluator,
        "GemShop": shop.address,
    }
    return DemoWorld(threads, ZkThreadsClient(prover, deployment.threads), world, thread, shop, addresses)
