"""`sayapy new`: what it writes and what it refuses.

That the project works is tested in tests/e2e/test_new_project.py.
"""

import json

import pytest
from typer.testing import CliRunner

from saya_py.artifacts.declarations import deeds
from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.cli.app import app
from saya_py.cli.new import TEMPLATES, write_project
from saya_py.core.errors import UserError


def test_the_files_of_a_project(tmp_path):
    result = CliRunner().invoke(app, ["new", "gem-shop2", "--in", str(tmp_path / "games")])
    assert result.exit_code == 0, result.output
    root = tmp_path / "games" / "gem-shop2"
    assert f"cd {root}" in result.output
    written = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    assert written == sorted(
        [
            ".github/workflows/ci.yml",
            ".gitignore",
            "README.md",
            "gem_shop2/__init__.py",
            "gem_shop2/contract.py",
            "pyproject.toml",
            "tests/test_contract.py",
            "tests/test_properties.py",
        ]
    )
    assert len(written) == len(TEMPLATES)
    assert all(file in result.output for file in written)
    texts = [(root / file).read_text() for file in written]
    assert not any("@NAME@" in text or "@PACKAGE@" in text or "@CLASS@" in text for text in texts)
    assert "class GemShop2(Contract):" in (root / "gem_shop2" / "contract.py").read_text()


def test_json(tmp_path):
    result = CliRunner().invoke(app, ["new", "shop", "--in", str(tmp_path), "--json"])
    shown = json.loads(result.output)
    assert shown["directory"] == str(tmp_path / "shop")
    assert shown["contract"] == "Shop"
    assert "shop/contract.py" in shown["files"]


def test_sayapy_compile_knows_the_contract_of_a_project(tmp_path):
    write_project("gem-shop2", tmp_path)
    loaded = load_set(find_project([], tmp_path / "gem-shop2"))
    assert [contract.name for contract in loaded.abi.contracts] == ["GemShop2"]
    assert deeds(loaded.sources, ["."]) == []


@pytest.mark.parametrize("name", ["", "Shop", "1shop", "-shop", "my--shop", "my shop", "../shop", "shöp", "s" * 41])
def test_names_that_are_none(name, tmp_path):
    with pytest.raises(UserError, match="cannot be the name of a project"):
        write_project(name, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["class", "token", "saya-py", "pytest"])
def test_names_that_are_taken(name, tmp_path):
    with pytest.raises(UserError, match="would hide the Python module"):
        write_project(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "shop").mkdir()
    with pytest.raises(UserError, match="exists already"):
        write_project("shop", tmp_path)
    assert not list((tmp_path / "shop").iterdir())


def test_a_place_where_nothing_can_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be made: Not a directory"):
        write_project("shop", tmp_path / "file")
