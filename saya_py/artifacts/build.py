"""From compiled contracts to the files of a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import saya_py
from saya_py.artifacts.abi import Abi
from saya_py.artifacts.circuits import BuildCircuits, Progress, SetCircuits, build_circuits
from saya_py.artifacts.files import write_text
from saya_py.artifacts.manifest import FunctionCircuits, Manifest, ManifestContract
from saya_py.artifacts.project.loading import LoadedSet
from saya_py.artifacts.project.targets import Project
from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.errors import InternalError
from saya_py.core.variants import SYSTEM_MODE, Authorisation, function_modes, system_functions
from saya_py.lang.schema import ContractSchema

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
    authorisation: Authorisation,
    progress: Progress | None = None,
    circuits: BuildCircuits = build_circuits,
) -> BuiltSet:
    """Build the circuits of `loaded`, which was compiled from `project`.

    Raises:
        ProverRefused: a function does not fit a leaf.
    """
    built = circuits(profile, [contract.ir_json for contract in loaded.contracts], authorisation, progress)
    manifest = Manifest(
        compiler=saya_py.__version__,
        ir_version=loaded.contracts[0].ir_version,
        profile=profile,
        authorisation=authorisation,
        import_roots=project.import_root_paths,
        system={
            name: built.circuits[SYSTEM_CONTRACT, number, SYSTEM_MODE]
            for name, number in system_functions(authorisation).items()
        },
        contracts=tuple(
            ManifestContract(
                name=schema.name,
                id=schema.id,
                module=contract.module,
                ir_sha256=contract.ir_sha256,
                functions=_functions(schema, authorisation, built),
            )
            for schema, contract in zip(loaded.abi.contracts, loaded.contracts, strict=True)
        ),
        sources=loaded.sources,
    )
    if manifest.circuits != built.circuits:
        raise InternalError("the circuits of the extension are not those that a set of this kind has")
    if (manifest.set_root, manifest.system_root) != (built.set_root, built.system_root):
        raise InternalError("the roots of the extension are not those over its circuits")
    return BuiltSet(loaded.abi, manifest)


def _functions(
    schema: ContractSchema, authorisation: Authorisation, built: SetCircuits
) -> tuple[FunctionCircuits, ...]:
    return tuple(
        FunctionCircuits(
            function.name,
            function.id,
            function.auth,
            {
                mode: built.circuits[schema.id, function.id, mode]
                for mode in function_modes(authorisation, function.auth)
            },
        )
        for function in schema.functions
    )
