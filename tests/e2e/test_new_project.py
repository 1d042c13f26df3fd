"""A project that `sayapy new` writes passes its own checks, a real proof among them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.cli.new import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project("gem-shop", tmp_path_factory.mktemp("new")).directory


def run(project: Path, *command: str) -> str:
    """Runs a module of this interpreter in the project; its output."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_tests_pass_and_one_is_proven(project: Path) -> None:
    output = run(project, "pytest", "-p", "no:cacheprovider")
    assert "9 passed" in output
    assert "2 calls proven in 1 proof, 1 failing call refused; profile fast" in output


def test_all_its_calls_satisfy_the_circuits(project: Path) -> None:
    output = run(project, "pytest", "-p", "no:cacheprovider", "--check-circuits")
    assert "9 passed" in output
    assert re.search(
        r"in all: 2 calls proven in 1 proof, \d+ calls checked without a proof, \d+ failing calls refused", output
    )


def test_its_contract_is_found(project: Path) -> None:
    loaded = load_set(find_project([], project), project)
    assert [contract.module for contract in loaded.contracts] == ["gem_shop.contract"]


@pytest.mark.parametrize("command", [["ruff", "format", "--check"], ["ruff", "check"], ["mypy"]])
def test_its_code_is_clean(project: Path, command: list[str]) -> None:
    run(project, *command)
