"""The demo's contract set as files, as `sayapy compile` writes them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.artifacts.build import build_set
from saya_py.artifacts.circuits import Progress
from saya_py.artifacts.manifest import Manifest
from saya_py.artifacts.os_version import os_version_of
from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.core.limbs import to_bytes
from saya_py.proving.engine import ProfileName


@dataclass(frozen=True)
class CompiledSet:
    """The manifest, and the folder that it was written to with the ABI."""

    folder: Path
    profile: ProfileName
    manifest: Manifest

    @property
    def os_version(self) -> int:
        """Names the circuit family."""
        return os_version_of(self.profile, self.manifest.authorisation).number

    @property
    def set_root(self) -> bytes:
        """Root of the whitelist of circuits, 32 bytes."""
        return to_bytes(self.manifest.set_root)

    @property
    def development(self) -> bool:
        """Whether only development worlds accept it."""
        return self.manifest.development


def compile_gems(profile: ProfileName, folder: Path, progress: Progress) -> CompiledSet:
    """Compile Diamonds & Rubies for signed calls, and write ABI and manifest into `folder`."""
    source = Path(inspect.getfile(DiamondsAndRubies)).resolve()
    project = find_project([str(source)], source.parent)
    built = build_set(project, load_set(project), profile, "signed", progress)
    built.write(folder)
    return CompiledSet(folder, profile, built.manifest)
