"""What an operator writes into `thread.toml`."""

from pathlib import Path

import pytest

from saya_py.core.errors import ConfigError
from saya_py.service.folder import ServiceFolder
from saya_py.service.settings import SETTINGS_FILE, read_settings

LEAST = """
[chain]
rpc = "http://127.0.0.1:8545"
settlement = "0x00000000000000000000000000000000000000a1"
[thread]
world = 1
number = 2
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / SETTINGS_FILE).write_text(text)
    return tmp_path


def test_chain_and_thread_are_all_that_must_be_said(tmp_path: Path) -> None:
    settings = read_settings(folder_with(tmp_path, LEAST))
    assert (settings.thread.world, settings.thread.number) == (1, 2)
    assert settings.set.profile == "secure"
    assert settings.api is None
    assert settings.chain.finality_blocks == 12


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = LEAST.replace("number = 2", 'number = "2"') + '[fees]\nmax_fee_gewi = 3\n[set]\nprofile = "quick"\n'
    with pytest.raises(ConfigError) as caught:
        read_settings(folder_with(tmp_path, text))
    for place in ("thread.number", "fees.max_fee_gewi", "set.profile"):
        assert place in str(caught.value)


@pytest.mark.parametrize("text", [LEAST + "[fees", LEAST + "[fees]\nmax_fee_gwei = nan\n", "\xff"])
def test_what_is_no_setting_is_a_mistake_of_configuration(tmp_path: Path, text: str) -> None:
    (tmp_path / SETTINGS_FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match=SETTINGS_FILE):
        read_settings(tmp_path)


def test_a_folder_without_settings_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="sayapy thread init"):
        read_settings(tmp_path)


def test_relative_paths_are_seen_from_the_folder(tmp_path: Path) -> None:
    folder = ServiceFolder.read(folder_with(tmp_path, LEAST))
    assert folder.store_url == f"sqlite:///{tmp_path.resolve()}/thread.db"
    assert folder.blobs == tmp_path.resolve() / "blobs"


def test_other_databases_are_left_as_they_are(tmp_path: Path) -> None:
    url = "postgresql://saya@db.example/threads"
    folder = ServiceFolder.read(folder_with(tmp_path, LEAST + f'[store]\nurl = "{url}"\n'))
    assert folder.store_url == url


def test_what_is_no_url_of_a_database_is_told(tmp_path: Path) -> None:
    folder = ServiceFolder.read(folder_with(tmp_path, LEAST + '[store]\nurl = "thread.db"\n'))
    with pytest.raises(ConfigError, match=r"store\.url"):
        _ = folder.store_url
