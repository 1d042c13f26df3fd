"""`sayapy deploy`: what it leaves on the chain and in its file, also when it is interrupted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saya_py.artifacts.os_version import os_version_of
from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.connected import connect_settlement, sender_of
from saya_py.chain.evm.os_versions import OsVersionsClient, Registered
from saya_py.service import deploying
from tests.chain.commands import Run, l2_key, runner


@pytest.fixture
def sayapy(anvil: Anvil, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYAPY_RPC_URL", anvil.url)
    monkeypatch.setenv("SAYAPY_L2_KEY", l2_key(4))
    return runner(monkeypatch, capsys)


def test_a_deployment_has_what_its_file_says(sayapy: Run, anvil: Anvil) -> None:
    told = sayapy("deploy", "--profile", "fast", "--json").json
    assert told == json.loads(Path("deployment.json").read_text())
    assert told["complete"]
    client = connect_settlement(anvil.url, bytes.fromhex(told["settlement"][2:]))
    assert client.registry() == told["registry"]
    registry = OsVersionsClient(client.sender, client.registry())
    fast = os_version_of("fast", "signed")
    assert told["os_versions"] == [{"os_version": fast.hex, "profile": "fast", "development": True}]
    assert registry.find(fast.number) == Registered(told["verifiers"]["fast"]["entry"], development=True)

    again = sayapy("deploy", "--profile", "fast")
    assert again.status == 2
    assert told["settlement"] in again.err
    assert "--resume" in again.err

    more = sayapy("deploy", "--profile", "secure", "--resume", "--json").json
    assert {name: more[name] for name in ("registry", "settlement")} == {
        name: told[name] for name in ("registry", "settlement")
    }
    secure = os_version_of("secure", "signed")
    assert registry.find(secure.number) == Registered(more["verifiers"]["secure"]["entry"], development=False)
    assert registry.find(os_version_of("secure", "none").number) is None, "only with --development"


def test_an_interrupted_deployment_says_what_exists_and_goes_on(
    sayapy: Run, anvil: Anvil, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise ChainUnavailable("the node does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(deploying, "deploy_verifier", lost)
        told = sayapy("deploy", "--profile", "fast")
    assert told.status == 4
    kept = json.loads(Path("deployment.json").read_text())
    assert not kept["complete"]
    for name in ("registry", "settlement"):
        assert kept[name] in told.err
    assert "go on with --resume" in told.err

    # The last step was sent, and the process died before it could note that.
    assert sayapy("deploy", "--profile", "fast", "--resume").status == 0
    record = json.loads(Path("deployment.json").read_text())
    Path("deployment.json").write_text(json.dumps({**record, "os_versions": [], "complete": False}))
    nonce = sender_of(anvil.url, None).w3.eth.get_transaction_count(record["owner"])
    done = sayapy("deploy", "--profile", "fast", "--resume", "--json").json
    assert done == record
    assert {name: done[name] for name in ("registry", "settlement")} == {
        name: kept[name] for name in ("registry", "settlement")
    }
    assert sender_of(anvil.url, None).w3.eth.get_transaction_count(record["owner"]) == nonce, "nothing was sent"


def test_the_wrong_chain_or_account_is_refused_before_anything_is_sent(
    sayapy: Run, anvil: Anvil, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = sayapy("deploy", "--chain-id", 1)
    assert refused.status == 5
    assert "31337, not 1; nothing was sent" in refused.err
    monkeypatch.setenv("SAYAPY_L2_KEY", "0x" + "12" * 32)
    refused = sayapy("deploy")
    assert refused.status == 3
    assert "has no funds" in refused.err
    assert not Path("deployment.json").exists()
    monkeypatch.delenv("SAYAPY_L2_KEY")
    refused = sayapy("deploy")
    assert refused.status == 3
    assert "SAYAPY_L2_KEY" in refused.err


def test_a_file_of_another_chain_or_account_is_refused(
    sayapy: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sayapy("deploy", "--resume").status == 3, "there is none"
    assert sayapy("deploy", "--profile", "fast").status == 0
    with Anvil(tmp_path_factory.mktemp("other") / "anvil.log") as other:
        refused = sayapy("deploy", "--profile", "fast", "--resume", "--rpc", other.url)
    assert refused.status == 5
    assert "genesis" in refused.err
    monkeypatch.setenv("SAYAPY_L2_KEY", l2_key(5))
    refused = sayapy("deploy", "--profile", "fast", "--resume")
    assert refused.status == 5
    assert "is the deployment of" in refused.err
    Path("deployment.json").write_text("{}")
    refused = sayapy("deploy", "--resume")
    assert refused.status == 3
    assert "is not the file of a deployment" in refused.err
