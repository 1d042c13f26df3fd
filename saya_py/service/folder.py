"""The folder of a thread: its settings, contract set, database, blobs, spool and published calls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from saya_py.artifacts.abi import Abi, parse_abi
from saya_py.artifacts.build import ABI_FILE, MANIFEST_FILE
from saya_py.artifacts.files import read_text
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.core.errors import ConfigError
from saya_py.service.settings import Settings, read_settings

SPOOL = "spool"
CALL_DATA = "call-data"


@dataclass(frozen=True)
class ServiceFolder:
    """Paths and settings of one thread; nothing is opened here."""

    path: Path
    settings: Settings

    @classmethod
    def read(cls, path: Path) -> ServiceFolder:
        """The thread in the folder `path`.

        Raises:
            ConfigError: it is no such folder, or its settings have mistakes.
        """
        return cls(path.resolve(), read_settings(path))

    @property
    def store_url(self) -> str:
        """URL of the database; SQLite files are absolute."""
        given = self.settings.store.url
        try:
            url = make_url(given)
        except ArgumentError:
            raise ConfigError(f"store.url is no URL of a database: {given!r}") from None
        if url.get_backend_name() != "sqlite" or not url.database:
            return given
        return f"sqlite:///{self.path / url.database}"

    @property
    def blobs(self) -> Path:
        """Folder of proofs and job inputs."""
        return self.path / self.settings.store.blobs

    @property
    def spool(self) -> Path:
        """Folder in which other processes hand in submissions."""
        return self.path / SPOOL

    @property
    def call_data(self) -> Path:
        """Folder with the calls of settled sub-blocks, for auditors."""
        return self.path / CALL_DATA

    @property
    def keystore(self) -> Path | None:
        """Keystore of the account that settles, when the settings name one."""
        account = self.settings.chain.account
        return None if account is None else self.path / account

    @cached_property
    def manifest(self) -> Manifest:
        """The contract set's manifest.

        Raises:
            ConfigError: it is of another profile than the settings say.
            ArtifactError: there is none, or it is none.
        """
        file = self.path / self.settings.set.folder / MANIFEST_FILE
        manifest = parse_manifest(read_text(file), str(file))
        if manifest.profile != self.settings.set.profile:
            raise ConfigError(
                f"{file} is of the profile `{manifest.profile}`, but set.profile says `{self.settings.set.profile}`: "
                "compile the set again with --profile, or change the setting"
            )
        return manifest

    @cached_property
    def abi(self) -> Abi:
        """The contract set's ABI.

        Raises:
            ArtifactError: there is none, or it is none.
        """
        file = self.path / self.settings.set.folder / ABI_FILE
        return parse_abi(read_text(file), str(file))
