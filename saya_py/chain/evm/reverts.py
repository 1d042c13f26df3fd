"""Reading the custom error that a call reverted with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_utils.crypto import keccak

from saya_py.chain.evm.advice import ADVICE

# The two errors that Solidity itself raises, in ABI form.
_BUILT_IN: list[dict[str, Any]] = [
    {"type": "error", "name": "Error", "inputs": [{"name": "message", "type": "string"}]},
    {"type": "error", "name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
]


@dataclass(frozen=True)
class Revert:
    """A decoded revert: the error's name and its arguments by name."""

    name: str
    arguments: dict[str, Any]

    def __str__(self) -> str:
        shown = (
            f"{name}={'0x' + value.hex() if isinstance(value, bytes) else value}"
            for name, value in self.arguments.items()
        )
        return f"{self.name}({', '.join(shown)})"

    def explained(self) -> str:
        """The error, and what to do about it where that is known."""
        advice = ADVICE.get(self.name)
        return str(self) if advice is None else f"{self}: {advice}"


class RevertDecoder:
    """Decodes revert data by the error definitions of several ABIs."""

    def __init__(self, abis: Iterable[list[dict[str, Any]]]) -> None:
        """Collect the errors of `abis`; the same definition in two of them is one error."""
        self._errors: dict[bytes, dict[str, Any]] = {}
        for item in [*_BUILT_IN, *(item for abi in abis for item in abi if item["type"] == "error")]:
            signature = f"{item['name']}({','.join(_type(part) for part in item['inputs'])})"
            self._errors[keccak(text=signature)[:4]] = item

    def decode(self, data: bytes) -> Revert:
        """The error in `data`; unknown or empty data gives `Revert("unknown", {"data": data})`."""
        item = self._errors.get(data[:4])
        if item is None:
            return Revert("unknown", {"data": data})
        values = decode([_type(part) for part in item["inputs"]], data[4:])
        names = [part["name"] or str(place) for place, part in enumerate(item["inputs"])]
        return Revert(item["name"], dict(zip(names, values, strict=True)))


def _type(part: dict[str, Any]) -> str:
    """Canonical ABI type; a tuple is spelt out by its components."""
    kind: str = part["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_type(inner) for inner in part['components'])}){kind.removeprefix('tuple')}"
