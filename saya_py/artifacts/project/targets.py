"""What to compile: `path/file.py[:Class]`, `module[:Class]`, or the list in the project's pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from saya_py.artifacts.project.settings import SETTINGS_FILE, contracts_of
from saya_py.core.errors import ConfigError, UserError

_CLASS = re.compile(r"(?P<place>.+?)(:(?P<cls>[A-Za-z_]\w*))?", re.ASCII)
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Target:
    """One class, or all contracts that a module defines, in order of definition, when `cls` is None."""

    module: str
    """Dotted name."""
    cls: str | None

    def __str__(self) -> str:
        return f"{self.module}:{self.cls}" if self.cls else self.module


@dataclass(frozen=True)
class Project:
    """Where contracts are found."""

    root: Path
    """Paths of sources are relative to it."""
    import_roots: tuple[Path, ...]
    """Modules are looked up in these folders, in order. All are the root or inside it."""
    targets: tuple[Target, ...]

    @property
    def import_root_paths(self) -> tuple[str, ...]:
        """The import roots relative to the project, with `/`."""
        return tuple(root.relative_to(self.root).as_posix() for root in self.import_roots)


def find_project(targets: Sequence[str], folder: Path) -> Project:
    """What `targets` mean to somebody in `folder`; without targets, the contracts that the project there names.

    The project is that of the nearest pyproject.toml at or above the files; without one, the first file's folder.

    Raises:
        UserError: a target is spelled wrongly, names no file, or belongs to another project than the others.
        ConfigError: there are no targets, and no project that names any.
    """
    folder = folder.resolve()
    if not targets:
        root = _project_root(folder)
        if root is None:
            raise ConfigError(
                f"nothing to compile: name a target, such as `contracts/token.py:Token`, or list the contracts in a "
                f"{SETTINGS_FILE}; there is none in {folder} or above it"
            )
        return _project(root, [_parse(target, root) for target in contracts_of(root)])
    parsed = [_parse(target, folder) for target in targets]
    first = next((place.parent for place, _ in parsed if isinstance(place, Path)), folder)
    return _project(_project_root(first) or first, parsed)


def _project_root(folder: Path) -> Path | None:
    return next((at for at in (folder, *folder.parents) if (at / SETTINGS_FILE).is_file()), None)


def _parse(target: str, folder: Path) -> tuple[Path | str, str | None]:
    """A file or a module, and a class."""
    match = _CLASS.fullmatch(target)
    place, cls = (match["place"], match["cls"]) if match else (target, None)
    if place.endswith(".py"):
        file = (folder / place).resolve()
        if not file.is_file():
            raise UserError(f"{target}: there is no file {file}")
        return file, cls
    if not _MODULE.fullmatch(place):
        raise UserError(
            f"{target!r} is no target: write `path/file.py`, `path/file.py:Class`, `module` or `module:Class`"
        )
    return place, cls


def _project(root: Path, parsed: Sequence[tuple[Path | str, str | None]]) -> Project:
    roots = [folder for folder in (root / "src", root) if folder.is_dir()]
    targets: list[Target] = []
    for place, cls in parsed:
        if isinstance(place, Path):
            place = _module(place, root, roots)
        target = Target(place, cls)
        if target in targets:
            raise UserError(f"{target} is named twice: a set has every contract once")
        targets.append(target)
    return Project(root, tuple(roots), tuple(targets))


def _module(file: Path, root: Path, roots: list[Path]) -> str:
    """The name under which a file is imported. A folder that no import can name becomes an import root itself."""
    if not file.is_relative_to(root):
        raise UserError(
            f"{file} is not in the project {root}: a set is compiled from the sources of one project; "
            f"put a {SETTINGS_FILE} above all of them"
        )
    for folder in roots:
        if file.is_relative_to(folder):
            parts = file.relative_to(folder).with_suffix("").parts
            if parts[-1] == "__init__":
                parts = parts[:-1]
            if parts and _MODULE.fullmatch(".".join(parts)):
                return ".".join(parts)
    if not _MODULE.fullmatch(file.stem):
        raise UserError(f"{file.name} cannot be imported: rename it to a Python name, such as `token_sale.py`")
    roots.insert(0, file.parent)
    return file.stem
