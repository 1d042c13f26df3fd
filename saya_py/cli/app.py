"""The `sayapy` application: its sub-commands and how errors become exit codes."""

from __future__ import annotations

import typer

import saya_py
from saya_py import _native

app = typer.Typer(
    name="sayapy",
    help="A zkThreads settlement service: sub-blocks of Python contract calls, proven and settled on an L2.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Keeps sub-command names in use even while there is only one."""


@app.command()
def version() -> None:
    """Print the versions of the package and of its Rust extension."""
    typer.echo(f"saya_py {saya_py.__version__} (extension {_native.version()})")


def main() -> None:
    """Run the command line."""
    app()
