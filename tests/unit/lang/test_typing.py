"""What a type checker says about contracts."""

import os
from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[3]
CONTRACT = """
from saya_py.lang import U32, U64, Bool, Contract, Map, User, Var, function

class Test(Contract):
    total: Var[U64]
    open: Var[Bool]
    score: Map[User, U32]

    @function
    def run(self, n: U32, x: U64) -> None:
        self.score[self.caller] -= n * 3
        self.total += x
        self.open = 0 < n <= 5 and not self.open
        self.score[1] = 0
        reveal_type(self.total)
        reveal_type(self.score[self.caller] + 1)
        self.total = n  # E
        self.score[self.caller] = x  # E
        self.score[x] = n  # E
        self.total = self.total + n  # E
        assert self.caller < 3, "x"  # E
        y = n // 2  # E
"""


def test_contracts_type_check_and_mistakes_in_types_are_found(tmp_path):
    file = tmp_path / "contract.py"
    file.write_text(CONTRACT)
    cache = os.fspath(tmp_path / "cache")
    output, errors, _ = api.run(["--strict", "--no-error-summary", f"--cache-dir={cache}", os.fspath(file)])
    assert errors == ""
    lines = [line.split(":", 3) for line in output.splitlines()]
    marked = {number for number, line in enumerate(CONTRACT.splitlines(), start=1) if line.endswith("# E")}
    assert {int(number) for _, number, kind, _ in lines if "error" in kind} == marked
    revealed = [text for _, _, kind, text in lines if "note" in kind and "Revealed" in text]
    assert ["U64" in revealed[0], "U32" in revealed[1]] == [True, True]
