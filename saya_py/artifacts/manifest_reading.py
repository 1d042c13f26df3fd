"""Strict reading of a manifest: every circuit that the set must have is there, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from saya_py.artifacts.abi import AUTH
from saya_py.artifacts.circuits import Circuit
from saya_py.artifacts.manifest import FORMAT, VERSION, FunctionCircuits, Manifest, ManifestContract
from saya_py.artifacts.source import Source, read_path
from saya_py.artifacts.strict import Node, parse
from saya_py.core import set_tree
from saya_py.core.limbs import to_hex
from saya_py.core.variants import Authorisation, function_modes, system_functions

T = TypeVar("T")

MAX_CONTRACT = set_tree.WIDTH - 1
MAX_FUNCTION = set_tree.FUNCTIONS - 1

PROFILES = {"secure": "secure", "fast": "fast"}
AUTHORISATIONS: Mapping[str, Authorisation] = {"signed": "signed", "none": "none"}


def parse_manifest(text: str, file: str = "manifest.json") -> Manifest:
    """Reads a manifest strictly: digests are those of the sources, and roots those of the circuits.

    Raises:
        ArtifactError: the text is no manifest of the version that this program reads; the message names the place.
    """
    node = parse(text, file)
    roots = ("set_root", "system_root")
    names = ("compiler", "ir_version", "profile", "authorisation", *roots, "import_roots", "system")
    fields = node.versioned(FORMAT, VERSION, *names, "contracts", "sources")
    authorisation = fields["authorisation"].choice(AUTHORISATIONS)
    manifest = Manifest(
        compiler=fields["compiler"].text(),
        ir_version=fields["ir_version"].number(1, 2**31),
        profile=fields["profile"].choice(PROFILES),
        authorisation=authorisation,
        import_roots=fields["import_roots"].items(read_path),
        system=_circuits(fields["system"], {name: name for name in system_functions(authorisation)}),
        contracts=fields["contracts"].items(partial(_contract, authorisation)),
        sources=fields["sources"].items(Source.read),
    )
    _check_numbers(fields["contracts"], [contract.id for contract in manifest.contracts])
    paths = [source.path for source in manifest.sources]
    if paths != sorted(set(paths)):
        fields["sources"].refuse("are not sorted by path, each path once")
    for name, root in (("system_root", manifest.system_root), ("set_root", manifest.set_root)):
        if fields[name].digest() != root:
            fields[name].refuse(f"is not the root over the circuits, which is {to_hex(root)}")
    return manifest


def _contract(authorisation: Authorisation, node: Node) -> ManifestContract:
    fields = node.fields("name", "id", "module", "ir_sha256", "functions")
    functions = fields["functions"].items(partial(_function, authorisation))
    _check_numbers(fields["functions"], [function.id for function in functions])
    return ManifestContract(
        name=fields["name"].name(),
        id=fields["id"].number(1, MAX_CONTRACT),
        module=fields["module"].dotted_name(),
        ir_sha256=fields["ir_sha256"].digits(64),
        functions=functions,
    )


def _function(authorisation: Authorisation, node: Node) -> FunctionCircuits:
    fields = node.fields("name", "id", "auth", "circuits")
    auth = fields["auth"].choice(AUTH)
    modes = {mode.label: mode for mode in function_modes(authorisation, auth)}
    return FunctionCircuits(
        name=fields["name"].name(),
        id=fields["id"].number(1, MAX_FUNCTION),
        auth=auth,
        circuits=_circuits(fields["circuits"], modes),
    )


def _circuits(node: Node, keys: Mapping[str, T]) -> dict[T, Circuit]:
    """A circuit for each of `keys`, which are given by their names in the file, and for nothing else."""
    fields = node.fields(*keys)
    return {key: Circuit.read(fields[name]) for name, key in keys.items()}


def _check_numbers(node: Node, ids: list[int]) -> None:
    if not ids:
        node.refuse("are none")
    if ids != list(range(1, len(ids) + 1)):
        node.refuse("are not numbered from 1 in order")
