"""`sayapy thread init`: a folder that fits the chain, or none; circuits and verifiers cost nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from eth_account import Account as L2Account

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.service.folder import ServiceFolder
from tests.chain.commands import Run, l2_key
from tests.chain.test_world_commands import SECURE, sayapy, sets, settlement, world

__all__ = ["sayapy", "sets", "settlement", "world"]


@pytest.fixture
def init(sayapy: Run, sets: dict[str, Path], world: int) -> tuple[object, ...]:
    """The command, in a project with the set, for thread 1 of the world."""
    sayapy("thread", "open", "--world", world)
    return ("thread", "init", "there", "--world", world, "--thread", 1, "--build", sets["secure"].parent)


def refused(sayapy: Run, init: tuple[object, ...], *more: object) -> str:
    """What a refused command says; it leaves nothing behind."""
    told = sayapy(*init, *more)
    assert told.status != 0
    assert not list(Path().iterdir())
    return told.err


def test_the_folder_is_that_of_the_thread(
    sayapy: Run, init: tuple[object, ...], settlement: ZkThreadsClient, sets: dict[str, Path], world: int
) -> None:
    told = sayapy(*init, "--json").json
    account = anvil_account(1).address
    assert (told["account"], told["prover"]) == (account, account.lower())
    assert (told["os_version"], told["development"]) == (SECURE.hex, False)
    folder = ServiceFolder.read(Path("there"))
    chain, thread = folder.settings.chain, folder.settings.thread
    assert (chain.settlement, chain.account) == (settlement.address, None)
    assert (thread.world, thread.number) == (world, 1)
    assert folder.manifest.text() == sets["secure"].read_text()
    assert folder.abi.contracts[0].name == "Shop"
    assert folder.spool.is_dir()
    assert [path.name for path in Path().iterdir()] == ["there"], "no draft is left"

    again = sayapy(*init)
    assert again.status == 2
    assert "is not an empty folder" in again.err


def test_a_delegate_settles_with_a_keystore(
    sayapy: Run, init: tuple[object, ...], monkeypatch: pytest.MonkeyPatch, world: int
) -> None:
    delegate = anvil_account(3)
    sayapy("thread", "delegate", delegate.address, "--world", world, "--thread", 1)
    Path("key.json").write_text(json.dumps(L2Account.encrypt(delegate.key, "secret", kdf="scrypt", iterations=2)))
    monkeypatch.setenv("SAYAPY_KEYSTORE_PASSWORD", "secret")
    Path("there").mkdir()
    told = sayapy(*init, "--keystore", "key.json", "--listen", "127.0.0.1:9000", "--finality-blocks", 3, "--json").json
    assert (told["account"], told["prover"]) == (delegate.address, anvil_account(1).address.lower())
    found = ServiceFolder.read(Path("there"))
    assert found.keystore == Path("key.json").resolve()
    assert found.settings.chain.finality_blocks == 3
    assert found.settings.api is not None


def test_what_does_not_fit_the_chain_is_refused(
    sayapy: Run,
    init: tuple[object, ...],
    settlement: ZkThreadsClient,
    sets: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "thread 7 of world" in refused(sayapy, init, "--thread", 7)
    assert "has no world 99" in refused(sayapy, init, "--world", 99)
    assert "is no settlement contract" in refused(sayapy, init, "--settlement", settlement.registry())
    assert "does not answer" in refused(sayapy, init, "--rpc", "http://127.0.0.1:1")
    assert "the set root" in refused(sayapy, init, "--build", sets["next"].parent)
    assert "has not adopted OS version" in refused(sayapy, init, "--build", sets["fast"].parent)
    assert "manifest.json cannot be read" in refused(sayapy, init, "--build", "nowhere")
    assert "sayapy: thread.toml has mistakes:\n  api.listen" in refused(sayapy, init, "--listen", "here")
    monkeypatch.setenv("SAYAPY_L2_KEY", l2_key(5))
    assert "may not settle" in refused(sayapy, init)
    monkeypatch.delenv("SAYAPY_L2_KEY")
    assert "SAYAPY_L2_KEY" in refused(sayapy, init)


def test_a_set_that_is_not_what_its_manifest_says_is_refused(
    sayapy: Run, init: tuple[object, ...], sets: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    build = tmp_path_factory.mktemp("tampered")
    shutil.copytree(sets["secure"].parent, build, dirs_exist_ok=True)
    manifest = json.loads((build / "manifest.json").read_text())
    manifest["contracts"][0]["ir_sha256"] = "00" * 32
    (build / "manifest.json").write_text(json.dumps(manifest))
    assert "manifest" in refused(sayapy, init, "--build", build)
