"""From compiled contracts to the files of a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import saya_py
from saya_py.artifacts.abi import Abi
from saya_py.artifacts.circuits import BuildCircuits, Progress, build_circuits
from saya_py.artifacts.files import write_text
from saya_py.artifacts.manifest import FunctionCircuit, Manifest, ManifestContract
from saya_py.artifacts.project.loading import LoadedSet
from saya_py.artifacts.project.targets import Project
from saya_py.core.errors import InternalError

ABI_FILE = "abi.json"
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True)
class BuiltSet:
    """What is published of a set."""

    abi: Abi
    manifest: Manifest

    def write(self, folder: Path) -> list[Path]:
        """Write both files into `folder`; each is complete or not there."""
        files = {folder / ABI_FILE: self.abi.text(), folder / MANIFEST_FILE: self.manifest.text()}
        for file, text in files.items():
            write_text(file, text)
        return list(files)


def build_set(
    project: Project,
    loaded: LoadedSet,
    profile: str,
    progress: Progress | None = None,
    circuits: BuildCircuits = build_circuits,
) -> BuiltSet:
    """Build the circuits of `loaded`, which was compiled from `project`.

    Raises:
        ProverRefused: a function does not fit a leaf.
    """
    built = circuits(profile, [contract.ir_json for contract in loaded.contracts], progress)
    contracts = [
        ManifestContract(
            name=schema.name,
            id=schema.id,
            module=contract.module,
            ir_sha256=contract.ir_sha256,
            functions=tuple(
                FunctionCircuit(function.name, function.id, found.circuit, found.lanes)
                for function in schema.functions
                for found in (built.circuits[schema.id, function.id],)
            ),
        )
        for schema, contract in zip(loaded.abi.contracts, loaded.contracts, strict=True)
    ]
    manifest = Manifest(
        compiler=saya_py.__version__,
        ir_version=loaded.contracts[0].ir_version,
        profile=profile,
        import_roots=project.import_root_paths,
        contracts=tuple(contracts),
        sources=loaded.sources,
    )
    if manifest.set_root != built.set_root:
        raise InternalError("the set root of the extension is not the root over its circuits")
    return BuiltSet(loaded.abi, manifest)
