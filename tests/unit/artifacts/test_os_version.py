"""OS versions as the list of released ones has them, without circuits; tests/e2e compares them with built ones."""

import json
from pathlib import Path

import pytest

from saya_py.artifacts.os_version import OsVersion, os_version_of
from saya_py.core.errors import ProverRefused
from saya_py.core.variants import Authorisation

RELEASED = Path(__file__).parents[3] / "prover" / "verifier" / "released" / "versions.json"


@pytest.mark.parametrize(
    ("profile", "authorisation", "development"),
    [("secure", "signed", False), ("secure", "none", True), ("fast", "signed", True), ("fast", "none", True)],
)
def test_a_set_has_the_released_version_of_its_kind(
    profile: str, authorisation: Authorisation, development: bool
) -> None:
    version = os_version_of(profile, authorisation)
    (released,) = [
        each
        for each in json.loads(RELEASED.read_text())
        if (each["profile"], each["development"]) == (profile, development)
    ]
    assert version == OsVersion(int(released["os_version"], 16), development)
    assert version.hex == released["os_version"]


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ProverRefused, match="unknown profile `quick`"):
        os_version_of("quick", "signed")
