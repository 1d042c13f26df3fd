"""The compiled set that a world adopts: its manifest, and the OS version that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import saya_py
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.os_version import OsVersion, os_version_of
from saya_py.core.errors import ConfigError, Mismatch, UserError
from saya_py.core.limbs import to_bytes

if TYPE_CHECKING:
    from saya_py.chain.evm.settlement import ZkThreadsClient

ManifestFile = Annotated[
    Path, typer.Option("--manifest", metavar="FILE", help="The compiled set: `sayapy compile` wrote it.")
]


@dataclass(frozen=True)
class CompiledSet:
    """A manifest, and the OS version under which its proofs settle."""

    manifest: Manifest
    os_version: OsVersion

    @property
    def set_root(self) -> bytes:
        """32 bytes, as the chain has it."""
        return to_bytes(self.manifest.set_root)


def read_set(file: Path) -> CompiledSet:
    """The set of a manifest.

    Raises:
        ArtifactError: it is no manifest.
        Mismatch: another version of this software compiled it, whose circuits are others.
    """
    manifest = parse_manifest(read_text(file), str(file))
    if manifest.compiler != saya_py.__version__:
        raise Mismatch(
            f"{file} was compiled by saya_py {manifest.compiler}, and this is {saya_py.__version__}, which has other "
            "circuits: compile the set again, or use that version"
        )
    return CompiledSet(manifest, os_version_of(manifest.profile, manifest.authorisation))


def contract_number(name: str, manifest: Path | None) -> int:
    """Number of a contract that is numbered, or named by a manifest.

    Raises:
        UserError: the set has no such contract, or there is a name but no set.
    """
    if manifest is None:
        if not name.isdecimal():
            raise UserError(f"{name} is no number of a contract; to name contracts, give the --manifest of the set")
        return int(name)
    numbers = {contract.name: contract.id for contract in read_set(manifest).manifest.contracts}
    found = numbers.get(name, int(name) if name.isdecimal() else 0)
    if found not in numbers.values():
        there = ", ".join(f"{number} {each}" for each, number in numbers.items())
        raise UserError(f"the set has no contract {name}; it has {there}")
    return found


def require_adoptable(compiled: CompiledSet, client: ZkThreadsClient, development: bool) -> None:
    """Find out whether a world can adopt the set, before anything is sent.

    Raises:
        UserError: the set is for development, and the world is not.
        ConfigError: the registry of the settlement contract does not have the OS version.
        Mismatch: the registry says another thing about the version.
    """
    from saya_py.chain.evm.os_versions import OsVersionsClient

    manifest, version = compiled.manifest, compiled.os_version
    if version.development and not development:
        why = "its proofs are `fast`" if manifest.profile == "fast" else "nobody signs its calls"
        raise UserError(f"the set is for development only, because {why}, and the world is not; nothing was sent")
    registry = client.registry()
    found = OsVersionsClient(client.sender, registry).find(version.number)
    if found is None:
        signed = manifest.authorisation == "signed"
        raise ConfigError(
            f"the registry {registry} does not have the OS version {version.hex} (profile {manifest.profile}, calls "
            f"{'signed' if signed else 'not signed'}); its owner registers it: sayapy deploy --resume --profile "
            f"{manifest.profile}{'' if signed else ' --development'}"
        )
    if found.development != version.development:
        raise Mismatch(f"the registry {registry} has {version.hex} with another flag `development` than it has here")
