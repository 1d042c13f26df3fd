"""`sayapy world` and `sayapy thread` on a chain whose clock these tests move; circuits and verifiers cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saya_py import _native
from saya_py.artifacts.build import build_set
from saya_py.artifacts.os_version import os_version_of
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.connected import sender_of
from saya_py.chain.evm.contract import Pending
from saya_py.chain.evm.deploy import deploy_settlement, register_os_version
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.worlds import MIN_DELAY, World
from saya_py.core.variants import Authorisation
from tests.chain.commands import Run, l2_key, runner
from tests.chain.deployment import seen_by, wait
from tests.unit.artifacts.support import FILES, SHOP, fake_summary, load, write_files

SECURE, FAST = os_version_of("secure", "signed"), os_version_of("fast", "signed")


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZkThreadsClient]:
    """A contract whose registry has two versions; the registry stands in for their verifiers."""
    with Anvil(tmp_path_factory.mktemp("anvil") / "anvil.log") as anvil:
        owner = sender_of(anvil.url, anvil_account(0))
        deployed = deploy_settlement(owner)
        for version in (SECURE, FAST):
            register_os_version(owner, deployed.registry, version.number, deployed.registry, version.development)
        yield ZkThreadsClient(owner, deployed.threads)


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Manifests by kind."""
    folder = tmp_path_factory.mktemp("sets")

    def manifest(name: str, shop: str, profile: str, authorisation: Authorisation) -> Path:
        project = write_files(folder / f"{name}-sources", {**FILES, "contracts/shop.py": shop})
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(_native, "summarise_set", fake_summary)
            build_set(*load(project), profile, authorisation).write(folder / name)
        return folder / name / "manifest.json"

    return {
        "secure": manifest("secure", SHOP, "secure", "signed"),
        "next": manifest("next", SHOP.replace("n * PRICE", "n * PRICE * 2"), "secure", "signed"),
        "fast": manifest("fast", SHOP, "fast", "signed"),
        "unsigned": manifest("unsigned", SHOP, "secure", "none"),
    }


@pytest.fixture
def sayapy(
    settlement: ZkThreadsClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs commands as the chain's second account."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYAPY_RPC_URL", settlement.sender.w3.provider.endpoint_uri)
    monkeypatch.setenv("SAYAPY_SETTLEMENT", settlement.address)
    monkeypatch.setenv("SAYAPY_L2_KEY", l2_key(1))
    return runner(monkeypatch, capsys)


@pytest.fixture
def world(sayapy: Run, sets: dict[str, Path]) -> int:
    """A world that is not for development, owned by the second account."""
    return int(sayapy("world", "create", "--manifest", sets["secure"], "--json").json["world"])


def sent(told: dict[str, Any]) -> list[str]:
    """What a command sent."""
    return [step["what"] for step in told["sent"]]


def test_a_world_adopts_the_set_of_its_manifest(
    sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path]
) -> None:
    told = sayapy("world", "create", "--manifest", sets["secure"], "--json").json
    owner, number = anvil_account(1).address, told["world"]
    assert settlement.world(number) == World(owner, development=False, delay=MIN_DELAY)
    root = settlement.set_root(number, SECURE.number)
    assert root is not None
    assert told["set_root"] == "0x" + root.hex()
    assert told["os_version"] == SECURE.hex
    assert told["domain"] == "0x" + settlement.domain(number).hex()

    told = sayapy("world", "create", "--manifest", sets["fast"], "--development", "--delay", 60, "--json").json
    assert settlement.world(told["world"]) == World(owner, development=True, delay=60)


def test_what_a_world_cannot_adopt_is_refused_before_anything_is_sent(
    sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path]
) -> None:
    w3 = settlement.sender.w3
    count = w3.eth.get_transaction_count(anvil_account(1).address)
    refused = sayapy("world", "create", "--manifest", sets["fast"])
    assert refused.status == 2
    assert "for development only, because its proofs are `fast`" in refused.err
    refused = sayapy("world", "create", "--manifest", sets["unsigned"], "--development")
    assert refused.status == 3
    assert "sayapy deploy --resume --profile secure --development" in refused.err
    refused = sayapy("world", "create", "--manifest", sets["secure"], "--delay", 5)
    assert refused.status == 4
    assert "InvalidDelay" in refused.err
    assert "choose a delay between them" in refused.err
    refused = sayapy("world", "create", "--manifest", sets["secure"], "--settlement", settlement.registry())
    assert refused.status == 5
    assert "is no settlement contract" in refused.err
    assert w3.eth.get_transaction_count(anvil_account(1).address) == count


def test_a_set_of_another_compiler_is_refused(sayapy: Run, sets: dict[str, Path]) -> None:
    text = sets["secure"].read_text()
    Path("manifest.json").write_text(text.replace('"compiler": "', '"compiler": "9', 1))
    refused = sayapy("world", "create", "--manifest", "manifest.json")
    assert refused.status == 5
    assert "compile the set again" in refused.err


def test_another_set_is_requested_and_applied_after_the_delay(
    sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path], world: int
) -> None:
    adopt = ("world", "adopt", "--world", world, "--manifest", sets["next"])
    told = sayapy(*adopt, "--json").json
    assert (told["state"], sent(told)) == ("requested", ["request"])
    pending = settlement.pending_adoption(world, SECURE.number)
    assert pending == Pending(bytes.fromhex(told["set_root"][2:]), told["ready_at"])
    again = sayapy(*adopt, "--json").json
    assert (again["state"], again["sent"]) == ("requested", [])
    assert "can be applied from" in sayapy(*adopt).out
    assert "NOT adopted" in sayapy("world", "show", "--world", world, "--manifest", sets["next"]).out

    assert sayapy(*adopt, "--cancel", "--json").json["state"] == "cancelled"
    assert settlement.pending_adoption(world, SECURE.number) is None
    sayapy(*adopt)
    wait(settlement, MIN_DELAY)
    told = sayapy(*adopt, "--json").json
    assert (told["state"], sent(told)) == ("done", ["apply"])
    assert sayapy(*adopt, "--json").json["sent"] == []
    root = settlement.set_root(world, SECURE.number)
    assert root is not None
    assert told["set_root"] == "0x" + root.hex()

    retire = ("world", "retire", "--world", world, "--os-version", SECURE.hex)
    assert sayapy(*retire).status == 0
    assert settlement.set_root(world, SECURE.number) is None
    refused = sayapy(*retire)
    assert refused.status == 4
    assert "does not use the OS version" in refused.err


def test_in_a_world_without_delay_a_change_is_one_command(
    sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path]
) -> None:
    world = sayapy("world", "create", "--manifest", sets["fast"], "--development", "--json").json["world"]
    told = sayapy("world", "adopt", "--world", world, "--manifest", sets["secure"], "--json").json
    assert (told["state"], sent(told)) == ("done", ["request", "apply"])
    assert settlement.set_root(world, SECURE.number) == bytes.fromhex(told["set_root"][2:])


def test_operators_are_set_and_changed(
    sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path], world: int
) -> None:
    first, second = (settlement.create_user(world) for _ in range(2))
    names = ("--world", world, "--manifest", sets["secure"])
    assert sent(sayapy("world", "operator", "Shop", first, *names, "--json").json) == ["set"]
    assert settlement.operator(world, 1) == first
    told = sayapy("world", "operator", 1, second, "--world", world, "--json").json
    assert (told["state"], sent(told)) == ("requested", ["request"])
    shown = sayapy("world", "show", *names, "--json").json["operators"]
    assert shown == [
        {
            "contract": 1,
            "name": "Shop",
            "user": first,
            "pending": {"user": second, "ready_at": told["ready_at"]},
        }
    ]
    wait(settlement, MIN_DELAY)
    assert sent(sayapy("world", "operator", "Shop", second, *names, "--json").json) == ["apply"]
    assert settlement.operator(world, 1) == second

    for contract, said in (("Market", "it has 1 Shop"), ("7", "it has 1 Shop")):
        refused = sayapy("world", "operator", contract, first, *names)
        assert refused.status == 2
        assert said in refused.err
    refused = sayapy("world", "operator", "Shop", first, "--world", world)
    assert refused.status == 2
    assert "--manifest" in refused.err


def test_writers_are_allowed_and_forbidden(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    address = anvil_account(7).address
    allow = ("world", "writer", 1, address, "--world", world)
    assert sent(sayapy(*allow, "--json").json) == ["set"]
    assert settlement.is_writer(world, 1, address)
    assert sayapy(*allow, "--json").json["sent"] == []
    assert sent(sayapy(*allow, "--forbid", "--json").json) == ["set"]
    assert not settlement.is_writer(world, 1, address)
    mistyped = address[:-1] + ("0" if address[-1] != "0" else "1")
    refused = sayapy("world", "writer", 1, mistyped, "--world", world)
    assert refused.status == 2
    assert "is mistyped" in refused.err


def test_threads_are_opened_and_shown(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    told = sayapy("thread", "open", "--world", world, "--json").json
    assert told == {"world": world, "thread": 1, "prover": anvil_account(1).address}
    prover = anvil_account(2).address
    assert sayapy("thread", "open", "--world", world, "--prover", prover.lower(), "--json").json["thread"] == 2
    assert settlement.prover(world, 2) == prover

    delegate = anvil_account(3).address
    place = ("--world", world, "--thread", 1)
    assert sent(sayapy("thread", "delegate", delegate, *place, "--json").json) == ["set"]
    assert settlement.is_delegate(world, 1, delegate)
    shown = sayapy("thread", "show", *place, "--delegate", delegate, "--json").json
    assert (shown["prover"], shown["next_seq"]) == (anvil_account(1).address, 1)
    assert shown["delegates"] == {delegate: True}
    assert shown["balances"][delegate] == settlement.sender.w3.eth.get_balance(delegate)
    assert sent(sayapy("thread", "delegate", delegate, *place, "--forbid", "--json").json) == ["set"]
    assert not settlement.is_delegate(world, 1, delegate)

    shown = sayapy("world", "show", "--world", world, "--json").json
    assert [(each["thread"], each["prover"]) for each in shown["threads"]] == [
        (1, anvil_account(1).address),
        (2, prover),
    ]
    refused = sayapy("thread", "show", "--world", world, "--thread", 3)
    assert refused.status == 4
    assert "has no thread 3; it has 2" in refused.err


def test_a_world_is_shown(sayapy: Run, settlement: ZkThreadsClient, sets: dict[str, Path], world: int) -> None:
    told = sayapy("world", "show", "--world", world, "--manifest", sets["secure"], "--json").json
    assert (told["owner"], told["development"], told["delay"]) == (anvil_account(1).address, False, MIN_DELAY)
    assert told["registry"] == settlement.registry()
    (version,) = told["versions"]
    assert (version["os_version"], version["name"]) == (SECURE.hex, "profile secure")
    assert told["set"]["adopted"]
    assert told["set"]["set_root"] == version["set_root"]
    assert told["operators"] == [{"contract": 1, "name": "Shop", "user": None, "pending": None}]
    text = sayapy("world", "show", "--world", world, "--manifest", sets["secure"]).out
    for said in (told["owner"], told["domain"], SECURE.hex, "is adopted", "operator  of 1 Shop: nobody"):
        assert said in text


def test_others_change_nothing(
    sayapy: Run, settlement: ZkThreadsClient, world: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYAPY_L2_KEY", l2_key(2))
    refused = sayapy("thread", "open", "--world", world)
    assert refused.status == 4
    assert f"NotWorldOwner(world={world}, owner={anvil_account(1).address.lower()}" in refused.err
    assert "only the world's owner does this" in refused.err
    refused = sayapy("world", "show", "--world", 99)
    assert refused.status == 4
    assert "has no world 99" in refused.err
    monkeypatch.delenv("SAYAPY_L2_KEY")
    assert sayapy("thread", "open", "--world", world).status == 3
    assert sayapy("world", "show", "--world", world).status == 0, "reading needs no account"
    assert seen_by(settlement, 2).thread_count(world) == 0
