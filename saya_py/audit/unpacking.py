"""A bundle's call data and contract sets as files."""

from __future__ import annotations

from pathlib import Path

from saya_py.artifacts.build import ABI_FILE, MANIFEST_FILE
from saya_py.artifacts.files import write_text
from saya_py.audit.bundle_reading import Bundle
from saya_py.audit.evidence import Unknown
from saya_py.core.call_data import FOLDER, file_name
from saya_py.core.errors import UserError

SET_FOLDER = "set"


def unpack(bundle: Bundle, folder: Path) -> list[Path]:
    """Write the files of `bundle` into `folder`, laid out like the folder of a service, and return their paths.

    The first contract set is in `set`, others in `set-2` and so on. Nothing in the files is checked: audits do that.

    Raises:
        UserError: a file cannot be written, or is there already with another content.
    """
    texts: dict[Path, str] = {}
    for number, files in enumerate(bundle.sets, start=1):
        inside = folder / (SET_FOLDER if number == 1 else f"{SET_FOLDER}-{number}")
        texts[inside / MANIFEST_FILE] = files.manifest
        if files.abi is not None:
            texts[inside / ABI_FILE] = files.abi
    for seq in bundle.files:
        calls = bundle.calls(seq)
        if not isinstance(calls, Unknown):
            texts[folder / FOLDER / file_name(seq)] = calls.decode()
    for path, text in texts.items():
        if path.exists() and path.read_bytes() != text.encode():
            raise UserError(f"{path} is there already, with another content; choose another folder")
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)
