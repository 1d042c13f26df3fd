"""`sayapy chain`, `deploy`, `world` and `thread`: from nothing to a thread that may settle. See docs/operators.md."""

import typer

from saya_py.cli.chain.deploy import deploy_command
from saya_py.cli.chain.start import start_command

chain_app = typer.Typer(no_args_is_help=True, help="A local chain for development.")
chain_app.command("start")(start_command)

__all__ = ["chain_app", "deploy_command"]
