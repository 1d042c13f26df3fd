"""A new thread.toml says what it was told, and shows every other setting with its default."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from saya_py.service.settings import ApiSettings, Settings, read_settings
from saya_py.service.thread_toml import NewThread

ADDRESS = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"
NEW = NewThread("http://127.0.0.1:8545", ADDRESS, world=1, number=2, profile="secure")


def read(folder: Path, text: str) -> Settings:
    (folder / "thread.toml").write_text(text)
    return read_settings(folder)


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    said = {"chain": {"rpc": NEW.rpc, "settlement": ADDRESS}, "thread": {"world": 1, "number": 2}}
    assert read(tmp_path, NEW.text()) == Settings.model_validate(said)


def test_what_is_said_is_read_back(tmp_path: Path) -> None:
    keystore = Path('/keys of "mine"\\account.json')
    new = NewThread(NEW.rpc, ADDRESS, 3, 4, "fast", keystore, 0, run_sources=True, listen="0.0.0.0:80")
    found = read(tmp_path, new.text())
    assert (found.chain.account, found.chain.finality_blocks) == (str(keystore), 0)
    assert (found.thread.world, found.thread.number) == (3, 4)
    assert (found.set.profile, found.set.run_sources) == ("fast", True)
    assert found.api == ApiSettings(listen="0.0.0.0:80")


def test_every_setting_is_shown_with_its_default(tmp_path: Path) -> None:
    """What stands behind `#` can be taken out of the comment as it is."""
    shown = re.sub(r"^# (\[\w+\]|\w+ = .*)$", r"\1", NEW.text(), flags=re.MULTILINE)
    assert read(tmp_path, shown)
    found = tomllib.loads(shown)
    sections: dict[str, type[BaseModel]] = {
        name: field.annotation if name != "api" else ApiSettings  # type: ignore[misc]
        for name, field in Settings.model_fields.items()
    }
    assert set(found) == set(sections)
    for name, section in sections.items():
        assert set(found[name]) == set(section.model_fields)
        for setting, field in section.model_fields.items():
            if not field.is_required() and field.default is not None:
                assert found[name][setting] == field.default, setting


@pytest.mark.parametrize("part", ["rpc", "settlement", "profile"])
def test_texts_are_quoted(tmp_path: Path, part: str) -> None:
    odd: dict[str, Any] = {**vars(NEW), part: 'a "b" \\ é\n'}
    found = tomllib.loads(NewThread(**odd).text())
    assert (found["set"] if part == "profile" else found["chain"])[part] == odd[part]
