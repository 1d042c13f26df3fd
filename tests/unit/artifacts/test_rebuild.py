from dataclasses import replace
from pathlib import Path

import pytest

from saya_py import _native
from saya_py.artifacts.build import BuiltSet, build_set
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.rebuild import check_self_contained, rebuild
from saya_py.artifacts.source import Source
from saya_py.core.errors import ArtifactError, Mismatch, UserError
from saya_py.lang import CompileFailed
from tests.unit.artifacts.support import FILES, PRICES, SHOP, load, write_files


@pytest.fixture
def built(shop: Path, fake_circuits: None) -> BuiltSet:
    return build_set(*load(shop), "fast")


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
    functions = (replace(contract.functions[0], circuit=(1, 2, 3, 4)), replace(contract.functions[1], lanes=8))
    manifest = replace(built.manifest, contracts=(replace(contract, functions=functions),))
    assert [found.what for found in rebuild(manifest)] == ["circuit of Shop.buy", "lanes of Shop.give", "set root"]


def test_functions_that_the_sources_do_not_have(built: BuiltSet):
    contract = built.manifest.contracts[0]
    manifest = replace(built.manifest, contracts=(replace(contract, functions=contract.functions[:1]),))
    assert [found.what for found in rebuild(manifest)] == ["functions of Shop", "set root"]


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
