"""What commands show of a contract set."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from saya_py.artifacts.circuits import Circuit
from saya_py.artifacts.manifest import Manifest
from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import AuthMode
from saya_py.core.limbs import to_hex
from saya_py.core.variants import BUNDLE, SYSTEM_MODE, system_functions


def kind_json(manifest: Manifest) -> dict[str, Any]:
    """What set it is."""
    return {
        "profile": manifest.profile,
        "authorisation": manifest.authorisation,
        "development": manifest.development,
        "set_root": to_hex(manifest.set_root),
        "system_root": to_hex(manifest.system_root),
    }


def circuits_json(manifest: Manifest) -> dict[str, Any]:
    """What it is made of."""
    return {
        "system": {name: circuit.to_json() for name, circuit in manifest.system.items()},
        "contracts": [
            {
                "name": contract.name,
                "id": contract.id,
                "functions": [function.to_json() for function in contract.functions],
            }
            for contract in manifest.contracts
        ],
    }


def set_root_line(manifest: Manifest) -> str:
    """The set root, and what is to be known of a set whose proofs only development worlds accept."""
    reasons = []
    if manifest.profile == "fast":
        reasons.append("profile `fast`")
    if manifest.authorisation == "none":
        reasons.append("nobody signs the calls")
    label = f" ({', '.join(reasons)}: for development only)" if reasons else ""
    return f"set root  {to_hex(manifest.set_root)}{label}"


def circuits_table(manifest: Manifest) -> Table:
    """One row a circuit."""
    table = Table("contract", "function", "mode", "circuit")
    table.add_column("a proof holds", justify="right")

    def add(contract: str, function: str, mode: AuthMode, circuit: Circuit, held: str = "call") -> None:
        lanes = f"{circuit.lanes} {held}{'s' if circuit.lanes > 1 else ''}"
        table.add_row(contract, function, mode.label, f"{to_hex(circuit.digest)[:18]}…", lanes)

    numbers = system_functions(manifest.authorisation)
    for name, circuit in manifest.system.items():
        held = "bundle" if numbers[name] == BUNDLE else "call"
        add(f"{SYSTEM_CONTRACT} system", f"{numbers[name]} {name}", SYSTEM_MODE, circuit, held)
    for contract in manifest.contracts:
        for function in contract.functions:
            for mode, circuit in function.circuits.items():
                add(f"{contract.id} {contract.name}", f"{function.id} {function.name}", mode, circuit)
    return table
