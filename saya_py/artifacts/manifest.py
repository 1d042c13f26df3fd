"""The manifest of a compiled set: everything from which anybody rebuilds it, and what must come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.artifacts.source import Source, read_path
from saya_py.artifacts.strict import Node, parse
from saya_py.core import set_tree
from saya_py.core.limbs import Digest, to_hex

FORMAT = "saya-manifest"
VERSION = 1
MAX_ID = set_tree.WIDTH - 1

PROFILES = {"secure": "secure", "fast": "fast"}


@dataclass(frozen=True)
class FunctionCircuit:
    """The circuit of one function."""

    name: str
    id: int
    circuit: Digest
    """`H(VD; circuit_digest, cap)`: the leaf of the set tree is made of it."""
    lanes: int
    """Calls that one proof holds."""


@dataclass(frozen=True)
class ManifestContract:
    """One contract of the set."""

    name: str
    id: int
    module: str
    """Dotted name under which the class is imported."""
    ir_sha256: str
    functions: tuple[FunctionCircuit, ...]


@dataclass(frozen=True)
class Manifest:
    """Sources, compiler and digests of a set."""

    compiler: str
    """Version of saya_py."""
    ir_version: int
    profile: str
    import_roots: tuple[str, ...]
    """Folders of the project in which modules are looked up, in order."""
    contracts: tuple[ManifestContract, ...]
    sources: tuple[Source, ...]

    @property
    def set_root(self) -> Digest:
        """Root of the whitelist of function circuits; it follows from the circuits."""
        return set_tree.root(self.circuits)

    @property
    def circuits(self) -> Mapping[tuple[int, int], Digest]:
        """Digest of each circuit by contract and function."""
        return {
            (contract.id, function.id): function.circuit
            for contract in self.contracts
            for function in contract.functions
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
            "set_root": to_hex(self.set_root),
            "import_roots": list(self.import_roots),
            "contracts": [_contract_json(contract) for contract in self.contracts],
            "sources": [source.to_json() for source in self.sources],
        }


def parse_manifest(text: str, file: str = "manifest.json") -> Manifest:
    """Reads a manifest strictly: digests are those of the sources, and the set root that of the circuits.

    Raises:
        ArtifactError: the text is no manifest of the version that this program reads; the message names the place.
    """
    node = parse(text, file)
    names = ("compiler", "ir_version", "profile", "set_root", "import_roots", "contracts", "sources")
    fields = node.versioned(FORMAT, VERSION, *names)
    manifest = Manifest(
        compiler=fields["compiler"].text(),
        ir_version=fields["ir_version"].number(1, 2**31),
        profile=fields["profile"].choice(PROFILES),
        import_roots=fields["import_roots"].items(read_path),
        contracts=fields["contracts"].items(_contract),
        sources=fields["sources"].items(Source.read),
    )
    _check_numbers(fields["contracts"], [contract.id for contract in manifest.contracts])
    paths = [source.path for source in manifest.sources]
    if paths != sorted(set(paths)):
        fields["sources"].refuse("are not sorted by path, each path once")
    if fields["set_root"].digest() != manifest.set_root:
        fields["set_root"].refuse(f"is not the root over the circuits, which is {to_hex(manifest.set_root)}")
    return manifest


def _contract_json(contract: ManifestContract) -> dict[str, Any]:
    return {
        "name": contract.name,
        "id": contract.id,
        "module": contract.module,
        "ir_sha256": contract.ir_sha256,
        "functions": [
            {
                "name": function.name,
                "id": function.id,
                "circuit": to_hex(function.circuit),
                "lanes": function.lanes,
            }
            for function in contract.functions
        ],
    }


def _contract(node: Node) -> ManifestContract:
    fields = node.fields("name", "id", "module", "ir_sha256", "functions")
    functions = fields["functions"].items(_function)
    _check_numbers(fields["functions"], [function.id for function in functions])
    return ManifestContract(
        name=fields["name"].name(),
        id=fields["id"].number(1, MAX_ID),
        module=fields["module"].dotted_name(),
        ir_sha256=fields["ir_sha256"].digits(64),
        functions=functions,
    )


def _function(node: Node) -> FunctionCircuit:
    fields = node.fields("name", "id", "circuit", "lanes")
    return FunctionCircuit(
        name=fields["name"].name(),
        id=fields["id"].number(1, MAX_ID),
        circuit=fields["circuit"].digest(),
        lanes=fields["lanes"].number(1, 2**31),
    )


def _check_numbers(node: Node, ids: list[int]) -> None:
    if not ids:
        node.refuse("are none")
    if ids != list(range(1, len(ids) + 1)):
        node.refuse("are not numbered from 1 in order")
