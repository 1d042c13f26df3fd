from pathlib import Path

import pytest

from saya_py.artifacts.project.targets import Target, find_project
from saya_py.core.errors import ConfigError, UserError
from tests.unit.artifacts.support import FILES, write_files


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def test_without_targets_the_project_names_the_contracts(project: Path):
    found = find_project([], project / "contracts")
    assert found.root == project
    assert found.import_roots == (project,)
    assert found.targets == (Target("contracts.shop", "Shop"),)


@pytest.mark.parametrize(
    ("target", "module", "cls"),
    [
        ("shop.py", "contracts.shop", None),
        ("./shop.py:Shop", "contracts.shop", "Shop"),
        ("../contracts/shop.py", "contracts.shop", None),
        ("contracts.shop", "contracts.shop", None),
        ("contracts.shop:Shop", "contracts.shop", "Shop"),
    ],
)
def test_spellings_of_a_target(project: Path, target: str, module: str, cls: str | None):
    assert find_project([target], project / "contracts").targets == (Target(module, cls),)


@pytest.mark.parametrize(
    "target", ["shop.py:not a class", "none.py", "none.py:Shop", "contracts/shop", "contracts.", ":Shop", "", "a::B"]
)
def test_what_is_no_target(project: Path, target: str):
    with pytest.raises(UserError, match=r"is no target: write|there is no file"):
        find_project([target], project / "contracts")


def test_a_file_is_imported_by_the_name_that_python_would_use(tmp_path: Path):
    files = ["src/game/shop.py", "game/__init__.py", "my-game/shop.py", "shop.py", "my-game/1.py"]
    write_files(tmp_path, FILES | dict.fromkeys(files, ""))
    names = [find_project([file], tmp_path).targets[0].module for file in files[:4]]
    assert names == ["game.shop", "game", "shop", "shop"]
    assert find_project(["my-game/shop.py"], tmp_path).import_root_paths == ("my-game", "src", ".")
    with pytest.raises(UserError, match=r"1\.py cannot be imported"):
        find_project(["my-game/1.py"], tmp_path)


def test_without_a_project_file_the_folder_of_the_first_file_is_the_project(tmp_path: Path):
    write_files(tmp_path, {"a/shop.py": "", "a/more/token.py": "", "b/shop.py": ""})
    found = find_project(["a/shop.py", "a/more/token.py"], tmp_path)
    assert found.root == tmp_path / "a"
    assert [str(target) for target in found.targets] == ["shop", "more.token"]
    with pytest.raises(UserError, match="is not in the project"):
        find_project(["a/shop.py", "b/shop.py"], tmp_path)


def test_a_contract_is_named_once(project: Path):
    with pytest.raises(UserError, match=r"contracts\.shop:Shop is named twice"):
        find_project(["contracts.shop:Shop", "contracts/shop.py:Shop"], project)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("", "names no contracts"),
        ("[tool.sayapy]\n", "names no contracts"),
        ("tool = 3\n", "names no contracts"),
        ("[tool.sayapy]\ncontracts = []\n", "is no list of targets"),
        ('[tool.sayapy]\ncontracts = "contracts.shop"\n', "is no list of targets"),
        ("[tool.sayapy]\ncontracts = [1]\n", "is no list of targets"),
        ("[tool\n", "cannot be read"),
    ],
)
def test_settings_that_name_no_contracts(tmp_path: Path, settings: str, why: str):
    write_files(tmp_path, {"pyproject.toml": settings})
    with pytest.raises(ConfigError, match=why):
        find_project([], tmp_path)


def test_nothing_to_compile(tmp_path: Path):
    with pytest.raises(ConfigError, match="name a target"):
        find_project([], tmp_path)
