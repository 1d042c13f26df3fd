"""The code in docs/wallet.md runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.wallet.conftest import CHEAP

PAGE = Path(__file__).parents[3] / "docs" / "wallet.md"


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("saya_py.wallet.wallet.Cost", lambda: CHEAP)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    assert len(list((tmp_path / "state/saya_py/wallets").glob("*.json"))) == 4
