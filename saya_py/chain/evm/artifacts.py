"""Forge artifacts: ABI and creation code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from saya_py.chain.evm.layout import artifact_path


@dataclass(frozen=True)
class Artifact:
    """What deployment and calls need of a built contract; `bytecode` is creation code as 0x hex."""

    abi: list[dict[str, Any]]
    bytecode: str


def load_artifact(contract: str) -> Artifact:
    """Artifact of `contract`, which stands in a file of its own name, as `forge build` left it.

    Raises:
        ConfigError: the contract is not built.
    """
    raw = json.loads(artifact_path(contract).read_text())
    return Artifact(raw["abi"], raw["bytecode"]["object"])
