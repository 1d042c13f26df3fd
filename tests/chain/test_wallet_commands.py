"""`sayapy wallet register` and `sync` on a chain: first keys, rotations with a delay, and the way back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account as L2Account
from web3 import Web3

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.worlds import MIN_DELAY
from saya_py.cli.app import main
from saya_py.core.accounts import Account
from saya_py.core.limbs import from_bytes, to_hex
from saya_py.core.wire import load_submission
from saya_py.wallet import Cost, verify_submission
from tests.chain.deployment import OS_VERSION, SET_ROOT, deploy, seen_by, wait

CALL = {"contract": 1, "function": 1, "args": [], "valid_until": 1_900_000_000}


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZkThreadsClient]:
    with Anvil(tmp_path_factory.mktemp("anvil") / "anvil.log") as anvil:
        yield deploy(anvil)


@pytest.fixture
def world(settlement: ZkThreadsClient) -> int:
    return settlement.create_world(OS_VERSION, SET_ROOT, development=False, delay=MIN_DELAY)


@dataclass
class Told:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Told]


@pytest.fixture
def sayapy(
    settlement: ZkThreadsClient,
    world: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs `sayapy wallet …` for the owner of the chain's second account, in a new wallet."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SAYAPY_WALLET": "alice.wallet",
        "SAYAPY_PASSPHRASE": "passphrase",
        "SAYAPY_L2_KEY": "0x" + bytes(anvil_account(1).key).hex(),
        "SAYAPY_RPC_URL": settlement.sender.w3.provider.endpoint_uri,
        "SAYAPY_SETTLEMENT": settlement.address,
        "SAYAPY_WORLD": str(world),
        "SAYAPY_SET_ROOT": "0x" + SET_ROOT.hex(),
        "COLUMNS": "160",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("saya_py.wallet.wallet.Cost", lambda: Cost(n=2**10))

    def run(*args: object) -> Told:
        monkeypatch.setattr("sys.argv", ["sayapy", "wallet", *map(str, args)])
        with pytest.raises(SystemExit) as exit_:
            main()
        shown = capsys.readouterr()
        return Told(int(exit_.value.code or 0), shown.out, shown.err)

    assert run("new").status == 0
    return run


def signs(sayapy: Run, settlement: ZkThreadsClient, world: int, user: int) -> Account:
    """What the wallet signs, the chain's account authorises."""
    told = sayapy("sign", json.dumps({**CALL, "user": user}))
    assert told.status == 0, told.err
    account = settlement.account(world, user, 0)
    domain = from_bytes(settlement.domain(world))
    return verify_submission(load_submission(told.out), account, domain, from_bytes(SET_ROOT))


def test_a_user_is_created_and_signs(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    told = sayapy("register", "--json")
    assert told.status == 0, told.err
    assert told.json["state"] == "registered"
    assert [step["function"] for step in told.json["sent"]] == ["createUser", "openLane"]
    user = told.json["user"]
    assert settlement.owner_of_user(world, user) == anvil_account(1).address
    assert to_hex(settlement.account(world, user, 0).key_root) == told.json["key_root"]
    assert signs(sayapy, settlement, world, user).nonce == 1
    again = sayapy("register", "--user", user, "--json").json
    assert (again["state"], again["sent"]) == ("registered", [])
    assert sayapy("sync").status == 0
    other = sayapy("register", "--user", user, "--lane", 4, "--json").json
    assert [step["function"] for step in other["sent"]] == ["openLane"]
    assert to_hex(settlement.account(world, user, 4).key_root) == other["key_root"]


def test_a_rotation_waits_for_the_delay(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    user = sayapy("register", "--json").json["user"]
    old = settlement.account(world, user, 0).key_root
    pending = sayapy("rotate", "--json").json["pending"]["key_root"]
    told = sayapy("register", "--user", user, "--json").json
    assert told["state"] == "requested"
    assert told["ready_at"] == settlement.pending_key(world, user, 0).ready_at
    assert settlement.account(world, user, 0).key_root == old
    assert signs(sayapy, settlement, world, user).nonce == 1, "until then the old one signs"
    waiting = sayapy("register", "--user", user)
    assert "can be applied from" in waiting.out
    wait(settlement, MIN_DELAY)
    told = sayapy("register", "--user", user, "--json").json
    assert (told["state"], told["key_root"]) == ("registered", pending)
    assert [step["function"] for step in told["sent"]] == ["applyKey"]
    signs(sayapy, settlement, world, user)


def test_a_restored_backup_finds_its_way_back(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    user = sayapy("register", "--json").json["user"]
    shutil.copy2("alice.wallet", "backup")
    signs(sayapy, settlement, world, user)
    shutil.copy2("backup", "alice.wallet")
    assert "sayapy wallet take-over" in sayapy("register", "--user", user).err
    sayapy("take-over")
    assert sayapy("register", "--user", user, "--json").json["state"] == "requested"
    wait(settlement, MIN_DELAY)
    assert sayapy("register", "--user", user, "--json").json["state"] == "registered"
    signs(sayapy, settlement, world, user)


def test_a_lost_wallet_is_replaced(sayapy: Run, settlement: ZkThreadsClient, world: int) -> None:
    user = sayapy("register", "--json").json["user"]
    Path("alice.wallet").unlink()
    assert sayapy("new").status == 0
    assert sayapy("register", "--user", user, "--json").json["state"] == "requested"
    wait(settlement, MIN_DELAY)
    assert sayapy("register", "--user", user, "--json").json["state"] == "registered"
    signs(sayapy, settlement, world, user)


def test_without_the_l2_key_it_says_what_to_send(
    sayapy: Run, settlement: ZkThreadsClient, world: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the L2 key elsewhere sends the same transactions."""
    monkeypatch.delenv("SAYAPY_L2_KEY")
    alice = seen_by(settlement, 1)

    def send(told: Told) -> None:
        to_send = told.json["to_send"]
        alice.sender.send(Web3.to_checksum_address(to_send["to"]), bytes.fromhex(to_send["data"][2:]))

    first = sayapy("register", "--json")
    assert (first.json["state"], first.json["to_send"]["function"]) == ("to send", "createUser")
    send(first)
    user = 1
    assert settlement.owner_of_user(world, user) == alice.sender.address
    second = sayapy("register", "--user", user, "--json")
    assert second.json["to_send"]["function"] == "openLane"
    shown = sayapy("register", "--user", user)
    assert second.json["to_send"]["data"] in shown.out
    assert f"openLane({world}, {user}, 0, {second.json['key_root']})" in shown.out
    send(second)
    assert sayapy("register", "--user", user, "--json").json["state"] == "registered"
    signs(sayapy, settlement, world, user)


def test_strangers_register_nothing(
    sayapy: Run, settlement: ZkThreadsClient, world: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = seen_by(settlement, 2).create_user(world)
    refused = sayapy("register", "--user", user)
    assert refused.status == 4
    assert "NotUserOwner" in refused.err
    monkeypatch.setenv("SAYAPY_L2_KEY", "0x12")
    refused = sayapy("register")
    assert refused.status == 3
    assert "SAYAPY_L2_KEY is no private key" in refused.err


def test_a_keystore_is_opened(sayapy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    key = anvil_account(1).key
    Path("keystore").write_text(json.dumps(L2Account.encrypt(key, "secret", kdf="scrypt", iterations=2)))
    monkeypatch.delenv("SAYAPY_L2_KEY")
    monkeypatch.setenv("SAYAPY_KEYSTORE_PASSWORD", "secret")
    told = sayapy("register", "--keystore", "keystore", "--json")
    assert told.json["state"] == "registered"
    monkeypatch.setenv("SAYAPY_KEYSTORE_PASSWORD", "wrong")
    refused = sayapy("register", "--keystore", "keystore")
    assert refused.status == 3
    assert "check the file and its password" in refused.err


def test_other_contracts_and_nodes_are_named(sayapy: Run, settlement: ZkThreadsClient) -> None:
    nobody = "0x" + "12" * 20
    refused = sayapy("sync", "--settlement", nobody)
    assert refused.status == 4
    assert "there is no contract at" in refused.err
    refused = sayapy("sync", "--rpc", "http://127.0.0.1:1")
    assert refused.status == 4
    assert "does not answer" in refused.err
    refused = sayapy("sync", "--world", 99)
    assert refused.status == 4
    assert "has no world 99" in refused.err
    refused = sayapy("sync", "--settlement", settlement.registry())
    assert refused.status == 5
    assert "is no settlement contract" in refused.err
