"""`sayapy compile`: from contracts to ABI and manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from saya_py.artifacts.abi import parse_abi
from saya_py.artifacts.build import ABI_FILE, BuiltSet, build_set
from saya_py.artifacts.changes import Change, compare_abis
from saya_py.artifacts.declarations import Deed, deeds
from saya_py.artifacts.files import read_text
from saya_py.artifacts.project.loading import LoadedSet, load_set
from saya_py.artifacts.project.targets import Project, find_project
from saya_py.artifacts.rebuild import check_self_contained
from saya_py.cli.options import AsJson, Development, Profile, ProfileOption, Targets, authorisation
from saya_py.cli.remarks import show_acting, show_changes
from saya_py.cli.set_report import circuits_json, circuits_table, kind_json, set_root_line
from saya_py.cli.stages import Stages
from saya_py.core.errors import ArtifactError, Mismatch
from saya_py.lang import CompileFailed


def compile_command(
    targets: Targets = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where ABI and manifest go.")] = Path("build"),
    profile: ProfileOption = Profile.secure,
    development: Development = False,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="ABI", help="The ABI to compare with; by default the one that is in DIR.", show_default=False
        ),
    ] = None,
    deny_changes: Annotated[
        bool, typer.Option("--deny-changes", help="End with an error when slots, ids or types of that ABI change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compile contracts to ABI and manifest, from which anybody rebuilds the same set root.

    Without a TARGET, the `contracts` that the table tool.sayapy of the project's pyproject.toml lists. Contracts are
    numbered from 1 in this order.
    """
    with Stages(quiet=as_json) as stages:
        stages.begin("compiling")
        project, loaded = load(targets, as_json)
        changes = _changes(loaded, out / ABI_FILE if against is None else against, required=against is not None)
        if changes and deny_changes:
            _deny(changes, as_json)
        stages.begin("building circuits")
        built = build_set(project, loaded, profile.value, authorisation(development), stages.finished)
        files = built.write(out)
    acting = deeds(loaded.sources, project.import_root_paths)
    if as_json:
        typer.echo(json.dumps(_report(built, changes, acting, files)))
    else:
        show_changes(changes)
        show_acting(acting)
        _show(built, files)


def load(targets: Sequence[str] | None, as_json: bool) -> tuple[Project, LoadedSet]:
    """The project and its compiled contracts; with `as_json`, mistakes are printed as an object before they end it."""
    project = find_project(targets or [], Path.cwd())
    try:
        loaded = load_set(project, Path.cwd())
    except CompileFailed as error:
        if as_json:
            diagnostics = [asdict(diagnostic) for diagnostic in error.diagnostics]
            typer.echo(json.dumps({"status": "failed", "diagnostics": diagnostics}))
        raise
    check_self_contained(project, loaded)
    return project, loaded


def _changes(loaded: LoadedSet, previous: Path, *, required: bool) -> list[Change]:
    if not required and not previous.is_file():
        return []
    try:
        before = parse_abi(read_text(previous), str(previous))
    except ArtifactError as error:
        if required:
            raise
        raise ArtifactError(f"{error}; delete it to compile without a comparison") from None
    return compare_abis(before, loaded.abi)


def _deny(changes: Sequence[Change], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"status": "denied", "changes": [change.to_json() for change in changes]}))
    else:
        show_changes(changes)
    raise Mismatch(f"{len(changes)} of slots, ids and types changed, which --deny-changes forbids; nothing was written")


def _report(
    built: BuiltSet, changes: Sequence[Change], acting: Sequence[Deed], files: Sequence[Path]
) -> dict[str, Any]:
    return {
        "status": "compiled",
        **kind_json(built.manifest),
        **circuits_json(built.manifest),
        "changes": [change.to_json() for change in changes],
        "acting_sources": [str(deed) for deed in acting],
        "files": [str(file) for file in files],
    }


def _show(built: BuiltSet, files: Sequence[Path]) -> None:
    console = Console()
    console.print(circuits_table(built.manifest))
    console.print(set_root_line(built.manifest), highlight=False, soft_wrap=True)
    console.print(f"written   {', '.join(map(str, files))}", highlight=False, soft_wrap=True)
