"""The OS version that proves a set: known of every released version, without building circuits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saya_py import _native
from saya_py.core.variants import Authorisation


@dataclass(frozen=True)
class OsVersion:
    """The name of a circuit family, below 2^252, and whether only development worlds accept it."""

    number: int
    development: bool

    @property
    def hex(self) -> str:
        """As files and reports have it: 0x and 64 digits."""
        return f"0x{self.number:064x}"


def os_version_of(profile: str, authorisation: Authorisation) -> OsVersion:
    """The version of sets of a profile whose calls are authorised in this way.

    Raises:
        ProverRefused: the profile is unknown.
    """
    number, development = _native.released_os_version(profile, authorisation)
    return OsVersion(int.from_bytes(number), development)


def released_versions() -> Mapping[str, OsVersion]:
    """The versions that this program knows, by profile and kind."""
    found = {f"profile {profile}": os_version_of(profile, "signed") for profile in ("secure", "fast")}
    return {**found, "profile secure, unsigned": os_version_of("secure", "none")}
