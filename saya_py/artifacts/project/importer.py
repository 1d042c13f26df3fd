"""Imports a project's modules from their present text, and remembers every one.

Compiled files (`__pycache__`) are neither used nor written, so what runs is the text that is recorded.
"""

from __future__ import annotations

import importlib.util
import io
import linecache
import sys
import tokenize
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from saya_py.core.errors import UserError

NOT_THE_PROJECTS = sys.stdlib_module_names | {"saya_py"}
"""Top-level names that a project cannot replace: the compiler itself imports them."""


class ProjectFinder(MetaPathFinder):
    """Finds modules in the import roots of a project, before Python looks elsewhere.

    A folder without `__init__.py` is a package when it has sources: other folders, of data, hide nothing.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = [str(root) for root in roots]
        self.loaded: dict[str, tuple[Path, bytes]] = {}
        """File and content of every module of the project that was imported, in order."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A module or package of the project; None for everything else."""
        top = fullname.partition(".")[0]
        if top in NOT_THE_PROJECTS:
            return None
        folders = self._roots if path is None else [folder for folder in path if self._inside(folder)]
        name = fullname.rpartition(".")[2]
        for folder in folders:
            spec = FileFinder(folder, (self._loader, [".py"])).find_spec(fullname)  # type: ignore[arg-type] # a factory does
            if spec is not None and spec.loader is not None:
                return spec
        portions = [str(Path(folder) / name) for folder in folders if any((Path(folder) / name).rglob("*.py"))]
        if not portions:
            return None
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = portions
        return spec

    def check_names(self) -> None:
        """Refuses a project with a module whose name is in use already, so that another one would be imported.

        Raises:
            UserError: it names the module.
        """
        for name in {name.partition(".")[0] for name in sys.modules} - {"__main__"}:
            if self.find_spec(name) is not None:
                raise UserError(f"the project's `{name}` has the name of a package that saya_py uses itself: rename it")

    def _inside(self, folder: str) -> bool:
        return any(Path(folder).is_relative_to(root) for root in self._roots)

    def _loader(self, name: str, file: str) -> SourceFileLoader:
        return _Recorder(name, file, self.loaded)


class _Recorder(SourceFileLoader):
    """Compiles the text of a module, and records it."""

    def __init__(self, name: str, file: str, loaded: dict[str, tuple[Path, bytes]]) -> None:
        super().__init__(name, file)
        self._loaded = loaded

    def get_code(self, fullname: str) -> CodeType:
        """The code of the text as it is now."""
        content = self.get_data(self.path)
        _check_encoding(self.path, content)
        self._loaded[fullname] = (Path(self.path), content)
        code: CodeType = self.source_to_code(content, self.path)
        # The compiler looks the text up by file; this way it sees the recorded one, whatever happens to the file.
        lines = io.StringIO(importlib.util.decode_source(content)).readlines()
        linecache.cache[self.path] = (len(content), None, lines, self.path)
        return code


def _check_encoding(path: str, content: bytes) -> None:
    """Refuses a source that is not what its text says, or has no text that could be published."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if encoding in ("utf-8", "utf-8-sig"):
            content.decode()
            return
    except (SyntaxError, UnicodeDecodeError):
        encoding = "another encoding"
    raise UserError(f"{path} is in {encoding}: a manifest has the text of every source; save it as UTF-8")
