"""`sayapy chain`, `deploy`, `world` and `thread`: from nothing to a thread that may settle. See docs/operators.md."""

import typer

from saya_py.cli.chain import thread_init, threads, world_changes, world_create, world_show
from saya_py.cli.chain.deploy import deploy_command
from saya_py.cli.chain.start import start_command

chain_app = typer.Typer(no_args_is_help=True, help="A local chain for development.")
chain_app.command("start")(start_command)

world_app = typer.Typer(no_args_is_help=True, help="Worlds on the chain: create, show, change.")
world_app.command("create")(world_create.create_command)
world_app.command("show")(world_show.show_command)
world_app.command("adopt")(world_changes.adopt_command)
world_app.command("retire")(world_changes.retire_command)
world_app.command("operator")(world_changes.operator_command)
world_app.command("writer")(world_changes.writer_command)

thread_app = typer.Typer(no_args_is_help=True, help="Threads of a world, and the folder that one runs in.")
thread_app.command("open")(threads.open_command)
thread_app.command("delegate")(threads.delegate_command)
thread_app.command("init")(thread_init.init_command)
thread_app.command("show")(threads.show_command)

__all__ = ["chain_app", "deploy_command", "thread_app", "world_app"]
