"""Call data from a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from saya_py.audit.evidence import Unknown
from saya_py.core.call_data import FOLDER, LIMIT, CallData, decode_call_data, file_name
from saya_py.core.errors import AuditFileError, EncodingError

CallFile: TypeAlias = bytes | Unknown
CallFiles: TypeAlias = Callable[[int], CallFile]
"""The file with the calls of a sub-block, by number. Nothing in it is believed before it is compared with the chain."""


class CallFolder:
    """The folder of a service, or its `call-data` alone."""

    def __init__(self, path: Path) -> None:
        """Look into `path`.

        Raises:
            AuditFileError: it is no folder.
        """
        if not path.is_dir():
            raise AuditFileError(f"{path} is no folder; pass that of a thread's service, or one with call data")
        inside = path / FOLDER
        self._folder = inside if inside.is_dir() else path

    def __call__(self, seq: int) -> CallFile:
        """The file of sub-block `seq`."""
        file = self._folder / file_name(seq)
        try:
            with file.open("rb") as opened:
                found = opened.read(LIMIT + 1)
        except OSError as error:
            return Unknown(f"the call data {file.name} cannot be read: {error.strerror}")
        return found if len(found) <= LIMIT else Unknown(f"the call data {file.name} has more than {LIMIT} bytes")


def no_calls(seq: int) -> CallFile:
    """When nobody has given any."""
    return Unknown(f"no call data of sub-block {seq} was given; pass --calls")


def read_calls(file: CallFile) -> CallData | Unknown:
    """What is in a file; unknown when it is no call data."""
    if isinstance(file, Unknown):
        return file
    try:
        return decode_call_data(file)
    except EncodingError as error:
        return Unknown(f"the file with the calls cannot be read: {error}")
