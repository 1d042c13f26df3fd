from dataclasses import replace
from pathlib import Path

import pytest

from saya_py import _native
from saya_py.artifacts.build import BuiltSet, build_set
from saya_py.artifacts.circuits import Circuit
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.rebuild import check_self_contained, load_contracts, notes, rebuild
from saya_py.artifacts.source import Source
from saya_py.core.calls import AuthMode
from saya_py.core.errors import ArtifactError, Mismatch, UserError
from saya_py.lang import CompileFailed
from tests.unit.artifacts.support import FILES, OPERATED, PRICES, SHOP, load, write_files


@pytest.fixture
def built(shop: Path, fake_circuits: None) -> BuiltSet:
    return build_set(*load(shop), "fast", "signed")


def with_sources(manifest: Manifest, **texts: str) -> Manifest:
    paths = {f"contracts/{name}.py": text for name, text in texts.items()}
    return replace(
        manifest, sources=tuple(Source(each.path, paths.get(each.path, each.text)) for each in manifest.sources)
    )


def test_the_manifest_alone_gives_the_same_set(built: BuiltSet, shop: Path):
    for file in shop.rglob("*.py"):
        file.unlink()
    assert rebuild(built.manifest, built.abi) == []


def test_a_source_that_means_the_same_gives_the_same_set(built: BuiltSet):
    assert rebuild(with_sources(built.manifest, prices="PRICE = 1 + 2  # in coins\n")) == []


def test_another_program_is_named_and_its_circuits_are_not_built(built: BuiltSet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(_native, "summarise_set")
    (found,) = rebuild(with_sources(built.manifest, prices="PRICE = 4\n"))
    assert found.what == "program of Shop (sha256 of its IR)"
    (found,) = rebuild(built.manifest, replace(built.abi, contracts=()))
    assert found.what == "ABI"
    module = with_sources(built.manifest, shop=SHOP.replace("from contracts.prices import PRICE", "PRICE = 3"))
    (found,) = rebuild(module)
    assert (found.manifest, found.rebuilt) == ("contracts/prices.py, contracts/shop.py", "contracts/shop.py")


def test_other_circuits_are_named(built: BuiltSet):
    contract = built.manifest.contracts[0]
    buy, give = contract.functions
    other = Circuit((1, 2, 3, 4), buy.circuits[AuthMode.POP].lanes)
    fewer = replace(give.circuits[AuthMode.INLINE], lanes=1)
    functions = (
        replace(buy, circuits={**buy.circuits, AuthMode.POP: other}),
        replace(give, circuits={**give.circuits, AuthMode.INLINE: fewer}),
    )
    manifest = replace(built.manifest, contracts=(replace(contract, functions=functions),))
    differences = rebuild(manifest)
    assert [found.what for found in differences] == [
        "circuit of Shop.buy (pop)",
        "lanes of Shop.give (inline)",
        "set root",
    ]
    assert not list(notes(manifest, differences))


def test_other_circuits_of_the_system_are_another_build(built: BuiltSet):
    manifest = replace(built.manifest, system={**built.manifest.system, "open": Circuit((1, 2, 3, 4), 5)})
    differences = rebuild(manifest)
    assert [found.what for found in differences] == ["circuit of the system (open)", "system root", "set root"]
    (note,) = notes(manifest, differences)
    assert "another build of saya_py, not of other contracts" in note


def test_a_development_set_is_rebuilt_as_one(shop: Path, fake_circuits: None):
    manifest = build_set(*load(shop), "secure", "none").manifest
    assert rebuild(manifest) == []
    assert rebuild(parse_manifest(manifest.text())) == []


def test_who_may_call_is_compared(shop: Path, fake_circuits: None):
    write_files(shop, {"contracts/shop.py": OPERATED})
    manifest = build_set(*load(shop), "fast", "none").manifest
    contract = manifest.contracts[0]
    functions = (*contract.functions[:2], replace(contract.functions[2], auth="user"))
    (found,) = rebuild(replace(manifest, contracts=(replace(contract, functions=functions),)))
    assert found.what == "functions of Shop"
    assert (found.manifest[-15:], found.rebuilt[-19:]) == ("3 refund (user)", "3 refund (operator)")


def test_functions_that_the_sources_do_not_have(built: BuiltSet):
    contract = built.manifest.contracts[0]
    manifest = replace(built.manifest, contracts=(replace(contract, functions=contract.functions[:1]),))
    assert [found.what for found in rebuild(manifest)] == ["functions of Shop", "set root"]


def test_the_contracts_alone_are_loaded_without_circuits(built: BuiltSet, shop: Path):
    loaded = load_contracts(built.manifest, built.abi)
    assert [each.ir_sha256 for each in loaded.contracts] == [each.ir_sha256 for each in built.manifest.contracts]
    changed = replace(built.manifest.contracts[0], ir_sha256="0" * 64)
    with pytest.raises(Mismatch, match="sha256 of its IR"):
        load_contracts(replace(built.manifest, contracts=(changed, *built.manifest.contracts[1:])))


def test_sources_that_act_are_imported_only_when_that_is_allowed(built: BuiltSet, tmp_path: Path):
    made = tmp_path / "made"
    acting = with_sources(built.manifest, prices=f"open({str(made)!r}, 'w')\nPRICE = 3\n")
    with pytest.raises(UserError, match=r"contracts/prices\.py:1: open\("):
        rebuild(acting)
    assert not made.exists()
    assert rebuild(acting, run_sources=True) == []
    assert made.exists()


def test_sources_that_do_not_compile_or_are_not_there(built: BuiltSet):
    with pytest.raises(CompileFailed) as caught:
        rebuild(with_sources(built.manifest, prices="PRICE = 1.5\n"))
    assert caught.value.diagnostics[0].span.file == str(Path("contracts", "shop.py"))
    with pytest.raises(CompileFailed, match=r"No module named 'contracts\.prices'"):
        rebuild(replace(built.manifest, sources=built.manifest.sources[1:]), run_sources=True)
    with pytest.raises(UserError, match=r"contracts/shop\.py:4: from contracts\.prices import PRICE"):
        rebuild(replace(built.manifest, sources=built.manifest.sources[1:]))
    clash = Source("contracts/shop.py/x.py", "")
    with pytest.raises(ArtifactError, match="cannot be written as files"):
        rebuild(replace(built.manifest, sources=(*built.manifest.sources, clash)))
    with pytest.raises(UserError, match=r"there is no module contracts\.shop"):
        rebuild(replace(built.manifest, sources=built.manifest.sources[:1]))


def test_a_set_depends_on_nothing_but_its_sources(tmp_path: Path):
    check_self_contained(*load(write_files(tmp_path / "good", FILES)))
    reading = 'from pathlib import Path\nfile = Path(__file__).parent / "price.txt"\n'
    fallback = reading + "PRICE = int(file.read_text()) if file.exists() else 1\n"
    files = FILES | {"contracts/prices.py": fallback, "contracts/price.txt": "3"}
    with pytest.raises(Mismatch, match="depends on something that is no source"):
        check_self_contained(*load(write_files(tmp_path / "bad", files)))
    assert PRICES not in fallback
