"""What a thread needs that stays the same while it runs: contracts, circuits, its place on the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from saya_py import _native
from saya_py.artifacts.rebuild import load_contracts
from saya_py.batcher.execution import NativeExecutor
from saya_py.batcher.policy import SetVersion
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.rpc import connect
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.settling import SettlingChain
from saya_py.chain.evm.transactions import Sender
from saya_py.core.calls import AuthMode
from saya_py.core.errors import Mismatch, UserError
from saya_py.core.limbs import to_bytes
from saya_py.proving.engine import Engine
from saya_py.proving.rebuilding import ThreadIdentity
from saya_py.service.checking import function_check
from saya_py.service.folder import ServiceFolder
from saya_py.service.intake import Check
from saya_py.service.running import Signing
from saya_py.settler.identity import deployment_of
from saya_py.store.records import Deployment

Progress = Callable[[str, float], None]

_MODES = {mode.label: mode for mode in AuthMode}


@dataclass(frozen=True)
class Assembly:
    """Everything of a thread but its store and its circuits. `chain` signs as the account that settles, `client` reads.

    `programs` are the contracts' IR as JSON text; `development` says that only development worlds accept the version.
    """

    folder: ServiceFolder
    programs: tuple[str, ...]
    version: SetVersion
    development: bool
    executor: NativeExecutor
    chain: SettlingChain
    client: ZkThreadsClient
    deployment: Deployment
    identity: ThreadIdentity

    @property
    def check(self) -> Check:
        """Refuses submissions for functions that the contracts do not have."""
        return function_check(self.folder.abi.contracts, self.folder.manifest.authorisation)

    def lanes(self, contract: int, function: int, mode: str) -> int:
        """Calls of a function that one leaf holds in an authorisation mode, from the manifest.

        Raises:
            UserError: the set has no such circuit.
        """
        found = self.folder.manifest.circuits.get((contract, function, _MODES[mode]))
        if found is None:
            raise UserError(f"function {function} of contract {contract} has no circuit for mode {mode} in this set")
        return found.lanes

    def build(self, progress: Progress) -> Engine:
        """Build the circuits: from a quarter of a minute to minutes.

        Raises:
            Mismatch: they are not those of the manifest, so another version of this software compiled the set.
        """
        engine = Engine(
            self.folder.settings.set.profile,
            self.programs,
            progress,
            authorisation=self.folder.manifest.authorisation,
        )
        found = SetVersion(engine.os_version, engine.set_root)
        if found != self.version:
            raise Mismatch(
                f"the circuits of this software are OS version 0x{found.os_version:064x} with the set root "
                f"0x{found.set_root.hex()}, but the set is OS version 0x{self.version.os_version:064x} with "
                f"0x{self.version.set_root.hex()}: run the version that compiled it, or compile it again and have the "
                "world adopt it"
            )
        return engine

    @property
    def signing(self) -> Signing:
        """What signatures for the thread are bound to."""
        thread = self.folder.settings.thread
        return Signing(
            chain_id=self.deployment.chain_id,
            genesis_hash=self.deployment.genesis_hash,
            settlement=self.deployment.settlement,
            world=thread.world,
            thread=thread.number,
            domain=self.identity.domain,
            os_version=self.version.os_version,
            set_root=self.version.set_root,
            authorisation=self.folder.manifest.authorisation,
            manifest=hashlib.sha256(self.folder.manifest.text().encode()).digest(),
        )


def assemble(folder: ServiceFolder, account: LocalAccount) -> Assembly:
    """Look at the chain, and compile the contracts of the thread in `folder`: a second or two.

    Raises:
        ConfigError: the settings, or the set, cannot be used.
        ChainUnavailable: the node does not answer.
        WrongChain: there is no settlement contract where the settings say.
        UserError: the world or the thread is not there, or the account may not settle for it.
        Mismatch: the contracts are not those of the manifest, or the set is not the one that the world adopted.
    """
    settings, manifest = folder.settings, folder.manifest
    w3 = connect(settings.chain.rpc)
    address = to_checksum_address(settings.chain.settlement)
    chain = SettlingChain(w3, account, address)
    deployment = deployment_of(chain)
    client = ZkThreadsClient(Sender(w3, account, RevertDecoder([load_artifact("ZkThreads").abi])), address)
    identity = _identity(client, chain, folder)
    os_version, development = _native.released_os_version(settings.set.profile, manifest.authorisation)
    version = SetVersion(int.from_bytes(os_version), to_bytes(manifest.set_root))
    _check_adopted(client, settings.thread.world, version)
    loaded = load_contracts(manifest, folder.abi, run_sources=settings.set.run_sources)
    programs = tuple(contract.ir_json for contract in loaded.contracts)
    executor = NativeExecutor(programs, identity.domain, version.set_root, manifest.authorisation)
    return Assembly(folder, programs, version, development, executor, chain, client, deployment, identity)


def _identity(client: ZkThreadsClient, chain: SettlingChain, folder: ServiceFolder) -> ThreadIdentity:
    thread = folder.settings.thread
    if client.world(thread.world) is None:
        raise UserError(f"the settlement contract at {client.address} has no world {thread.world}")
    found = chain.thread(thread.world, thread.number, chain.node.head())
    if found.prover is None:
        raise UserError(f"thread {thread.number} of world {thread.world} is not open; the world's owner opens threads")
    if not found.may_settle:
        raise UserError(
            f"{chain.address} may not settle for thread {thread.number} of world {thread.world}: its prover is "
            f"{found.prover}; use that account, or have it make this one a delegate"
        )
    prover = bytes.fromhex(found.prover.removeprefix("0x"))
    return ThreadIdentity(client.domain(thread.world), prover, thread.number)


def _check_adopted(client: ZkThreadsClient, world: int, version: SetVersion) -> None:
    adopted = client.set_root(world, version.os_version)
    if adopted is None:
        raise Mismatch(
            f"world {world} has not adopted OS version 0x{version.os_version:064x}, which this software proves: its "
            "owner adopts versions, or creates a world with this one"
        )
    if adopted != version.set_root:
        raise Mismatch(
            f"world {world} settles OS version 0x{version.os_version:064x} with the set root 0x{adopted.hex()}, but "
            f"the thread's set has 0x{version.set_root.hex()}: use the one that the world adopted, or have it adopt "
            "this one"
        )
