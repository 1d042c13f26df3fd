"""Rebuilds a set from its manifest alone, and compares: what an auditor does before trusting a set root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import saya_py
from saya_py.artifacts.abi import Abi
from saya_py.artifacts.build import BuiltSet, build_set
from saya_py.artifacts.circuits import BuildCircuits, Circuit, Progress, build_circuits
from saya_py.artifacts.declarations import deeds
from saya_py.artifacts.manifest import Manifest, ManifestContract
from saya_py.artifacts.project.loading import LoadedSet, load_set
from saya_py.artifacts.project.targets import Project, Target
from saya_py.artifacts.source import Source
from saya_py.core.errors import ArtifactError, Mismatch, UserError
from saya_py.core.limbs import to_hex

SYSTEM_ROOT = "system root"


@dataclass(frozen=True)
class Difference:
    """Something that came out otherwise than the manifest says."""

    what: str
    manifest: str
    rebuilt: str

    def __str__(self) -> str:
        return f"{self.what}: the manifest has {self.manifest}, the rebuilt set {self.rebuilt}"

    def to_json(self) -> dict[str, str]:
        """The same, by name."""
        return asdict(self)


def rebuild(
    manifest: Manifest,
    abi: Abi | None = None,
    progress: Progress | None = None,
    circuits: BuildCircuits = build_circuits,
    *,
    run_sources: bool = False,
) -> list[Difference]:
    """Compile the manifest's sources, build their circuits and compare every digest; `abi` too, when it is given.

    The sources are imported, so they must do nothing but declare, unless `run_sources` says that they may run here.
    When the contracts come out otherwise, their circuits are not built any more.

    Raises:
        CompileFailed: the sources do not compile.
        UserError: they may do more than declare, or need something that the manifest does not have.
    """
    with TemporaryDirectory(prefix="sayapy-") as folder:
        project, loaded = _load(manifest, Path(folder), run_sources)
    if differences := list(compare_contracts(manifest, abi, loaded)):
        return differences
    built = build_set(project, loaded, manifest.profile, manifest.authorisation, progress, circuits)
    return list(_compare_circuits(manifest, built))


def load_contracts(manifest: Manifest, abi: Abi | None = None, *, run_sources: bool = False) -> LoadedSet:
    """Compile the manifest's sources, and make sure that the contracts are those that it names; no circuit is built.

    Raises:
        CompileFailed: the sources do not compile.
        UserError: they may do more than declare when they are imported, and `run_sources` does not allow it.
        Mismatch: the contracts come out otherwise than the manifest says, or `abi` is not theirs.
    """
    with TemporaryDirectory(prefix="sayapy-") as folder:
        _, loaded = _load(manifest, Path(folder), run_sources)
    if differences := list(compare_contracts(manifest, abi, loaded)):
        said = [*map(str, differences), *notes(manifest, differences)]
        raise Mismatch("the contracts are not what their manifest says\n  " + "\n  ".join(said))
    return loaded


def _load(manifest: Manifest, folder: Path, run_sources: bool) -> tuple[Project, LoadedSet]:
    if not run_sources and (found := deeds(manifest.sources, manifest.import_roots)):
        raise UserError(
            "the sources may do more than declare when they are imported:\n"
            + "".join(f"  {deed}\n" for deed in found)
            + "read them, and allow it with --run-sources if you trust them on this machine"
        )
    targets = tuple(Target(contract.module, contract.name) for contract in manifest.contracts)
    project = _unpack(manifest.sources, manifest.import_roots, targets, folder)
    return project, load_set(project)


def check_self_contained(project: Project, loaded: LoadedSet) -> None:
    """Make sure that the sources of `loaded` give the same contracts on their own, as a rebuild will have them.

    Raises:
        Mismatch: they do not: a module depends on something that is no source.
        CompileFailed: the same, when they do not even compile.
    """
    with TemporaryDirectory(prefix="sayapy-") as folder:
        alone = load_set(_unpack(loaded.sources, project.import_root_paths, project.targets, Path(folder)))
    if alone != loaded:
        raise Mismatch(
            "the contracts come out differently from their sources alone: a module depends on something that is no "
            "source, such as a file, a variable of the environment or the time; write what it needs into the source"
        )


def _unpack(sources: Sequence[Source], import_roots: Sequence[str], targets: Sequence[Target], folder: Path) -> Project:
    """Write the sources into `folder`, as a project with these targets."""
    folder = folder.resolve()
    try:
        for root in import_roots:
            (folder / root).mkdir(parents=True, exist_ok=True)
        for source in sources:
            file = folder / source.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(source.text.encode())
    except OSError as error:
        raise ArtifactError(f"the sources cannot be written as files: {error}") from None
    return Project(folder, tuple(folder / root for root in import_roots), tuple(targets))


def compare_contracts(manifest: Manifest, abi: Abi | None, loaded: LoadedSet) -> Iterator[Difference]:
    """Differences between the contracts of a manifest and compiled ones."""
    if [source.path for source in manifest.sources] != [source.path for source in loaded.sources]:
        yield Difference(
            "source files",
            ", ".join(source.path for source in manifest.sources),
            ", ".join(source.path for source in loaded.sources),
        )
    if abi is not None and abi != loaded.abi:
        yield Difference("ABI", "another one beside it", "that of its sources")
    names = [contract.name for contract in manifest.contracts], [each.name for each in loaded.abi.contracts]
    if names[0] != names[1]:
        yield Difference("contracts", ", ".join(names[0]), ", ".join(names[1]))
        return
    for contract, found in zip(manifest.contracts, loaded.contracts, strict=True):
        if contract.ir_sha256 != found.ir_sha256:
            yield Difference(f"program of {contract.name} (sha256 of its IR)", contract.ir_sha256, found.ir_sha256)


def _compare_circuits(manifest: Manifest, built: BuiltSet) -> Iterator[Difference]:
    yield from _compare_each(
        (f"the system ({name})", circuit, built.manifest.system[name]) for name, circuit in manifest.system.items()
    )
    if manifest.system_root != built.manifest.system_root:
        yield Difference(SYSTEM_ROOT, to_hex(manifest.system_root), to_hex(built.manifest.system_root))
    for contract, found in zip(manifest.contracts, built.manifest.contracts, strict=True):
        yield from _compare_functions(contract, found)
    if manifest.set_root != built.manifest.set_root:
        yield Difference("set root", to_hex(manifest.set_root), to_hex(built.manifest.set_root))
    if manifest.ir_version != built.manifest.ir_version:
        yield Difference("IR version", str(manifest.ir_version), str(built.manifest.ir_version))


def _compare_functions(contract: ManifestContract, rebuilt: ManifestContract) -> Iterator[Difference]:
    names = [
        ", ".join(f"{function.id} {function.name} ({function.auth})" for function in each.functions)
        for each in (contract, rebuilt)
    ]
    if names[0] != names[1]:
        yield Difference(f"functions of {contract.name}", names[0], names[1])
        return
    for function, found in zip(contract.functions, rebuilt.functions, strict=True):
        yield from _compare_each(
            (f"{contract.name}.{function.name} ({mode.label})", circuit, found.circuits[mode])
            for mode, circuit in function.circuits.items()
        )


def _compare_each(pairs: Iterable[tuple[str, Circuit, Circuit]]) -> Iterator[Difference]:
    for name, circuit, found in pairs:
        if circuit.digest != found.digest:
            yield Difference(f"circuit of {name}", to_hex(circuit.digest), to_hex(found.digest))
        if circuit.lanes != found.lanes:
            yield Difference(f"lanes of {name}", str(circuit.lanes), str(found.lanes))


def notes(manifest: Manifest, differences: Sequence[Difference]) -> Iterator[str]:
    """What a reader of the differences should know beside them."""
    if any(difference.what == SYSTEM_ROOT for difference in differences):
        yield (
            "circuits of the system differ, which no contract can change: the set is of another build of saya_py, not "
            "of other contracts"
        )
    if manifest.compiler != saya_py.__version__:
        yield (
            f"the manifest was written by saya_py {manifest.compiler} and this is {saya_py.__version__}: "
            "a difference may come from that; rebuild with the version that wrote it"
        )
