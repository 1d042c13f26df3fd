"""A file of 10,000 lines, of which many are bad, run to the end by `sayapy run`.

The chain is real and the execution native. Proofs are stubs (`StubVerifier`), because thousands of calls would take
many minutes to prove; what is proven of fewer calls, other tests show.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.cli.app import app
from saya_py.core.errors import SomeRefused
from saya_py.core.submissions import PlainCall
from saya_py.core.wire import dump_submission
from saya_py.service.assembly import Assembly
from saya_py.service.demo.gems import GemsTwin, gems_call
from saya_py.service.demo.story import Player, Purchase
from saya_py.store.states import State
from saya_py.store.store import Store
from tests.support.running import FOREVER, GemWorld
from tests.support.stub_engine import StubEngine

LINES = 10_000
DIAMONDS = 1_500
PLAYERS = [Player(user, f"player {user}", DIAMONDS, 0) for user in range(1, 31)]
POOR = Player(99, "nobody's friend", 0, 0)


@dataclass
class InputFile:
    """Lines, what is to become of each, and the plain Python of the good ones."""

    seed: int
    lines: list[bytes] = field(default_factory=list)
    expected: dict[int, tuple[str, str]] = field(default_factory=dict)
    """By number of a line that is told: its status, and a part of the reason."""
    twin: GemsTwin = field(default_factory=GemsTwin)
    good: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        for player in PLAYERS:
            self.twin.grant(player.user, DIAMONDS, 0)
        while len(self.lines) < LINES:
            self.random.choice(self.kinds)()

    @property
    def kinds(self) -> list[Callable[[], None]]:
        """Half of all lines are good calls."""
        bad = [
            self.blank,
            self.repeated,
            self.respelt,
            self.no_json,
            self.unknown_function,
            self.out_of_range,
            self.odd,
        ]
        return [self.purchase] * 8 + [*bad, self.too_poor]

    def purchase(self) -> None:
        player = self.random.choice(PLAYERS)
        action = Purchase(player, self.random.randint(1, 3))
        if self.twin.diamonds(player.user) < 3 * action.rubies:
            self.call(action, "refused", "you do not have enough diamonds")
        else:
            self.twin.act(action)
            self.good.append(self.call(action, "settled", ""))

    def too_poor(self) -> None:
        self.call(Purchase(POOR, 1), "refused", "you do not have enough diamonds")

    def call(self, action: Purchase, status: str, reason: str) -> str:
        text = self.json(action)
        self.add(text.encode(), status, reason)
        return text

    def json(self, action: Purchase) -> str:
        return dump_submission(PlainCall(gems_call(action, FOREVER + len(self.lines))))

    def blank(self) -> None:
        self.add(self.random.choice([b"", b"   ", b"\t"]))

    def repeated(self) -> None:
        self.add(self.random.choice(self.good).encode() if self.good else b"")

    def respelt(self) -> None:
        """The content of an earlier line with other spaces and another order of fields."""
        if self.good:
            call = json.loads(self.random.choice(self.good))["call"]
            self.add(
                json.dumps({"call": dict(reversed(call.items()))}, indent=None, separators=(" , ", " : ")).encode()
            )

    def no_json(self) -> None:
        text = self.json(Purchase(PLAYERS[0], 1)).encode()
        broken = self.random.choice([text[:-1], b"\xff" + text, b"[" * 5_000, b"null", text + b"}", text + text])
        self.add(broken, "refused", "UTF-8" if broken[:1] == b"\xff" else "docs/wallet.md" if broken else "")

    def unknown_function(self) -> None:
        name, number = self.random.choice([("function", 9), ("contract", 2), ("function", 0)])
        self.changed(name, number, f"no function {number if name == 'function' else 1}")

    def out_of_range(self) -> None:
        name, value, reason = self.random.choice(
            [
                ("user", 1 << 32, "call.user is no whole number from 0 to"),
                ("user", -1, "call.user is no whole number from 0 to"),
                ("valid_until", 1 << 40, "call.valid_until is no whole number from 0 to"),
                ("valid_until", 1_000, "valid until 1000"),
                ("args", ["0xffffffffffffffff"], ""),
                ("args", ["0x0000000100000000"], ""),
                ("args", [], ""),
                ("nonce", 1, ""),
                ("user", 0, "nobody"),
            ]
        )
        self.changed(name, value, reason)

    def odd(self) -> None:
        name, value, reason = self.random.choice(
            [
                ("colour", 1, "has the unknown field 'colour'"),
                ("auth_mode", "inline", "without a signature has authorisation mode none"),
                ("function", "buy_rubies", "call.function is no whole number"),
                ("args", {}, "call.args is no list"),
            ]
        )
        self.changed(name, value, reason)

    def changed(self, name: str, value: Any, reason: str) -> None:
        call = json.loads(self.json(Purchase(PLAYERS[0], 1)))["call"]
        self.add(json.dumps({"call": {**call, name: value}}).encode(), "refused", reason)

    def add(self, line: bytes, status: str | None = None, reason: str = "") -> None:
        self.lines.append(line)
        if status is not None:
            self.expected[len(self.lines)] = (status, reason)

    def content(self) -> bytes:
        """Some lines end with CRLF, the last one with the file."""
        ends = self.random.choices([b"\n", b"\r\n"], k=len(self.lines) - 1)
        return b"\xef\xbb\xbf" + b"".join(map(bytes.__add__, self.lines, [*ends, b""]))


@pytest.fixture
def world(anvil: Anvil, compiled_gems: Path, monkeypatch: pytest.MonkeyPatch) -> GemWorld:
    def build(assembly: Assembly, progress: object) -> StubEngine:
        return StubEngine(assembly.programs, assembly.version.os_version, assembly.version.set_root)

    monkeypatch.setattr(Assembly, "build", build)
    monkeypatch.setenv("SAYAPY_L2_KEY", "0x" + bytes(anvil_account(1).key).hex())
    return GemWorld.create(anvil.url, compiled_gems, stub=True)


def run(folder: Path, file: Path) -> tuple[int, dict[int, dict[str, Any]]]:
    """Exit status of `sayapy run`, and what it tells of each line."""
    result = CliRunner().invoke(app, ["run", str(folder), "--file", str(file), "--json"])
    assert isinstance(result.exception, SomeRefused), result.exception
    told = json.loads(result.stdout.splitlines()[-1])
    (only,) = told["files"]
    return result.exception.exit_code, {line["line"]: line for line in only["lines"]}


def test_good_calls_settle_once_and_each_bad_line_is_named(world: GemWorld, tmp_path: Path) -> None:
    made = InputFile(seed=6)
    file = tmp_path / "calls.jsonl"
    file.write_bytes(made.content())
    world.grant(DIAMONDS, PLAYERS)
    folder = world.thread(tmp_path / "thread", anvil_account(1), "[sealing]\nage_seconds = 0.5\n")

    for _ in range(2):
        status, lines = run(folder, file)
        assert status == 9
        assert lines.keys() == made.expected.keys()
        wrong = {
            number: (line, made.expected[number])
            for number, line in lines.items()
            if line["status"] != made.expected[number][0] or made.expected[number][1] not in (line["reason"] or "")
        }
        assert not wrong
        shown = [(world.shop.diamonds(player.user), world.shop.rubies(player.user)) for player in PLAYERS]
        assert shown == [(made.twin.diamonds(player.user), made.twin.rubies(player.user)) for player in PLAYERS]

    counts = Counter(line["status"] for line in lines.values())
    assert counts["settled"] == len(made.good) > 4_000
    with Store.open(f"sqlite:///{folder / 'thread.db'}", folder / "blobs") as store:
        view = store.view(world.world, 1)
        assert view is not None
        settled = [each for each in view.recent(1_000) if each.state in (State.SETTLED, State.FINAL)]
        assert len(settled) == len(view.recent(1_000))
        assert sum(each.call_count for each in settled) == len(made.good)
    assert world.owner.next_seq(world.world, 1) == len(settled) + 1
