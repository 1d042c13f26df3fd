"""The process that imports and compiles a project's contracts: a request on standard input, the answer on output.

Contracts are imported in a process of their own, so that every compilation starts from the present text, nothing that a
module does when it is imported reaches the process that asked, and modules of different projects never meet. What the
modules print goes to standard error.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.project.contracts import find_contracts
from saya_py.artifacts.project.foreign import foreign_imports
from saya_py.artifacts.project.importer import ProjectFinder
from saya_py.artifacts.project.targets import Target
from saya_py.core.errors import UserError
from saya_py.lang import CompileFailed, compile_contracts


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Compiles what `request` names; the answer has `status` done, compile_failed, refused or fault."""
    finder = ProjectFinder([Path(root) for root in request["import_roots"]])
    sys.meta_path.insert(0, finder)
    try:
        finder.check_names()
        return _compiled(finder, Path(request["root"]), [Target(*target) for target in request["targets"]])
    except CompileFailed as error:
        return {"status": "compile_failed", "diagnostics": [dataclasses.asdict(each) for each in error.diagnostics]}
    except UserError as error:
        return {"status": "refused", "message": str(error)}
    except Exception:  # noqa: BLE001 - told to the process that asked
        return {"status": "fault", "message": traceback.format_exc()}


def _compiled(finder: ProjectFinder, root: Path, targets: list[Target]) -> dict[str, Any]:
    compiled = compile_contracts(find_contracts(finder, targets))
    return {
        "status": "done",
        "abi": Abi(tuple(each.schema for each in compiled)).text(),
        "contracts": [{"module": each.source.cls.__module__, "ir": each.ir_json} for each in compiled],
        "sources": _sources(finder, root),
    }


def _sources(finder: ProjectFinder, root: Path) -> list[dict[str, str]]:
    sources = []
    for file, content in finder.loaded.values():
        path = file.relative_to(root).as_posix()
        for foreign in foreign_imports(content, finder.loaded.keys()):
            raise UserError(
                f"{path}:{foreign.line} imports `{foreign.module}`, which is neither the project's nor Python's: "
                "nobody could rebuild the set from its sources; keep such imports out of the modules of contracts"
            )
        sources.append({"path": path, "text": content.decode()})
    return sorted(sources, key=lambda source: source["path"])


def main() -> None:
    """Answers one request. Modules print to standard error, for standard output has the answer."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        try:
            json.dump(answer(json.load(sys.stdin)), out)
        except KeyboardInterrupt:
            sys.exit(130)


if __name__ == "__main__":
    main()
