"""The `sayapy` application: its sub-commands and how errors become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import saya_py
from saya_py import _native
from saya_py.cli.audit.audit import audit_command
from saya_py.cli.audit.bundles import export_command, import_command
from saya_py.cli.audit.replay import replay_command
from saya_py.cli.chain import chain_app, deploy_command, thread_app, world_app
from saya_py.cli.compile import compile_command
from saya_py.cli.errors import show_error
from saya_py.cli.info import info_command
from saya_py.cli.new import new_command
from saya_py.cli.options import AsJson, Profile, ProfileOption
from saya_py.cli.rebuild import rebuild_command
from saya_py.cli.run import run_command
from saya_py.cli.status import status_command
from saya_py.cli.store import store_app
from saya_py.cli.submit import submit_command
from saya_py.cli.verify import verify_command
from saya_py.cli.wallet import wallet_app
from saya_py.core.errors import SayaError

app = typer.Typer(
    name="sayapy",
    help="A zkThreads settlement service: sub-blocks of Python contract calls, proven and settled on an L2.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def version() -> None:
    """Print the versions of the package and of its Rust extension."""
    typer.echo(f"saya_py {saya_py.__version__} (extension {_native.version()})")


@app.command()
def demo(
    as_json: AsJson = False,
    profile: ProfileOption = Profile.secure,
    save: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep each proof with its statement as files in DIR.")
    ] = None,
) -> None:
    """Settle the Diamonds & Rubies example on a local anvil, with real proofs."""
    # Imported here, because the chain client costs half a second that `sayapy version` need not wait for.
    from saya_py.api.server import ApiServer
    from saya_py.cli.demo import JsonWatcher, RichWatcher
    from saya_py.service.demo.run import run_demo

    with JsonWatcher() if as_json else RichWatcher() as watcher:
        run_demo(profile.value, watcher, lambda thread: ApiServer(thread, "127.0.0.1:0"), save)


@app.command()
def soundness(
    profile: Annotated[Profile, typer.Option(help="Which parameters to judge.")] = Profile.secure,
    as_json: AsJson = False,
) -> None:
    """Print how many bits of security are proven, round by round, for every layer of the proof."""
    text, shown = _native.soundness_report(profile.value)
    typer.echo(shown if as_json else text)


_COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "Contracts": {"new": new_command, "compile": compile_command, "rebuild": rebuild_command, "info": info_command},
    "Running a thread": {"run": run_command, "submit": submit_command, "status": status_command},
    "Auditing": {
        "audit": audit_command,
        "replay": replay_command,
        "export": export_command,
        "import": import_command,
        "verify": verify_command,
    },
    "Chain": {"deploy": deploy_command},
}
for _panel, _commands in _COMMANDS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)
for _name, _group, _panel in (
    ("chain", chain_app, "Chain"),
    ("world", world_app, "Chain"),
    ("thread", thread_app, "Chain"),
    ("wallet", wallet_app, "Running a thread"),
    ("store", store_app, "Running a thread"),
):
    app.add_typer(_group, name=_name, rich_help_panel=_panel)


def main() -> None:
    """Run the command line; an error of the project's own tree is told and becomes its exit code."""
    try:
        app()
    except SayaError as error:
        show_error(error, Console(stderr=True))
        sys.exit(error.exit_code)
