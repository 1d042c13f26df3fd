"""A thread whose process is killed again and again, and what must be true of it afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from saya_py.chain.evm.accounts import anvil_account
from saya_py.core.call_data import decode_call_data, file_name
from saya_py.core.limbs import to_bytes
from saya_py.core.spelling import spelt
from saya_py.core.wire import dump_submission, load_submission
from saya_py.service.demo.gems import CONTRACT
from saya_py.service.demo.story import Player
from saya_py.store.states import Outcome, Status
from saya_py.store.store import Store
from saya_py.store.view import ThreadView
from tests.support.running import GemWorld, purchase

SETTINGS = "[sealing]\ncalls = 2\nage_seconds = 0.3\n"
ACCOUNT = anvil_account(1)
POOR = "you do not have enough diamonds"
Balances = dict[int, tuple[int, int]]
"""Diamonds and rubies by player."""


@dataclass
class KilledThread:
    """The thread, the file of its calls that grows, and what others wrote."""

    world: GemWorld
    folder: Path
    players: list[Player]
    stub: bool = False
    """Whether its proofs are stubs."""
    lines: list[str] = field(default_factory=list)
    writes: list[tuple[int, int, int]] = field(default_factory=list)
    """Block, player, and the diamonds that it had from there on."""
    kills: int = 0

    def __post_init__(self) -> None:
        self.world.thread(self.folder, ACCOUNT, SETTINGS)
        owner = self.world.owner
        assert owner.set_writer(self.world.world, CONTRACT, owner.sender.address, True).revert is None
        self._sent_before = self._sent()

    @property
    def file(self) -> Path:
        return self.folder / "calls.jsonl"

    @property
    def log(self) -> Path:
        """What the last process told."""
        return self.folder / "run.log"

    def buy(self, player: Player, rubies: int) -> None:
        """One more line."""
        self.lines.append(purchase(player, rubies, len(self.lines)))
        self.file.write_text("".join(line + "\n" for line in self.lines))

    def write(self, player: Player, diamonds: int) -> None:
        """What another contract of the L2 does to a player."""
        key = to_bytes(((CONTRACT << 32) + 1, player.user, 0, 0))
        mined = self.world.owner.write(self.world.world, CONTRACT, {key: to_bytes((diamonds, 0, 0, 0))})
        assert mined.revert is None
        self.writes.append((mined.block, player.user, diamonds))

    def mine(self, blocks: int) -> None:
        """Let blocks pass in which nothing happens."""
        for _ in range(blocks):
            self.world.owner.sender.w3.provider.make_request("evm_mine", [])

    def run(self, place: str = "never", seconds: float = 900.0) -> int:
        """Run the thread until all is settled, or it is killed: at a place, or so many seconds after it has begun."""
        command = [sys.executable, "-m", "tests.crash.dying", *(["--stub"] if self.stub else []), place]
        command += ["run", str(self.folder), "--file", str(self.file), "--json"]
        environment = {**os.environ, "SAYAPY_L2_KEY": "0x" + bytes(ACCOUNT.key).hex()}
        with self.log.open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
            try:
                self._wait_until_begun(process)
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
            finally:
                process.kill()
                status = process.wait()
        self.kills += status == -signal.SIGKILL
        return status

    def _wait_until_begun(self, process: subprocess.Popen[bytes]) -> None:
        """Importing and compiling take seconds, in which there is nothing to lose."""
        while b'"event": "started"' not in self.log.read_bytes() and process.poll() is None:
            time.sleep(0.02)

    def check(self) -> tuple[Counter[Status], int]:
        """Every call settled once or was dropped with a reason, and the chain has what plain Python has.

        Returns how many calls are settled and dropped, and how many sub-blocks there are.
        """
        with self._store() as store:
            view = self._view(store)
            assert view is not None
            sub_blocks = view.settled()
            blocks = {each.seq: each.settled_block for each in sub_blocks}
            found = {line: view.submission(spelt(load_submission(line))[1]) for line in self.lines}
            mined = [
                attempt
                for each in view.recent(1_000)
                for attempt in view.attempts(each.id)
                if attempt.outcome in (Outcome.SUCCEEDED, Outcome.REVERTED)
            ]
            assert view.pending() == []
        assert [each.seq for each in sub_blocks] == list(range(1, len(sub_blocks) + 1))
        settled = [self._published(seq) for seq in blocks]
        on_chain = self._settled_on_chain()
        # What the chain settled is what the call data has, each call once.
        assert on_chain == {seq: (blocks[seq], len(calls)) for seq, calls in zip(blocks, settled, strict=True)}
        times = Counter(call for calls in settled for call in calls)
        statuses: Counter[Status] = Counter()
        refused = self._refused()
        for line, submission in found.items():
            if submission is None:
                # It was never accepted, because of what others wrote, and whoever submitted it was told.
                assert refused[line] == POOR
                continue
            statuses[submission.status] += 1
            if submission.status is Status.SETTLED:
                assert times.pop(line) == 1
            else:
                assert submission.status is Status.DROPPED
                assert submission.reason == POOR
        assert not times
        assert self._plain(on_chain, dict(zip(blocks, settled, strict=True))) == self._shown()
        assert self._sent() - self._sent_before == len(mined)
        return statuses, len(sub_blocks)

    def _refused(self) -> dict[str, str]:
        """Lines that the last process refused, with its reasons."""
        (ended,) = (line for line in self.log.read_text().splitlines() if line.startswith('{"event": "ended"'))
        (file,) = json.loads(ended)["files"]
        return {self.lines[told["line"] - 1]: told["reason"] for told in file["lines"] if told["status"] == "refused"}

    def _plain(self, on_chain: dict[int, tuple[int | None, int]], settled: dict[int, list[str]]) -> Balances:
        """The balances after what was settled and written, in the order of blocks, by plain Python."""
        events: list[tuple[int, Any]] = [(block, (user, held)) for block, user, held in self.writes]
        events += [(block or 0, settled[seq]) for seq, (block, _) in on_chain.items()]
        balances: Balances = {player.user: (0, 0) for player in self.players}
        for _, event in sorted(events, key=lambda each: each[0]):
            if isinstance(event, tuple):
                user, held = event
                balances[user] = (held, balances[user][1])
                continue
            for line in event:
                call = json.loads(line)["call"]
                diamonds, rubies = balances[call["user"]]
                bought = int(call["args"][0], 16)
                assert diamonds >= 3 * bought
                balances[call["user"]] = (diamonds - 3 * bought, rubies + bought)
        return balances

    def _shown(self) -> Balances:
        shop = self.world.shop
        return {player.user: (shop.diamonds(player.user), shop.rubies(player.user)) for player in self.players}

    def _settled_on_chain(self) -> dict[int, tuple[int | None, int]]:
        """By number: block and calls of each settled sub-block, from the events of the contract."""
        contract = self.world.owner._contract
        logs = contract.events.SubBlockSettled().get_logs(from_block=0, argument_filters={"world": self.world.world})
        found = {log["args"]["seq"]: (log["blockNumber"], log["args"]["callCount"]) for log in logs}
        assert len(found) == len(logs)
        return found

    def _sent(self) -> int:
        """Transactions of the account that settles."""
        return int(self.world.owner.sender.w3.eth.get_transaction_count(ACCOUNT.address))

    def _published(self, seq: int) -> list[str]:
        """The calls in the call data of a sub-block."""
        data = decode_call_data((self.folder / "call-data" / file_name(seq)).read_bytes())
        return [dump_submission(submission) for submission in data.submissions]

    def _store(self) -> Store:
        return Store.open(f"sqlite:///{self.folder / 'thread.db'}", self.folder / "blobs")

    def _view(self, store: Store) -> ThreadView | None:
        return store.view(self.world.world, 1)
