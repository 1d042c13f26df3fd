"""Runs migrations: in the transaction of `saya_py.store.schema`, or for the `alembic` command with `-x url=…`."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from saya_py.core.errors import ConfigError
from saya_py.store.database import Database
from saya_py.store.tables import Base


def render(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write the column types of this package as what they are in the database, so that migrations stay as they are."""
    return f"sa.{item.impl_instance!r}" if isinstance(item, TypeDecorator) else False


def run(connection: Connection) -> None:
    """Migrate over `connection`; SQLite changes a table by copying it."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("url")
    if url is None:
        raise ConfigError("say which database: alembic -x url=sqlite:///path/of/file …")
    database = Database(url, foreign_keys=False)
    with database.alone() as held:
        run(held)
    database.close()
