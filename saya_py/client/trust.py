"""What signatures are bound to, found out before anything is signed.

The service says for which chain, world and contract set it takes signatures. A signature for another world or another
set would be a gift to whoever asked for it, so all of it is compared with what the client knows itself: the world on
the chain, by a node of the client's choice, and where there is one the manifest of the set.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from saya_py.artifacts.manifest import Manifest, ManifestContract
from saya_py.chain.evm.world_on_chain import WorldOnChain
from saya_py.client.answers import SetAnswer
from saya_py.client.interface import Interface
from saya_py.core.errors import Mismatch
from saya_py.core.limbs import Digest, from_bytes, to_bytes
from saya_py.core.variants import Authorisation


@dataclass(frozen=True)
class Scope:
    """What a signature counts for, and the thread that takes it."""

    domain: Digest
    set_root: Digest
    authorisation: Authorisation
    thread: int


def trusted_scope(world: WorldOnChain, claimed: SetAnswer, interface: Interface, manifest: Manifest | None) -> Scope:
    """What signatures for the thread are bound to.

    Without a manifest nothing says that the set is that of the client's contracts: it is the one that the world's
    owner adopted.

    Raises:
        Mismatch: the service speaks for another chain, world or set, or the client's contracts are others.
        ChainUnavailable: the node does not answer.
    """
    eth = world.client.sender.w3.eth
    genesis = eth.get_block(0)["hash"]
    here = {
        "chain id": (claimed.chain_id, eth.chain_id),
        "genesis block": (claimed.genesis_hash.hex(), bytes(genesis).hex()),
        "settlement contract": (claimed.settlement.hex(), world.client.address[2:].lower()),
        "world": (claimed.world, world.number),
        "domain": (claimed.domain.hex(), to_bytes(world.domain).hex()),
    }
    for what, (service, known) in here.items():
        if service != known:
            raise Mismatch(
                f"the service speaks for another {what}: {service}, but here it is {known}; nothing was signed. Check "
                "the service's URL, the node, the settlement contract and the world"
            )
    os_version = int.from_bytes(claimed.os_version)
    adopted = world.client.set_root(world.number, os_version)
    if adopted != claimed.set_root:
        known = "none" if adopted is None else f"0x{adopted.hex()}"
        raise Mismatch(
            f"the service takes signatures for the set root 0x{claimed.set_root.hex()}, but the one that world "
            f"{world.number} adopted for OS version 0x{os_version:064x} is {known}; nothing was signed"
        )
    if manifest is not None:
        _check_manifest(manifest, claimed, interface)
    return Scope(world.domain, from_bytes(claimed.set_root), claimed.authorisation, claimed.thread)


def _check_manifest(manifest: Manifest, claimed: SetAnswer, interface: Interface) -> None:
    root = to_bytes(manifest.set_root)
    if root != claimed.set_root:
        raise Mismatch(
            f"the manifest is of the set root 0x{root.hex()}, but world and service have 0x{claimed.set_root.hex()}; "
            "nothing was signed. Take the manifest of the set that the world adopted"
        )
    if manifest.authorisation != claimed.authorisation:
        raise Mismatch(f"the manifest says authorisation {manifest.authorisation}, the service {claimed.authorisation}")
    for schema, contract in zip_longest(interface.contracts, manifest.contracts):
        if schema is None:
            continue
        if contract is None or contract.name != schema.name or not _same_program(interface, contract):
            raise Mismatch(
                f"contract {schema.id} of the manifest is not the client's {schema.name}; nothing was signed. Give the "
                "contracts of the set, in its order and of its version"
            )


def _same_program(interface: Interface, contract: ManifestContract) -> bool:
    """True also with an ABI alone, which has no programs."""
    return interface.programs.get(contract.name, contract.ir_sha256) == contract.ir_sha256
