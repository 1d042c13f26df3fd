"""Forge artifacts: ABI and creation code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.chain.evm.layout import artifact_path


@dataclass(frozen=True)
class Artifact:
    """What deployment and calls need of a built contract."""

    name: str
    abi: list[dict[str, Any]]
    bytecode: str
    links: Mapping[str, Mapping[str, list[dict[str, int]]]]

    def linked(self, addresses: Mapping[str, str]) -> str:
        """Creation code as hex with every library of `links` replaced by its address (`addresses` by library name).

        Raises:
            KeyError: a library that the code needs is not in `addresses`.
        """
        code = self.bytecode.removeprefix("0x")
        for libraries in self.links.values():
            for library, places in libraries.items():
                address = addresses[library].removeprefix("0x").lower()
                for place in places:
                    start = 2 * place["start"]
                    code = code[:start] + address + code[start + 2 * place["length"] :]
        return "0x" + code


def load_artifact(contract: str, source: str | None = None) -> Artifact:
    """Artifact of `contract` as `forge build` left it; `source` is its file name where that differs.

    Raises:
        ConfigError: the contract is not built.
    """
    raw = json.loads(artifact_path(source or f"{contract}.sol", contract).read_text())
    bytecode = raw["bytecode"]
    return Artifact(contract, raw["abi"], bytecode["object"], bytecode.get("linkReferences", {}))
