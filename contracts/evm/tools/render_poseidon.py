"""Renders `src/verifier/generated/PoseidonTables.sol` from the tables in `tests/vectors/gates.json`.

Usage: python3 contracts/evm/tools/render_poseidon.py [--check]
With --check nothing is written; the exit status is 1 if the committed file differs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

EVM = Path(__file__).resolve().parent.parent
VECTORS = EVM.parent.parent / "tests" / "vectors" / "gates.json"
OUTPUT = EVM / "src" / "verifier" / "generated" / "PoseidonTables.sol"

WIDTH = 12
HALF_FULL_ROUNDS = 4
PARTIAL_ROUNDS = 22

HEADER = """\
// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_poseidon.py from plonky2's tables (tests/vectors/gates.json). Do not edit.

/// @dev Poseidon-12's tables as 8-byte big-endian numbers, in this order: constants of the 8 full rounds (96),
/// constants before the partial rounds (12), constants after their S-boxes (22, the last is 0), the vectors v
/// (22 x 11) and w (22 x 11) of their sparse matrices, the initial matrix (11 x 11, row by row).
"""


def numbers(tables: dict[str, list[str]]) -> list[int]:
    """All table entries in the order of the rendered constant."""
    all_rounds = [int(x) for x in tables["round_constants"]]
    last_full = WIDTH * (HALF_FULL_ROUNDS + PARTIAL_ROUNDS)
    full = all_rounds[: WIDTH * HALF_FULL_ROUNDS] + all_rounds[last_full:]
    rest = [
        "partial_first_constants",
        "partial_constants",
        "partial_vs",
        "partial_w_hats",
        "partial_initial_matrix",
    ]
    return full + [int(x) for name in rest for x in tables[name]]


def render(tables: dict[str, list[str]]) -> str:
    """The Solidity source."""
    entries = [f"{x:016x}" for x in numbers(tables)]
    rows = ["".join(entries[i : i + 6]) for i in range(0, len(entries), 6)]
    literals = "\n".join(f'    hex"{row}"' for row in rows)
    return f"{HEADER}bytes constant POSEIDON_TABLES = {literals.lstrip()};\n"


def main() -> int:
    text = render(json.loads(VECTORS.read_text())["poseidon"])
    if "--check" in sys.argv[1:]:
        return 0 if OUTPUT.read_text() == text else 1
    OUTPUT.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
