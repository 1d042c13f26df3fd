"""`sayapy wallet`, as people and programs use it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from saya_py.artifacts.abi import parse_abi
from saya_py.chain.evm import world_on_chain
from saya_py.cli.app import main
from saya_py.core.accounts import Account
from saya_py.core.chain_hash import domain
from saya_py.core.limbs import from_bytes, from_hex, parse_hex, to_hex
from saya_py.core.submissions import SignedBundle, SignedCall
from saya_py.core.wire import load_submission
from saya_py.wallet import AccountId, Wallet, verify_submission
from tests.unit.wallet.conftest import CHEAP, PASSPHRASE

DOMAIN = to_hex((1, 2, 3, 4))
SET_ROOT = to_hex((9, 9, 9, 9))
SETTLEMENT = "0x" + "5f" * 20
ABI = {
    "format": "saya-abi",
    "version": 1,
    "contracts": [
        {
            "name": "Shop",
            "id": 1,
            "structs": [],
            "state": [],
            "functions": [
                {"name": "buy", "id": 1, "auth": "user", "params": [{"name": "n", "type": "U32"}]},
                {"name": "award", "id": 2, "auth": "operator", "params": [{"name": "n", "type": "U64"}]},
            ],
            "events": [],
        }
    ],
}


@dataclass
class Told:
    """What a command line ended with."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Told]


@pytest.fixture
def sayapy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `sayapy wallet …` on `alice.wallet` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SAYAPY_WALLET", "alice.wallet")
    monkeypatch.setenv("SAYAPY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("saya_py.wallet.wallet.Cost", lambda: CHEAP)
    monkeypatch.setenv("COLUMNS", "160")
    Path("abi.json").write_text(json.dumps(ABI))
    assert parse_abi(json.dumps(ABI))

    def run(*args: object) -> Told:
        monkeypatch.setattr("sys.argv", ["sayapy", "wallet", *map(str, args)])
        with pytest.raises(SystemExit) as exit_:
            main()
        shown = capsys.readouterr()
        return Told(int(exit_.value.code or 0), shown.out, shown.err)

    return run


@pytest.fixture
def seven(sayapy: Run) -> Account:
    """The wallet has a key of user 7; what the chain holds once it is registered."""
    assert sayapy("new").status == 0
    made = sayapy("key", "--user", 7, "--domain", DOMAIN, "--json")
    assert made.status == 0, made.err
    root = parse_hex(made.json["key_root"], 24)
    return Account(0, from_bytes(bytes(8) + root)[1:])


def sign(sayapy: Run, *args: object) -> Told:
    return sayapy("sign", "--set-root", SET_ROOT, "--abi", "abi.json", *args)


def verified(told: Told, account: Account) -> Account:
    assert told.status == 0, told.err
    return verify_submission(load_submission(told.out), account, from_hex(DOMAIN), from_hex(SET_ROOT))


def test_a_first_key_and_a_first_call(sayapy: Run, seven: Account) -> None:
    shown = sayapy("show", "--json").json["accounts"]
    assert shown == [
        {
            "domain": DOMAIN,
            "user": 7,
            "lane": 0,
            "state": "ready",
            "key_root": to_hex(seven.key_root),
            "next_nonce": 0,
            "nonces_left": 4096,
            "pending": None,
        }
    ]
    told = sign(sayapy, "Shop.buy(5)")
    assert "nonce 0 of user 7, lane 0" in told.err
    assert verified(told, seven).nonce == 1
    submission = load_submission(told.out)
    assert isinstance(submission, SignedCall)
    assert (submission.call.contract, submission.call.function, submission.call.args) == (1, 1, (5,))
    table = sayapy("show").out
    assert "4,095" in table
    assert "ready" in table


def test_several_calls_are_a_bundle(sayapy: Run, seven: Account) -> None:
    told = sign(sayapy, "Shop.buy(1)", "Shop.buy(2)", "--json")
    assert told.err == ""
    account = verified(told, seven)
    bundle = load_submission(told.out)
    assert isinstance(bundle, SignedBundle)
    assert [call.args for call in bundle.calls] == [(1,), (2,)]
    assert isinstance(load_submission(sign(sayapy, "--bundle", "Shop.buy(1)").out), SignedBundle)
    follows = sign(sayapy, "Shop.buy(3)", "--follows", 0)
    assert load_submission(follows.out).after == 2
    assert verified(follows, account).nonce == 3


def test_operators_sign_for_others_and_nobody_else_does(sayapy: Run, seven: Account) -> None:
    told = sign(sayapy, "8:Shop.award(5)")
    verified(told, seven)
    bundle = load_submission(told.out)
    assert isinstance(bundle, SignedBundle)
    assert bundle.signer == 7
    assert [(call.user, call.function) for call in bundle.calls] == [(8, 2)]
    refused = sign(sayapy, "8:Shop.award(5)", "8:Shop.buy(1)")
    assert refused.status == 2
    assert "user 8 must sign it, not user 7" in refused.err
    assert refused.out == ""
    assert sayapy("show", "--json").json["accounts"][0]["next_nonce"] == 1, "a refusal costs no nonce"


def test_calls_as_json_from_a_file(sayapy: Run, seven: Account) -> None:
    call = {"contract": 1, "function": 2, "args": ["0x" + "00" * 7 + "05"] * 2, "user": 8, "valid_until": 1_900_000_000}
    Path("calls").write_text(json.dumps(call) + "\n\n" + json.dumps({**call, "user": 9}) + "\n")
    told = sayapy("sign", "--set-root", SET_ROOT, "--operator", "--calls", "calls")
    verified(told, seven)
    assert [call.user for call in load_submission(told.out).calls] == [8, 9]
    without = sayapy("sign", "--set-root", SET_ROOT, "--calls", "calls")
    assert without.status == 2
    assert "a player's bundle has the player's calls only" in without.err
    own = sayapy("sign", "--set-root", SET_ROOT, json.dumps({**call, "user": 7}))
    verified(own, Account(1, seven.key_root))


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "nothing to sign"),
        (("Shop.sell(1)",), "Shop has no function sell; it has buy, award"),
        (("Store.buy(1)",), "the set has no contract Store; it has Shop"),
        (("Shop.buy(one)",), "are no JSON"),
        (("Shop.buy()",), "buy takes 1 values, not 0"),
        (("Shop.buy(4294967296)",), "4294967296"),
        (("Shop.buy",), "is no call"),
        (('{"contract": 1}',), "lacks the field"),
        (("Shop.buy(1)", "--follows", 3), "would never run"),
        (("Shop.buy(1)", "--user", 8), "no key of user 8"),
        (("Shop.buy(1)", "--domain", to_hex((1, 2, 3, 5))), "check chain, settlement contract and world"),
        (("Shop.buy(1)", "--settlement", SETTLEMENT, "--world", 1), "--rpc or --chain-id"),
        (("Shop.buy(1)", "--settlement", SETTLEMENT, "--world", 1, "--chain-id", 5), "no such key in the world"),
        (("Shop.buy(1)", "--passphrase-file", "nowhere"), "nowhere"),
    ],
)
def test_mistakes_are_told_and_cost_no_nonce(sayapy: Run, seven: Account, args: tuple[object, ...], told: str) -> None:
    refused = sign(sayapy, *args)
    assert refused.status in (2, 3)
    assert told in refused.err
    assert refused.out == ""
    assert refused.err.count("\n") == 1
    assert sayapy("show", "--json").json["accounts"][0]["next_nonce"] == 0


def test_a_signature_is_for_one_set(sayapy: Run, seven: Account) -> None:
    refused = sayapy("sign", "--abi", "abi.json", "Shop.buy(1)")
    assert refused.status == 2
    assert "which contract set?" in refused.err


def test_worlds_are_told_apart(sayapy: Run, seven: Account) -> None:
    """Without a node: the domain follows from chain, contract and world."""
    world = ("--settlement", SETTLEMENT, "--world", 3, "--chain-id", 31337)
    made = sayapy("key", "--user", 7, *world, "--json").json
    assert made["domain"] == to_hex(domain(31337, bytes.fromhex(SETTLEMENT[2:]), 3))
    refused = sign(sayapy, "Shop.buy(1)")
    assert refused.status == 2
    assert "several accounts of the wallet fit" in refused.err
    assert load_submission(sign(sayapy, "Shop.buy(1)", *world).out).nonce == 0
    assert load_submission(sign(sayapy, "Shop.buy(1)", "--domain", DOMAIN).out).nonce == 0
    again = sayapy("key", "--user", 7, *world)
    assert again.status == 2
    assert "has a key already; rotate it instead" in again.err
    assert "which world?" in sayapy("key", "--user", 7).err


def test_lanes_and_rotations_are_signed(sayapy: Run, seven: Account) -> None:
    opened = sayapy("open", 3, "--set-root", SET_ROOT)
    account = verified(opened, seven)
    rotated = sayapy("rotate", "--sign", "--set-root", SET_ROOT, "--lane", 0)
    verified(rotated, account)
    lanes = {each["lane"]: each for each in sayapy("show", "--json").json["accounts"]}
    assert load_submission(opened.out).call.args == (3, *from_limbs(lanes[3]["key_root"]))
    assert load_submission(rotated.out).call.args == from_limbs(lanes[0]["pending"]["key_root"])
    assert lanes[0]["pending"]["first_nonce"] == 1


def from_limbs(root: str) -> tuple[int, ...]:
    return tuple(from_bytes(bytes(8) + parse_hex(root, 24))[1:])


def test_a_pending_key_is_not_lost_by_asking_again(sayapy: Run, seven: Account) -> None:
    first = sayapy("rotate", "--json").json["pending"]["key_root"]
    assert sayapy("rotate", "--json").json["pending"]["key_root"] == first
    assert first in sayapy("rotate").out
    assert sayapy("rotate", "--anew", "--json").json["pending"]["key_root"] != first


def test_an_exhausted_key_says_what_to_do(sayapy: Run) -> None:
    sayapy("new")
    sayapy("key", "--user", 7, "--domain", DOMAIN, "--first-nonce", 2**32 - 2)
    told = sign(sayapy, "Shop.buy(1)")
    assert told.status == 0
    assert "few nonces are left" in told.err
    refused = sign(sayapy, "Shop.buy(1)")
    assert refused.status == 2
    assert "rotate to a new key through the user's L2 address" in refused.err
    assert sayapy("show", "--json").json["accounts"][0]["state"] == "used up"


def test_a_restored_backup_is_taken_over(sayapy: Run, seven: Account) -> None:
    shutil.copy2("alice.wallet", "backup")
    sign(sayapy, "Shop.buy(1)")
    shutil.copy2("backup", "alice.wallet")
    refused = sign(sayapy, "Shop.buy(1)")
    assert refused.status == 2
    assert "a backup was put back" in refused.err
    assert "sayapy wallet take-over" in refused.err
    taken = sayapy("take-over")
    assert taken.status == 0
    assert "user 7, lane 0" in taken.out
    assert "sayapy wallet rotate" in taken.out
    assert sayapy("show", "--json").json["accounts"][0]["state"] == "retired"
    assert "may have signed elsewhere" in sign(sayapy, "Shop.buy(1)").err
    blind = sayapy("rotate")
    assert blind.status == 2
    assert "--first-nonce" in blind.err
    pending = sayapy("rotate", "--first-nonce", 1, "--json").json["pending"]
    assert pending["first_nonce"] == 1
    assert sayapy("show", "--json").json["accounts"][0]["state"] == "waiting"


def test_a_copied_wallet_is_refused(sayapy: Run, seven: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "another machine")
    refused = sign(sayapy, "Shop.buy(1)")
    assert refused.status == 2
    assert "the file was copied here" in refused.err


def test_the_passphrase_is_changed(sayapy: Run, seven: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("secret").write_text("another one\n")
    told = sayapy("passphrase", "--new-passphrase-file", "secret")
    assert told.status == 0
    assert "Copies of the file still open with the old one" in told.out
    wrong = sayapy("show")
    assert wrong.status == 2
    assert "the passphrase is wrong" in wrong.err
    assert sayapy("show", "--passphrase-file", "secret").status == 0
    monkeypatch.setenv("SAYAPY_PASSPHRASE", "another one")
    monkeypatch.setenv("SAYAPY_NEW_PASSPHRASE", PASSPHRASE)
    assert sayapy("passphrase", "--json").json == {"wallet": "alice.wallet"}
    monkeypatch.setenv("SAYAPY_PASSPHRASE", PASSPHRASE)
    assert sign(sayapy, "Shop.buy(1)").status == 0


def test_without_a_passphrase_nobody_is_asked(sayapy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYAPY_PASSPHRASE")
    refused = sayapy("new")
    assert refused.status == 3
    assert "set SAYAPY_PASSPHRASE" in refused.err
    for text in ("", "two\nlines\n", "\n"):
        Path("secret").write_text(text)
        refused = sayapy("new", "--passphrase-file", "secret")
        assert refused.status == 3
        assert "exactly one line" in refused.err
    assert not Path("alice.wallet").exists()


def test_a_passphrase_is_typed_twice_and_not_shown(sayapy: Run, tmp_path: Path) -> None:
    """On a real terminal."""
    environment = {name: value for name, value in os.environ.items() if name != "SAYAPY_PASSPHRASE"}
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "saya_py.cli", "wallet", "new", "--wallet", str(tmp_path / "typed.wallet")]
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True
    )
    os.close(terminal)
    shown = b""
    for prompt in (b"New passphrase: ", b"Repeat for confirmation: "):
        while prompt not in shown:
            shown += os.read(master, 1024)
        os.write(master, b"typed by hand\n")
    while process.poll() is None:
        try:
            shown += os.read(master, 1024)
        except OSError:
            break
    os.close(master)
    assert process.wait() == 0
    assert b"typed by hand" not in shown
    Wallet.open(tmp_path / "typed.wallet", "typed by hand")


class FakeChain:
    """Stands for the node: what it says of accounts."""

    def __init__(self, number: int, held: dict[tuple[int, int], Account]) -> None:
        self.domain = from_hex(DOMAIN)
        self.number = number
        self.held = held

    def accounts(self, accounts: list[AccountId]) -> list[Account]:
        return [self.held.get((account.user, account.lane), Account(0, (0, 0, 0))) for account in accounts]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[int, int], Account]:
    """Accounts by user and lane that a chain holds; world 1 is the one of `DOMAIN`."""
    held: dict[tuple[int, int], Account] = {}

    class Connects:
        @staticmethod
        def connect(url: str, settlement: bytes, number: int, account: object) -> FakeChain:
            assert (url, settlement) == ("http://node", parse_hex(SETTLEMENT, 20))
            return FakeChain(number, held)

    monkeypatch.setattr(world_on_chain, "WorldOnChain", Connects)
    return held


ON_CHAIN = ("--rpc", "http://node", "--settlement", SETTLEMENT, "--world", "1")


def test_sync_takes_registered_keys_into_use(sayapy: Run, seven: Account, held: dict[tuple[int, int], Account]) -> None:
    missing = sayapy("sync", *ON_CHAIN)
    assert missing.status == 2
    assert "sayapy wallet register" in missing.err
    held[7, 0] = seven
    assert sayapy("sync", *ON_CHAIN, "--json").json["accounts"] == [
        {
            "user": 7,
            "lane": 0,
            "in_step": True,
            "told": "in step with the chain",
            "nonce_on_chain": 0,
            "key_root_on_chain": to_hex(seven.key_root),
        }
    ]
    pending = sayapy("rotate", "--json").json["pending"]["key_root"]
    assert "the pending key is not registered there yet" in sayapy("sync", *ON_CHAIN).out
    held[7, 0] = Account(5, from_bytes(bytes(8) + parse_hex(pending, 24))[1:])
    assert sayapy("sync", *ON_CHAIN).status == 0
    (account,) = sayapy("show", "--json").json["accounts"]
    assert (account["key_root"], account["next_nonce"], account["pending"]) == (pending, 5, None)
    held[7, 0] = Account(6, (1, 2, 3))
    other = sayapy("sync", *ON_CHAIN, "--json")
    assert other.status == 2
    assert other.json["accounts"][0]["nonce_on_chain"] == 6
    assert "the chain holds another key" in other.err


def test_sync_notices_that_a_copy_signs(sayapy: Run, seven: Account, held: dict[tuple[int, int], Account]) -> None:
    held[7, 0] = Account(3, seven.key_root)
    told = sayapy("sync", *ON_CHAIN)
    assert told.status == 2
    assert "a copy signs elsewhere" in told.err
    assert sayapy("show", "--json").json["accounts"][0]["state"] == "retired"


def test_the_wrong_world_is_named(sayapy: Run, seven: Account, held: dict[tuple[int, int], Account]) -> None:
    told = sayapy("sync", *ON_CHAIN, "--domain", to_hex((1, 2, 3, 5)))
    assert told.status == 5
    assert "check which node, contract and world are meant" in told.err
    assert "give --world, too" in sayapy("sync", *ON_CHAIN[:4]).err


def test_an_address_is_an_address(sayapy: Run) -> None:
    assert "hexadecimal" in sayapy("sync", "--rpc", "http://node", "--settlement", "0x12", "--world", 1).err
