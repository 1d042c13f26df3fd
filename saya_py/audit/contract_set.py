"""The contract sets that an audit executes calls with: from the sources of their manifests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py import _native
from saya_py.artifacts.abi import Abi
from saya_py.artifacts.circuits import BuildCircuits, Progress, build_circuits
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.rebuild import load_contracts, notes, rebuild
from saya_py.core.errors import Mismatch
from saya_py.core.limbs import Digest, to_bytes


@dataclass(frozen=True)
class AuditedSet:
    """A set whose contracts were compiled here from the manifest's sources."""

    manifest: Manifest
    abi: Abi
    """Of the sources, whatever another file says."""
    contracts: Sequence[str]
    """IR as JSON text."""
    rebuilt: bool
    """Whether the circuits were built here too, so that the set root is known to be that of these contracts."""

    @property
    def root(self) -> bytes:
        """The set root, 32 bytes."""
        return to_bytes(self.manifest.set_root)

    def executor(self, domain: Digest) -> _native.Executor:
        """What executes calls to the set in a world."""
        return _native.Executor(list(self.contracts), to_bytes(domain), self.root, self.manifest.authorisation)


def audited_set(
    manifest: Manifest,
    abi: Abi | None = None,
    progress: Progress | None = None,
    *,
    trust_circuits: bool = False,
    run_sources: bool = False,
    circuits: BuildCircuits = build_circuits,
) -> AuditedSet:
    """Compile the manifest's sources and, unless `trust_circuits`, build the circuits too: minutes for `secure`.

    `abi` is compared with that of the sources, when it is given; `progress` hears of each circuit.

    Raises:
        Mismatch: the contracts, the ABI or a circuit are not what the manifest says.
        CompileFailed: the sources do not compile.
        UserError: they may do more than declare when they are imported, and `run_sources` does not allow it.
    """
    loaded = load_contracts(manifest, abi, run_sources=run_sources)
    if not trust_circuits:
        differences = rebuild(manifest, abi, progress, circuits, run_sources=run_sources)
        if differences:
            said = [*map(str, differences), *notes(manifest, differences)]
            raise Mismatch("the set is not what its manifest says\n  " + "\n  ".join(said))
    contracts = tuple(contract.ir_json for contract in loaded.contracts)
    return AuditedSet(manifest, loaded.abi, contracts, rebuilt=not trust_circuits)
