"""Tables, their revisions, and refusing to open what is of another one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from saya_py.core.errors import ConfigError, SayaError, StoreDamaged, WrongSchema
from saya_py.store import Store
from saya_py.store.database import Database
from saya_py.store.schema import MIGRATIONS, REVISION, downgrade, upgrade
from saya_py.store.tables import Base


def tables(url: str) -> set[str]:
    database = Database(url)
    try:
        with database.read() as session:
            return set(inspect(session.connection()).get_table_names())
    finally:
        database.close()


def set_revision(url: str, revision: str) -> None:
    database = Database(url)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    database.close()


def test_up_down_up(empty_url: str) -> None:
    assert upgrade(empty_url) == (None, REVISION)
    assert tables(empty_url) == {*Base.metadata.tables, "alembic_version"}
    assert downgrade(empty_url, "base") == (REVISION, None)
    assert tables(empty_url) == {"alembic_version"}
    assert upgrade(empty_url) == (None, REVISION)
    assert upgrade(empty_url) == (REVISION, REVISION)


def test_the_tables_of_the_migrations_are_those_of_the_models(url: str) -> None:
    database = Database(url)
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_check_constraints_are_those_of_the_models(url: str, empty_url: str) -> None:
    """Alembic does not compare them."""
    modelled, migrated = Database(empty_url), Database(url)
    Base.metadata.create_all(modelled.engine)
    found = []
    for database in (modelled, migrated):
        with database.read() as session:
            look = inspect(session.connection())
            found.append(
                {
                    (table, check["name"], "".join(check["sqltext"].split()))
                    for table in Base.metadata.tables
                    for check in look.get_check_constraints(table)
                }
            )
        database.close()
    assert found[0] == found[1]
    assert len(found[0]) > 10


def test_this_software_knows_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == REVISION
    assert sorted(script.revision for script in scripts.walk_revisions()) == [
        f"{number:04}" for number in range(1, int(REVISION) + 1)
    ], "revisions are numbered without gaps, so that older and newer can be told apart"


def test_an_older_store_says_which_command_brings_it_up(url: str, blobs: Path) -> None:
    set_revision(url, "0000")
    with pytest.raises(
        WrongSchema, match=r"revision 0000, older than 0002: .*`sayapy store upgrade (sqlite|postgresql)"
    ):
        Store.open(url, blobs, create=True)


def test_a_newer_store_is_refused_and_left_alone(url: str, blobs: Path) -> None:
    set_revision(url, "9999")
    with pytest.raises(WrongSchema, match="newer"):
        Store.open(url, blobs, create=True)
    with pytest.raises(WrongSchema, match="newer"):
        upgrade(url)
    assert tables(url) == {*Base.metadata.tables, "alembic_version"}


def test_an_empty_database_becomes_a_store_only_on_request(empty_url: str, blobs: Path) -> None:
    with pytest.raises(WrongSchema, match="no tables yet"):
        Store.open(empty_url, blobs)
    Store.open(empty_url, blobs, create=True).close()
    Store.open(empty_url, blobs).close()


def test_the_database_of_another_program_is_refused(empty_url: str, blobs: Path) -> None:
    database = Database(empty_url)
    with database.write() as session:
        session.execute(text("CREATE TABLE users (id INTEGER)"))
    database.close()
    with pytest.raises(WrongSchema, match="a database of its own"):
        Store.open(empty_url, blobs, create=True)
    assert tables(empty_url) == {"users"}


def test_several_that_make_a_store_at_once_make_one(empty_url: str, blobs: Path) -> None:
    failures: list[Exception] = []

    def make() -> None:
        try:
            Store.open(empty_url, blobs, create=True).close()
        except SayaError as error:
            failures.append(error)

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failures == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("no url", "is no database URL"),
        ("sqlite://", "would be lost"),
        ("sqlite:///:memory:", "would be lost"),
        ("mysql://somewhere/store", "not in mysql"),
    ],
)
def test_urls_that_are_none(wrong: str, message: str, blobs: Path) -> None:
    with pytest.raises(ConfigError, match=message):
        Store.open(wrong, blobs)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, blobs: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Alice, " * 100)
    with pytest.raises(StoreDamaged, match=r"letter\.txt"):
        Store.open(f"sqlite:///{path}", blobs)


def test_stores_may_be_made_at_once_in_one_process(tmp_path: Path) -> None:
    def make(number: int) -> None:
        Store.open(f"sqlite:///{tmp_path}/{number}.db", tmp_path / "blobs", create=True).close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(16)))
