"""The demo's contracts on the chain: settlement, verifier, world, thread and the dApp's own L2 contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eth_typing import ChecksumAddress

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, deploy_verifier, register_os_version, verifier_contract
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.service.demo.gems import CONTRACT
from saya_py.service.demo.shop import GemShopClient

# What can revert on the way of a settlement, so that any error is shown by name.
_CONTRACTS = ("ZkThreads", "OsVersions", "GemShop", "Limbs", "Statement", "SystemRules", "GateEvaluator")


@dataclass(frozen=True)
class DemoWorld:
    """Where everything lives. `threads` speaks as the prover of `thread`."""

    threads: ZkThreadsClient
    world: int
    thread: int
    shop: GemShopClient
    addresses: Mapping[str, ChecksumAddress]


def create_world(url: str, profile: str, os_version: int, set_root: bytes) -> DemoWorld:
    """Deploy everything on the chain at `url` and open a thread.

    One account owns the contracts and another one proves, so that fees are told apart.
    """
    w3 = connect(url)
    decoder = RevertDecoder(load_artifact(name).abi for name in (*_CONTRACTS, verifier_contract(profile)))
    owner = Sender(w3, anvil_account(0), decoder)
    prover = Sender(w3, anvil_account(1), decoder)

    deployment = deploy_settlement(owner)
    verifier = deploy_verifier(owner, profile)
    register_os_version(owner, deployment.registry, os_version, verifier.entry, development=True)

    threads = ZkThreadsClient(owner, deployment.threads)
    world = threads.create_world(os_version, set_root, development=True, delay=0)
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
    return DemoWorld(ZkThreadsClient(prover, deployment.threads), world, thread, shop, addresses)
