"""Where the Foundry project of this working copy keeps its tools and artifacts."""

from __future__ import annotations

from pathlib import Path

from saya_py.core.errors import ConfigError

EVM_PROJECT = Path(__file__).resolve().parents[3] / "contracts" / "evm"


def anvil_binary() -> Path:
    """The native anvil that npm installed for this platform.

    Not the `anvil` wrapper script: that one starts the binary as a child and a kill of the wrapper may leave it behind.
    """
    for package in sorted((EVM_PROJECT / "node_modules" / "@foundry-rs").glob("anvil-*")):
        for name in ("anvil", "anvil.exe"):
            binary = package / "bin" / name
            if binary.is_file():
                return binary
    raise ConfigError("anvil is not installed in contracts/evm/node_modules: run `make setup`.")


def artifact_path(contract: str) -> Path:
    """Path of the forge artifact of `contract`, which stands in a file of its own name."""
    path = EVM_PROJECT / "out" / f"{contract}.sol" / f"{contract}.json"
    if not path.is_file():
        raise ConfigError(f"the contract {contract} is not built : run `make setup`.")
    return path
