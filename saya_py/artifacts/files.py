"""Reading and writing the files of a set."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from saya_py.core.errors import ArtifactError, UserError


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, exactly.

    Raises:
        ArtifactError: it is not there, or is no such text.
    """
    try:
        return file.read_bytes().decode()
    except OSError as error:
        raise ArtifactError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ArtifactError(f"{file} is not UTF-8") from None


def write_text(file: Path, text: str) -> None:
    """Write a text in UTF-8 so that readers see the old file or the new one.

    Raises:
        UserError: the folder or the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("wb", dir=file.parent, delete=False) as part:
            part.write(text.encode())
        Path(part.name).chmod(0o644)
        Path(part.name).replace(file)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}") from None
