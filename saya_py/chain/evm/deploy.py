"""Deployment of the settlement contracts from forge artifacts."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.os_versions import OsVersionsClient
from saya_py.chain.evm.transactions import Sender


@dataclass(frozen=True)
class Deployment:
    """Addresses of one deployment."""

    registry: ChecksumAddress
    threads: ChecksumAddress


def deploy_registry(owner: Sender) -> ChecksumAddress:
    """Deploy the registry of OS versions, owned by `owner`."""
    return owner.deploy(load_artifact("OsVersions"), owner.address)


def deploy_threads(sender: Sender, registry: ChecksumAddress) -> ChecksumAddress:
    """Deploy the settlement contract, which uses `registry` for ever and belongs to nobody."""
    return sender.deploy(load_artifact("ZkThreads"), registry)


def deploy_settlement(owner: Sender) -> Deployment:
    """Deploy the registry of OS versions, owned by `owner`, and the settlement contract that uses it."""
    registry = deploy_registry(owner)
    return Deployment(registry, deploy_threads(owner, registry))


@dataclass(frozen=True)
class Verifier:
    """The two contracts that verify proofs of one profile; settlement calls `entry`."""

    entry: ChecksumAddress
    gate_evaluator: ChecksumAddress


def deploy_verifier(sender: Sender, profile: str) -> Verifier:
    """Deploy the verifier of the wrap circuit of `profile`; it creates its gate evaluator itself."""
    artifact = load_artifact(verifier_contract(profile))
    entry = sender.deploy(artifact)
    contract = sender.w3.eth.contract(address=entry, abi=artifact.abi)
    return Verifier(entry, contract.functions.gateEvaluator().call())


def verifier_contract(profile: str) -> str:
    """Name of the generated verifier contract of `profile`."""
    return f"WrapVerifier{profile.capitalize()}"


def register_os_version(
    owner: Sender, registry: ChecksumAddress, os_version: int, verifier: ChecksumAddress, development: bool
) -> None:
    """Bind `os_version` to the verifier contract for ever; `owner` owns the registry."""
    OsVersionsClient(owner, registry).register(os_version, verifier, development)
