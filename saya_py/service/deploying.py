"""Deploying step by step: each contract is in the deployment's file before the next one is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from eth_utils.address import to_checksum_address

from saya_py.artifacts.os_version import OsVersion, os_version_of
from saya_py.chain.evm.deploy import deploy_registry, deploy_threads, deploy_verifier
from saya_py.chain.evm.os_versions import OsVersionsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.core.errors import ConfigError, Mismatch, UserError
from saya_py.service.deployment import DeploymentRecord, OsVersionRecord, VerifierRecord, read_deployment

ProfileName = Literal["secure", "fast"]


class Deployer:
    """Deploys as one account, and keeps what exists in a file."""

    def __init__(self, owner: Sender, file: Path, resume: bool, began: Callable[[str], None]) -> None:
        """Begin a deployment in `file`, or go on with it; `began` hears each step. Nothing is sent here.

        Raises:
            UserError: the file exists, and `resume` does not say to go on with it.
            ConfigError: the file is not that of a deployment, or there is none to go on with, or the account has no
                funds.
            Mismatch: the deployment is on another chain, belongs to another account, or a contract of it is not there.
        """
        self._owner = owner
        self._file = file
        self._began = began
        self.record = self._resumed() if resume else self._fresh()
        if not owner.w3.eth.get_balance(owner.address):
            raise ConfigError(f"{owner.address} has no funds on this chain, so it can send nothing")

    def deploy(self, profiles: Sequence[ProfileName], development: bool) -> DeploymentRecord:
        """Deploy what is missing of registry, settlement contract and verifiers, and register OS versions.

        A profile's version for signed calls is registered, and with `development` that for unsigned ones, too.

        Raises:
            ChainError: a step failed; the file has all steps before it.
            Mismatch: a version is registered already, for another verifier.
            UserError: the file cannot be written.
        """
        # Before anything is sent, so that no address is lost because the file cannot be written.
        self.record.complete = False
        self._save()
        if self.record.registry is None:
            self._began("deploying the registry of OS versions")
            self.record.registry = deploy_registry(self._owner)
            self._save()
        if self.record.settlement is None:
            self._began("deploying the settlement contract")
            self.record.settlement = deploy_threads(self._owner, to_checksum_address(self.record.registry))
            self._save()
        for profile in profiles:
            self._add_profile(profile, development)
        self.record.complete = True
        self._save()
        return self.record

    def _add_profile(self, profile: ProfileName, development: bool) -> None:
        if profile not in self.record.verifiers:
            self._began(f"deploying the verifier of {profile} proofs")
            verifier = deploy_verifier(self._owner, profile)
            self.record.verifiers[profile] = VerifierRecord(
                entry=verifier.entry, gate_evaluator=verifier.gate_evaluator
            )
            self._save()
        versions = [os_version_of(profile, "signed")]
        if development:
            versions.append(os_version_of(profile, "none"))
        for version in versions:
            if version.hex not in [each.os_version for each in self.record.os_versions]:
                self._began(f"registering an OS version of {profile} proofs")
                self._register(profile, version)

    def _register(self, profile: ProfileName, version: OsVersion) -> None:
        """Registers a version, unless a run that was interrupted did."""
        assert self.record.registry is not None, "the registry is deployed first"
        registry = OsVersionsClient(self._owner, to_checksum_address(self.record.registry))
        verifier = to_checksum_address(self.record.verifiers[profile].entry)
        found = registry.find(version.number)
        if found is None:
            registry.register(version.number, verifier, version.development)
        elif found.verifier != verifier:
            raise Mismatch(f"{version.hex} is registered for the verifier {found.verifier}, not {verifier}, for ever")
        self.record.os_versions.append(
            OsVersionRecord(os_version=version.hex, profile=profile, development=version.development)
        )
        self._save()

    def _fresh(self) -> DeploymentRecord:
        if self._file.exists():
            found = read_deployment(self._file)
            parts = ", ".join(f"{name} {address}" for name, address in found.addresses()) or "nothing yet"
            how = "a deployment" if found.complete else "a deployment that was interrupted"
            raise UserError(
                f"{self._file} has {how} on the chain with id {found.chain_id}: {parts}. To complete it, or to add a "
                "profile, give --resume; for another one give another --out"
            )
        w3 = self._owner.w3
        return DeploymentRecord(chain_id=w3.eth.chain_id, genesis_hash=self._genesis_hash(), owner=self._owner.address)

    def _resumed(self) -> DeploymentRecord:
        if not self._file.exists():
            raise ConfigError(f"{self._file} is not there, so there is no deployment to go on with: leave --resume out")
        found, w3 = read_deployment(self._file), self._owner.w3
        if (found.chain_id, found.genesis_hash) != (w3.eth.chain_id, self._genesis_hash()):
            raise Mismatch(
                f"{self._file} is of the chain with id {found.chain_id} and genesis {found.genesis_hash}; this one has "
                f"id {w3.eth.chain_id} and genesis {self._genesis_hash()}: check --rpc"
            )
        if found.owner != self._owner.address:
            raise Mismatch(f"{self._file} is the deployment of {found.owner}, not of {self._owner.address}")
        for name, address in found.addresses():
            if not w3.eth.get_code(to_checksum_address(address)):
                raise Mismatch(f"{self._file} has the {name} at {address}, but there is no contract: check --rpc")
        return found

    def _genesis_hash(self) -> str:
        return "0x" + bytes(self._owner.w3.eth.get_block(0)["hash"]).hex()

    def _save(self) -> None:
        self.record.write(self._file)
