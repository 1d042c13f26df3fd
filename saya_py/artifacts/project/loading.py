"""Compiles a project's contracts in a process of their own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from saya_py.artifacts.abi import Abi, parse_abi
from saya_py.artifacts.project.targets import Project
from saya_py.artifacts.source import Source
from saya_py.core.errors import InternalError, UserError
from saya_py.lang import CompileFailed, Diagnostic, Mistake, Span

_COMMAND = (sys.executable, "-P", "-m", "saya_py.artifacts.project.worker")


@dataclass(frozen=True)
class LoadedContract:
    """A contract class, compiled."""

    module: str
    """Dotted name of the module that defines it."""
    ir_json: str
    """Input of the executor and of the circuits; equal contracts have equal texts."""

    @property
    def ir_version(self) -> int:
        """Version of the IR's JSON form."""
        version: int = json.loads(self.ir_json)["ir_version"]
        return version

    @property
    def ir_sha256(self) -> str:
        """Digest of the IR: unchanged by comments and formatting."""
        return hashlib.sha256(self.ir_json.encode()).hexdigest()


@dataclass(frozen=True)
class LoadedSet:
    """A compiled contract set and everything it was compiled from. Contract n stands at place n - 1."""

    abi: Abi
    contracts: tuple[LoadedContract, ...]
    sources: tuple[Source, ...]


def load_set(project: Project, shown_from: Path | None = None) -> LoadedSet:
    """Import and compile the targets of `project`.

    Diagnostics name files as they are seen from `shown_from`, by default the project's folder.

    Raises:
        CompileFailed: the contracts have mistakes, or a module cannot be imported; with all diagnostics.
        UserError: a target names no contract, or a source depends on something outside the project.
    """
    request = {
        "root": str(project.root),
        "import_roots": [str(root) for root in project.import_roots],
        "targets": [[target.module, target.cls] for target in project.targets],
    }
    worker = subprocess.run(_COMMAND, input=json.dumps(request), stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if worker.returncode != 0 or not worker.stdout:
        raise UserError(
            f"compiling ended with status {worker.returncode} and without a result: a module of the contracts ends the "
            "process when it is imported; its last words are above"
        )
    answer: dict[str, Any] = json.loads(worker.stdout)
    if answer["status"] == "compile_failed":
        base = shown_from or project.root
        raise CompileFailed(_diagnostic(each, base) for each in answer["diagnostics"])
    if answer["status"] == "refused":
        raise UserError(answer["message"])
    if answer["status"] == "fault":
        raise InternalError(f"the compiler failed; please report this:\n{answer['message']}")
    return LoadedSet(
        abi=parse_abi(answer["abi"]),
        contracts=tuple(LoadedContract(each["module"], each["ir"]) for each in answer["contracts"]),
        sources=tuple(Source(each["path"], each["text"]) for each in answer["sources"]),
    )


def _diagnostic(fields: dict[str, Any], base: Path) -> Diagnostic:
    calls = tuple(_span(call, base) for call in fields["calls"])
    return Diagnostic(_span(fields["span"], base), fields["excerpt"], Mistake(**fields["mistake"]), calls)


def _span(fields: dict[str, Any], base: Path) -> Span:
    span = Span(**fields)
    file = Path(span.file)
    return replace(span, file=str(file.relative_to(base))) if file.is_relative_to(base) else span
