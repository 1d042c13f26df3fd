"""A private PostgreSQL in a temporary folder, reached over a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from saya_py.store.schema import REVISION, upgrade
from saya_py.store.tables import Base

# An empty cluster has nothing to lose.
_SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=40 -c shared_buffers=16MB -c autovacuum=off"


def binaries() -> Path | None:
    """Where the server's programs are: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found is not None and shutil.which("pg_ctl", path=str(Path(found).parent)) is not None:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


def memory() -> str | None:
    """A folder in memory with some room, so that tests do not wait for disks; None where there is none."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > 1 << 30 else None


class Cluster:
    """A running server. It refuses to run as root, so tests that do give it to another user of the machine."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="saya-pg-", dir=memory()))
        self._data = self._folder / "data"
        self._user = self._other_user()
        self._numbers = count(1)
        self._has_store = False
        self._run("initdb", "-D", str(self._data), "-U", "saya", "-A", "trust", "-E", "UTF8", "--no-sync", "-N")
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql://saya@/{database}?host={self._folder}"

    def empty(self) -> str:
        """URL of a new database without tables."""
        name = f"test_{next(self._numbers)}"
        with self.connect("postgres") as server:
            server.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def store(self) -> str:
        """URL of the one database with a store's tables; whatever was in it is gone. A new one would take a second."""
        if not self._has_store:
            with self.connect("postgres") as server:
                server.execute("CREATE DATABASE store")
            upgrade(self.url("store"))
            self._has_store = True
        with self.connect("store") as server:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            server.execute(f"TRUNCATE {names} RESTART IDENTITY".encode())
            server.execute("UPDATE alembic_version SET version_num = %s", [REVISION])
        return self.url("store")

    def copy_of_store(self) -> str:
        """URL of a copy of that database, which nobody has open."""
        with self.connect("postgres") as server:
            server.execute("DROP DATABASE IF EXISTS store_copy WITH (FORCE)")
            server.execute("CREATE DATABASE store_copy TEMPLATE store")
        return self.url("store_copy")

    def connect(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self._folder), user="saya", dbname=database, autocommit=True)

    def start(self) -> None:
        options = f"{_SETTINGS} -k {self._folder}"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(log), "-w", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        """As if the machine had lost its power."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _other_user(self) -> Mapping[str, Any]:
        if os.geteuid() != 0:
            return {}
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        other = names.get("postgres") or names["nobody"]
        shutil.chown(self._folder, other.pw_uid, other.pw_gid)
        return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self._user,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"
