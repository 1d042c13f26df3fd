import json
from pathlib import Path
from typing import Any

import pytest

from saya_py.artifacts.build import build_set
from saya_py.artifacts.circuits import Circuit
from saya_py.artifacts.manifest import FunctionCircuits, Manifest, ManifestContract
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.source import Source
from saya_py.core import set_tree
from saya_py.core.calls import AuthMode
from saya_py.core.errors import ArtifactError
from saya_py.core.limbs import Digest
from saya_py.core.variants import Authorisation
from tests.unit.artifacts.support import OPERATED, PRICES, SHOP, load, write_files

pytestmark = pytest.mark.usefixtures("fake_circuits")


def circuit(n: int) -> Circuit:
    return Circuit((n, 2, 3, 4), n)


SMALL = Manifest(
    compiler="0.1.0",
    ir_version=2,
    profile="fast",
    authorisation="signed",
    import_roots=(".",),
    system={"bundle": circuit(1), "open": circuit(2), "rotate": circuit(3)},
    contracts=(
        ManifestContract(
            name="Shop",
            id=1,
            module="contracts.shop",
            ir_sha256="0" * 64,
            functions=(
                FunctionCircuits("buy", 1, "user", {AuthMode.INLINE: circuit(4), AuthMode.POP: circuit(5)}),
                FunctionCircuits("give", 2, "operator", {AuthMode.POP: circuit(6)}),
            ),
        ),
    ),
    sources=(Source("contracts/prices.py", PRICES), Source("contracts/shop.py", SHOP)),
)


@pytest.fixture
def manifest(shop: Path) -> Manifest:
    return build_set(*load(shop), "fast", "signed").manifest


def test_what_is_written_is_read(manifest: Manifest):
    assert parse_manifest(manifest.text()) == manifest


def test_it_says_what_a_set_is_made_from_and_what_comes_out(manifest: Manifest):
    shown = json.loads(manifest.text())
    (contract,) = shown.pop("contracts")
    names = ("format", "version", "profile", "authorisation", "import_roots", "ir_version")
    assert {key: shown[key] for key in names} == {
        "format": "saya-manifest",
        "version": 2,
        "profile": "fast",
        "authorisation": "signed",
        "import_roots": ["."],
        "ir_version": 2,
    }
    assert [(source["path"], source["text"]) for source in shown["sources"]] == [
        ("contracts/prices.py", PRICES),
        ("contracts/shop.py", SHOP),
    ]
    assert shown["sources"][0]["sha256"] == Source("", PRICES).sha256
    assert [(function["id"], function["name"], function["auth"]) for function in contract["functions"]] == [
        (1, "buy", "user"),
        (2, "give", "user"),
    ]
    circuits = contract["functions"][0]["circuits"]
    assert {mode: circuit["lanes"] for mode, circuit in circuits.items()} == {"inline": 5, "pop": 8}
    assert list(shown["system"]) == ["bundle", "open", "rotate"]


@pytest.mark.parametrize(
    ("authorisation", "system", "user", "operator"),
    [("signed", {"bundle", "open", "rotate"}, {"inline", "pop"}, {"pop"}), ("none", set(), {"none"}, {"none"})],
)
def test_the_circuits_follow_from_who_authorises(
    shop: Path, authorisation: Authorisation, system: set[str], user: set[str], operator: set[str]
):
    write_files(shop, {"contracts/shop.py": OPERATED})
    manifest = build_set(*load(shop), "secure", authorisation).manifest
    assert parse_manifest(manifest.text()) == manifest
    shown = json.loads(manifest.text())
    buy, _, refund = shown["contracts"][0]["functions"]
    assert (set(shown["system"]), set(buy["circuits"]), set(refund["circuits"])) == (system, user, operator)
    assert manifest.development == (authorisation == "none")
    assert (manifest.system_root == set_tree.contract_root(0, {})) == (authorisation == "none")


def test_the_roots_are_over_all_circuits_by_number():
    numbers = {(0, 1): 1, (0, 5): 2, (0, 9): 3, (1, 5): 4, (1, 6): 5, (1, 10): 6}
    circuits: dict[tuple[int, int], Digest] = {place: (n, 2, 3, 4) for place, n in numbers.items()}
    assert SMALL.set_root == set_tree.root(circuits)
    assert SMALL.system_root == set_tree.contract_root(0, circuits)


def test_the_same_sources_have_the_same_manifest_wherever_they_are(shop: Path, tmp_path: Path, manifest: Manifest):
    elsewhere = tmp_path / "another place"
    for path in ("contracts/shop.py", "contracts/prices.py", "pyproject.toml"):
        (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / path).write_bytes((shop / path).read_bytes())
    assert build_set(*load(elsewhere), "fast", "signed").manifest.text() == manifest.text()


def functions(shown: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown["contracts"][0]["functions"]
    return found


def inline(shown: dict[str, Any]) -> dict[str, Any]:
    circuit: dict[str, Any] = functions(shown)[0]["circuits"]["inline"]
    return circuit


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda shown: shown.update(version=1), "has version 1 and this program reads version 2: .* compile again"),
        (lambda shown: shown.update(format="saya-abi"), "is no saya-manifest file"),
        (lambda shown: shown.update(time=0), "has the unknown field 'time'"),
        (lambda shown: shown.pop("sources"), "lacks the field 'sources'"),
        (lambda shown: shown.update(profile="quick"), "profile is 'quick', which is none of secure, fast"),
        (lambda shown: shown.update(set_root="0x" + "0" * 64), "set_root is not the root over the circuits"),
        (lambda shown: shown.update(system_root="0x" + "0" * 64), "system_root is not the root over the circuits"),
        (lambda shown: inline(shown).update(circuit="0x" + "0" * 64), "set_root is not the root over"),
        (lambda shown: shown["system"]["open"].update(circuit="0x" + "0" * 64), "system_root is not the root over"),
        (lambda shown: inline(shown).update(circuit="0x" + "f" * 64), r"circuit is no digest: \d+ is not a limb"),
        (
            lambda shown: inline(shown).update(lanes=0),
            r"functions\[0\].circuits.inline.lanes is no whole number from 1",
        ),
        (lambda shown: shown.update(authorisation="all"), "authorisation is 'all', which is none of signed, none"),
        (lambda shown: shown.update(authorisation="none"), "system has the unknown field 'bundle'; it has none here"),
        (lambda shown: shown["system"].pop("rotate"), "system lacks the field 'rotate'"),
        (lambda shown: shown["system"].update(close=shown["system"]["open"]), "system has the unknown field 'close'"),
        (lambda shown: functions(shown)[0]["circuits"].pop("inline"), "circuits lacks the field 'inline'"),
        (
            lambda shown: functions(shown)[0].update(auth="operator"),
            "has the unknown field 'inline'; its fields are pop",
        ),
        (lambda shown: functions(shown)[1].update(auth="user"), r"functions\[1\].circuits lacks the field 'inline'"),
        (lambda shown: functions(shown)[1].update(id=64), r"functions\[1\].id is no whole number from 1 to 63"),
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
