"""Making the folder of a thread, after finding out that chain, set and account fit each other."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from eth_account.signers.local import LocalAccount

from saya_py.artifacts.build import ABI_FILE, MANIFEST_FILE
from saya_py.artifacts.files import read_text
from saya_py.core.errors import UserError
from saya_py.service.assembly import Assembly, assemble
from saya_py.service.folder import ServiceFolder
from saya_py.service.settings import SETTINGS_FILE, SetSettings, parse_settings
from saya_py.service.spool import Spool
from saya_py.service.thread_toml import NewThread


def make_folder(path: Path, new: NewThread, build: Path, account: LocalAccount) -> Assembly:
    """Write the folder `path` for a thread that `account` settles, with the set that is in `build`.

    Everything that `sayapy run` looks at before it starts is looked at here.

    Raises:
        UserError: the folder is not empty, or cannot be made; or the world or the thread is not there, or the account
            may not settle for it.
        ArtifactError: there is no compiled set in `build`.
        ConfigError: a setting cannot be used.
        ChainUnavailable: the node does not answer.
        WrongChain: there is no settlement contract where the settings say.
        Mismatch: the contracts are not those of the manifest, or the set is not the one that the world adopted.
    """
    target = path.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{path} exists already and is not an empty folder: choose another one, or remove it first")
    # Before there is a draft, whose path nobody knows.
    parse_settings(new.text(), SETTINGS_FILE)
    files = {name: read_text(build / name) for name in (ABI_FILE, MANIFEST_FILE)}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as draft:
            assembly = _drafted(Path(draft) / target.name, new, files, account)
            if target.exists():
                target.rmdir()
            shutil.move(Path(draft) / target.name, target)
    except OSError as error:
        raise UserError(f"{path} cannot be made: {error.strerror}") from None
    return assembly


def _drafted(folder: Path, new: NewThread, files: dict[str, str], account: LocalAccount) -> Assembly:
    compiled = folder / SetSettings().folder
    compiled.mkdir(parents=True)
    for name, text in files.items():
        (compiled / name).write_bytes(text.encode())
    (folder / SETTINGS_FILE).write_text(new.text(), encoding="utf-8")
    found = ServiceFolder.read(folder)
    assembly = assemble(found, account)
    Spool(found.spool)
    return assembly
