"""The manifest of a compiled set: everything from which anybody rebuilds it, and what must come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.artifacts.circuits import Circuit, Place
from saya_py.artifacts.source import Source
from saya_py.core import set_tree
from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import AuthMode
from saya_py.core.limbs import Digest, to_hex
from saya_py.core.variants import SYSTEM_MODE, Authorisation, system_functions
from saya_py.lang.schema import Auth

FORMAT = "saya-manifest"
VERSION = 2


@dataclass(frozen=True)
class FunctionCircuits:
    """The circuits of one function: one for each mode in which a call of it is authorised."""

    name: str
    id: int
    auth: Auth
    circuits: Mapping[AuthMode, Circuit]

    def to_json(self) -> dict[str, Any]:
        """As files and reports have it."""
        circuits = {mode.label: circuit.to_json() for mode, circuit in self.circuits.items()}
        return {"name": self.name, "id": self.id, "auth": self.auth, "circuits": circuits}


@dataclass(frozen=True)
class ManifestContract:
    """One contract of the set."""

    name: str
    id: int
    module: str
    """Dotted name under which the class is imported."""
    ir_sha256: str
    functions: tuple[FunctionCircuits, ...]

    def to_json(self) -> dict[str, Any]:
        """As the file has it."""
        functions = [function.to_json() for function in self.functions]
        return {
            "name": self.name,
            "id": self.id,
            "module": self.module,
            "ir_sha256": self.ir_sha256,
            "functions": functions,
        }


@dataclass(frozen=True)
class Manifest:
    """Sources, compiler and digests of a set."""

    compiler: str
    """Version of saya_py."""
    ir_version: int
    profile: str
    authorisation: Authorisation
    import_roots: tuple[str, ...]
    """Folders of the project in which modules are looked up, in order."""
    system: Mapping[str, Circuit]
    """Circuits of system contract 0 by name: the same in all sets of one profile and one build of saya_py."""
    contracts: tuple[ManifestContract, ...]
    sources: tuple[Source, ...]

    @property
    def set_root(self) -> Digest:
        """Root of the whitelist of circuits; it follows from the circuits."""
        return set_tree.root(self._leaves)

    @property
    def system_root(self) -> Digest:
        """Root over the system's circuits, an empty tree where nobody signs; it follows from the circuits."""
        return set_tree.contract_root(SYSTEM_CONTRACT, self._leaves)

    @property
    def circuits(self) -> Mapping[Place, Circuit]:
        """Each circuit by contract, function and mode; the system's first."""
        numbers = system_functions(self.authorisation)
        system = {(SYSTEM_CONTRACT, numbers[name], SYSTEM_MODE): circuit for name, circuit in self.system.items()}
        return system | {
            (contract.id, function.id, mode): circuit
            for contract in self.contracts
            for function in contract.functions
            for mode, circuit in function.circuits.items()
        }

    @property
    def development(self) -> bool:
        """Whether only development worlds accept the set's proofs: they are weak, or nobody signs the calls."""
        return self.profile != "secure" or self.authorisation != "signed"

    @property
    def _leaves(self) -> dict[tuple[int, int], Digest]:
        return {
            (contract, set_tree.circuit_number(function, mode)): circuit.digest
            for (contract, function, mode), circuit in self.circuits.items()
        }

    def text(self) -> str:
        """The file. Equal sets have equal files: it has neither time nor place."""
        return json.dumps(self._json(), indent=2, ensure_ascii=False) + "\n"

    def _json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "compiler": self.compiler,
            "ir_version": self.ir_version,
            "profile": self.profile,
            "authorisation": self.authorisation,
            "set_root": to_hex(self.set_root),
            "system_root": to_hex(self.system_root),
            "import_roots": list(self.import_roots),
            "system": {name: circuit.to_json() for name, circuit in self.system.items()},
            "contracts": [contract.to_json() for contract in self.contracts],
            "sources": [source.to_json() for source in self.sources],
        }
