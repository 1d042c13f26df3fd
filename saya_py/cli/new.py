"""`sayapy new`: writes a project with a contract, its tests and CI."""

from __future__ import annotations

import json
import keyword
import re
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

import saya_py
from saya_py.cli.options import AsJson
from saya_py.core.errors import UserError

NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
LONGEST_NAME = 40
TAKEN = sys.stdlib_module_names | {"saya_py", "pytest", "hypothesis", "tests", "mypy", "ruff"}
"""Names of modules that a project of this name would hide."""

TEMPLATES = {
    "README.md": "README.md",
    "pyproject.toml": "pyproject.toml",
    "gitignore": ".gitignore",
    "github/workflows/ci.yml": ".github/workflows/ci.yml",
    "package/__init__.py": "@PACKAGE@/__init__.py",
    "package/contract.py": "@PACKAGE@/contract.py",
    "tests/test_contract.py": "tests/test_contract.py",
    "tests/test_properties.py": "tests/test_properties.py",
}
"""Template, and the file that it becomes. Templates have no leading dots, because wheels leave hidden files out."""


def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the project, such as my-game.")],
    parent: Annotated[Path, typer.Option("--in", metavar="DIR", help="Where its directory is made.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a project: a contract, tests with a proof, README and CI."""
    project = write_project(name, parent)
    if as_json:
        shown = {"directory": str(project.directory), "contract": project.contract, "files": project.files}
        typer.echo(json.dumps(shown))
        return
    typer.echo(f"Wrote {project.directory}:")
    for file in project.files:
        typer.echo(f"  {file}")
    typer.echo(f"Next:\n  cd {project.directory}\n  pytest")


@dataclass(frozen=True)
class Project:
    """A project that was written; `files` are relative to its `directory`."""

    directory: Path
    contract: str
    files: tuple[str, ...]


def write_project(name: str, parent: Path) -> Project:
    """Writes a project into the new directory `parent / name`.

    Raises:
        UserError: the name cannot be one, or the directory exists.
    """
    # Imported here, because pytest's plugin costs a tenth of a second that other commands need not wait for.
    from saya_py.testing.describe import handle_name

    package = _package(name)
    directory = parent / name
    contract = "".join(part.capitalize() for part in package.split("_"))
    values = {
        "@NAME@": name,
        "@PACKAGE@": package,
        "@CLASS@": contract,
        "@HANDLE@": handle_name(contract),
        "@VERSION@": saya_py.__version__,
    }
    try:
        directory.mkdir(parents=True)
    except FileExistsError:
        raise UserError(f"{directory} exists already: choose another name, or remove it first") from None
    except OSError as error:
        raise UserError(f"{directory} cannot be made: {error.strerror}; choose another place with --in") from None
    written: list[str] = []
    for template, target in TEMPLATES.items():
        text = files("saya_py.cli").joinpath("templates", "project", f"{template}.tmpl").read_text(encoding="utf-8")
        path = directory / _filled(target, values)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(text, values), encoding="utf-8")
        written.append(_filled(target, values))
    return Project(directory, contract, tuple(written))


def _package(name: str) -> str:
    """Name of the project's Python package; UserError when there cannot be one."""
    package = name.replace("-", "_")
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise UserError(
            f"{name!r} cannot be the name of a project, because its Python package is named after it: use at most "
            f"{LONGEST_NAME} lower-case letters, digits and single dashes, beginning with a letter, such as my-game"
        )
    if keyword.iskeyword(package) or package in TAKEN:
        raise UserError(f"a project named {name!r} would hide the Python module {package!r}: choose another name")
    return package


def _filled(text: str, values: dict[str, str]) -> str:
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
