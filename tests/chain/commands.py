"""Running `sayapy` as a user does, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from saya_py.chain.evm.accounts import anvil_account
from saya_py.cli.app import main


@dataclass
class Told:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


Run = Callable[..., Told]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs a command line."""
    monkeypatch.setenv("COLUMNS", "160")

    def run(*args: object) -> Told:
        monkeypatch.setattr("sys.argv", ["sayapy", *map(str, args)])
        with pytest.raises(SystemExit) as exit_:
            main()
        shown = capsys.readouterr()
        return Told(int(exit_.value.code or 0), shown.out, shown.err)

    return run


def l2_key(account: int) -> str:
    """What SAYAPY_L2_KEY has for an account of the local chain."""
    return "0x" + bytes(anvil_account(account).key).hex()
