"""`sayapy store`: looking after the database of a thread."""

from __future__ import annotations

from typing import Annotated

import typer

store_app = typer.Typer(help="Look after the database of a thread.", no_args_is_help=True)


@store_app.command()
def upgrade(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="`sqlite:///path/of/file` or `postgresql://user@host/name`.")
    ],
) -> None:
    """Give an empty database the tables of a store, or bring those of an older version up to this one."""
    # Imported here: SQLAlchemy costs half a second that other commands need not wait for.
    from saya_py.store.schema import upgrade as upgrade_tables

    before, after = upgrade_tables(url)
    if before == after:
        typer.echo(f"the store has revision {after} already")
    elif before is None:
        typer.echo(f"the database is a store of revision {after} now")
    else:
        typer.echo(f"the store went from revision {before} to {after}")
