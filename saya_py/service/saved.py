"""Proofs as files."""

from __future__ import annotations

import json
from pathlib import Path

from saya_py import _native
from saya_py.proving.engine import ProvenSubBlock


def save_proof(folder: Path, proven: ProvenSubBlock) -> None:
    """Write `sub-block-SEQ.proof`, which `sayapy verify` judges, and its statement for people, `sub-block-SEQ.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"sub-block-{proven.job.seq}"
    statement = json.dumps(proven.statement)
    (folder / f"{name}.proof").write_bytes(_native.proof_file(statement, proven.commit, proven.proof))
    shown = {"statement": proven.statement, "commit": "0x" + proven.commit.hex(), "proof": f"{name}.proof"}
    (folder / f"{name}.json").write_text(json.dumps(shown, indent=2) + "\n")
