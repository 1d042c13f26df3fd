"""The committed vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Times of single examples say nothing on a loaded machine.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")

VECTORS = Path(__file__).parents[2] / "vectors" / "core.json"


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    return json.loads(VECTORS.read_text())
