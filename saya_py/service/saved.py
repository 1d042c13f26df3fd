"""Proofs as files."""

from __future__ import annotations

import json
from pathlib import Path

from saya_py.proving.engine import ProvenSubBlock


def save_proof(folder: Path, os_version: int, proven: ProvenSubBlock) -> None:
    """Write `sub-block-SEQ.proof` (the bytes the chain verifies) and `sub-block-SEQ.json` (its statement)."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"sub-block-{proven.job.seq}"
    (folder / f"{name}.proof").write_bytes(proven.proof)
    statement = {
        "os_version": f"0x{os_version:064x}",
        "statement": proven.statement,
        "commit": "0x" + proven.commit.hex(),
        "inputs": "0x" + proven.inputs.hex(),
        "outputs": "0x" + proven.outputs.hex(),
        "proof": f"{name}.proof",
    }
    (folder / f"{name}.json").write_text(json.dumps(statement, indent=2) + "\n")
