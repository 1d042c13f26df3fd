import json
from pathlib import Path
from typing import Any

import pytest

from saya_py.artifacts.build import build_set
from saya_py.artifacts.manifest import FunctionCircuit, Manifest, ManifestContract, parse_manifest
from saya_py.artifacts.source import Source
from saya_py.core.errors import ArtifactError
from saya_py.core.limbs import to_hex
from tests.unit.artifacts.support import PRICES, SHOP, load

pytestmark = pytest.mark.usefixtures("fake_circuits")


SMALL = Manifest(
    compiler="0.1.0",
    ir_version=2,
    profile="fast",
    import_roots=(".",),
    contracts=(
        ManifestContract(
            name="Shop",
            id=1,
            module="contracts.shop",
            ir_sha256="0" * 64,
            functions=(FunctionCircuit("buy", 1, (1, 2, 3, 4), 7), FunctionCircuit("give", 2, (5, 6, 7, 8), 9)),
        ),
    ),
    sources=(Source("contracts/prices.py", PRICES), Source("contracts/shop.py", SHOP)),
)


@pytest.fixture
def manifest(shop: Path) -> Manifest:
    return build_set(*load(shop), "fast").manifest


def test_what_is_written_is_read(manifest: Manifest):
    assert parse_manifest(manifest.text()) == manifest


def test_it_says_what_a_set_is_made_from_and_what_comes_out(manifest: Manifest):
    shown = json.loads(manifest.text())
    (contract,) = shown.pop("contracts")
    assert {key: shown[key] for key in ("format", "version", "profile", "import_roots", "ir_version")} == {
        "format": "saya-manifest",
        "version": 1,
        "profile": "fast",
        "import_roots": ["."],
        "ir_version": 2,
    }
    assert [(source["path"], source["text"]) for source in shown["sources"]] == [
        ("contracts/prices.py", PRICES),
        ("contracts/shop.py", SHOP),
    ]
    assert shown["sources"][0]["sha256"] == Source("", PRICES).sha256
    assert [(function["id"], function["name"], function["lanes"]) for function in contract["functions"]] == [
        (1, "buy", 7),
        (2, "give", 7),
    ]


def test_the_same_sources_have_the_same_manifest_wherever_they_are(shop: Path, tmp_path: Path, manifest: Manifest):
    elsewhere = tmp_path / "another place"
    for path in ("contracts/shop.py", "contracts/prices.py", "pyproject.toml"):
        (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / path).write_bytes((shop / path).read_bytes())
    assert build_set(*load(elsewhere), "fast").manifest.text() == manifest.text()


def first_function(shown: dict[str, Any]) -> dict[str, Any]:
    function: dict[str, Any] = shown["contracts"][0]["functions"][0]
    return function


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda shown: shown.update(version=2), "has version 2 and this program reads version 1"),
        (lambda shown: shown.update(format="saya-abi"), "is no saya-manifest file"),
        (lambda shown: shown.update(time=0), "has the unknown field 'time'"),
        (lambda shown: shown.pop("sources"), "lacks the field 'sources'"),
        (lambda shown: shown.update(profile="quick"), "profile is 'quick', which is none of secure, fast"),
        (lambda shown: shown.update(set_root="0x" + "0" * 64), "set_root is not the root over the circuits"),
        (lambda shown: first_function(shown).update(circuit="0x" + "0" * 64), "set_root is not the root over"),
        (
            lambda shown: first_function(shown).update(circuit="0x" + "f" * 64),
            r"circuit is no digest: \d+ is not a limb",
        ),
        (lambda shown: first_function(shown).update(lanes=0), r"functions\[0\].lanes is no whole number from 1"),
        (lambda shown: shown["contracts"][0]["functions"].reverse(), "functions are not numbered from 1 in order"),
        (lambda shown: shown["contracts"][0].update(id=2), "contracts are not numbered from 1 in order"),
        (lambda shown: shown.update(contracts=[]), "contracts are none"),
        (lambda shown: shown["contracts"][0].update(module="contracts/shop"), "module is no dotted name"),
        (lambda shown: shown["sources"][0].update(text="PRICE = 1\n"), r"sources\[0\].sha256 is not the digest"),
        (lambda shown: shown["sources"][0].update(path="../prices.py"), "is no path inside a project"),
        (lambda shown: shown["sources"][0].update(path="/prices.py"), "is no path inside a project"),
        (lambda shown: shown["sources"][0].update(path="a//prices.py"), "is no path inside a project"),
        (lambda shown: shown["sources"][0].update(path="a\\..\\prices.py"), "is no path inside a project"),
        (lambda shown: shown["sources"][0].update(path="C:/prices.py"), "is no path inside a project"),
        (lambda shown: shown["sources"][0].update(path="prices.so"), "is no Python file"),
        (lambda shown: shown["sources"].reverse(), "sources are not sorted by path"),
        (lambda shown: shown["sources"].append(shown["sources"][1]), "sources are not sorted by path"),
        (lambda shown: shown.update(import_roots=[".."]), r"import_roots\[0\] is no path inside a project"),
    ],
)
def test_anything_else_is_refused_with_its_place(change, why: str):
    shown = json.loads(SMALL.text())
    change(shown)
    with pytest.raises(ArtifactError, match=why):
        parse_manifest(json.dumps(shown))


def test_the_root_follows_from_the_circuits(manifest: Manifest):
    assert json.loads(manifest.text())["set_root"] == to_hex(manifest.set_root)
