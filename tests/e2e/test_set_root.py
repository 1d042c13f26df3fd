"""The set root of real circuits: what changes it, and that the manifest alone leads to it."""

from dataclasses import replace
from pathlib import Path

from saya_py.artifacts.build import build_set
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.rebuild import rebuild
from saya_py.artifacts.source import Source
from saya_py.core.calls import AuthMode
from tests.unit.artifacts.support import FILES, load, write_files

STEP = """
from saya_py.lang import U32, Contract, Var, function


class Counter(Contract):
    count: Var[U32]
    STEP = 2

    @function
    def step(self) -> None:
        self.count += self.STEP
"""
RESET = """
    @function(auth="operator")
    def reset(self) -> None:
        self.count = 0
"""


def test_comments_keep_the_set_root_a_price_changes_it_and_the_sources_lead_to_it(tmp_path: Path) -> None:
    roots = []
    for step in (STEP, STEP.replace("STEP = 2", "STEP = 3")):
        folder = write_files(tmp_path, {"contracts/counter.py": step})
        built = build_set(*load(folder, "contracts/counter.py"), "fast", "none")
        roots.append(built.manifest.set_root)
    assert roots[0] != roots[1]

    commented = STEP.replace("+= self.STEP", "+= (  # two at a time\n            self.STEP\n        )")
    source = Source("counter.py", commented.replace("STEP = 2", "STEP = 3"))
    assert source.text not in FILES.values()
    assert rebuild(replace(built.manifest, sources=(source,)), built.abi) == []


def test_a_signed_set_has_a_circuit_for_each_way_to_authorise_a_call_and_those_of_the_system(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"contracts/counter.py": STEP + RESET})
    manifest = build_set(*load(folder, "contracts/counter.py"), "fast", "signed").manifest
    assert parse_manifest(manifest.text()) == manifest
    step, reset = manifest.contracts[0].functions
    assert step.circuits[AuthMode.POP].lanes > step.circuits[AuthMode.INLINE].lanes > 1
    assert list(reset.circuits) == [AuthMode.POP]
    assert len({circuit.digest for circuit in manifest.circuits.values()}) == len(manifest.circuits) == 6
    assert manifest.system["bundle"].lanes == 1
