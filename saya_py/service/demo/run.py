"""The demo from end to end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from saya_py.chain.evm.anvil import Anvil
from saya_py.core.errors import InternalError
from saya_py.proving.engine import Engine, ProfileName
from saya_py.service.demo.events import Watcher
from saya_py.service.demo.gems import BuyCall, GemsTwin, describe, gems_ir
from saya_py.service.demo.report import Balance, DemoReport, SubBlockReport
from saya_py.service.demo.story import (
    ALICE,
    LATE_GRANT_DIAMONDS,
    PLAYERS,
    SUB_BLOCK_1,
    SUB_BLOCK_2,
    SUB_BLOCK_3,
    Purchase,
)
from saya_py.service.demo.world import create_world
from saya_py.service.thread import Prepared, SettlementThread


def run_demo(profile: ProfileName, watcher: Watcher, save: Path | None = None) -> DemoReport:
    """Build the circuits, start a chain and play the story on it; proofs are also written to the folder `save`."""
    watcher.begins(profile)
    watcher.stage("building the circuits")
    engine = Engine(profile, [gems_ir()], watcher.finished, authorisation="none")
    with TemporaryDirectory(prefix="sayapy-") as folder, Anvil(Path(folder) / "anvil.log") as anvil:
        return Demo(engine, anvil.url, watcher, save).play()


class Demo:
    """One run of the story on one chain."""

    def __init__(self, engine: Engine, url: str, watcher: Watcher, save: Path | None = None) -> None:
        """Deploy on the chain at `url`."""
        watcher.stage("deploying the contracts")
        world = create_world(url, engine.profile, engine.os_version, engine.set_root)
        self._profile = engine.profile
        self._shop = world.shop
        self._thread = SettlementThread(engine, world.threads, world.world, world.thread, save)
        self._twin = GemsTwin()
        self._watcher = watcher
        self._reports: list[SubBlockReport] = []

    def play(self) -> DemoReport:
        """Everything that the story tells, in order."""
        self._watcher.stage("granting gems through the dApp's own L2 contract")
        for player in PLAYERS:
            self._grant(player.user, player.diamonds, player.rubies)
        self._settle(self._prepare(SUB_BLOCK_1))
        self._settle(self._prepare(SUB_BLOCK_2))
        overtaken = self._prepare(SUB_BLOCK_3)
        self._grant(ALICE.user, LATE_GRANT_DIAMONDS, 0)
        self._settle(overtaken)
        report = DemoReport(self._profile, self._reports, self._balances(), self._expected())
        self._watcher.done(report)
        if report.balances != report.expected:
            raise InternalError("the balances on chain are not those of the contract as plain Python")
        return report

    def _grant(self, user: int, diamonds: int, rubies: int) -> None:
        self._shop.grant(user, diamonds, rubies)
        self._twin.grant(user, diamonds, rubies)

    def _prepare(self, purchases: Iterable[Purchase]) -> Prepared[BuyCall]:
        self._watcher.stage(f"sub-block {len(self._reports) + 1}: proving")
        return self._thread.prepare(
            [BuyCall(purchase) for purchase in purchases],
            self._watcher.finished,
            lambda seq, call, message: self._watcher.refused(seq, str(call), message),
        )

    def _settle(self, prepared: Prepared[BuyCall]) -> None:
        proof = prepared.proof
        self._watcher.stage(f"sub-block {proof.job.seq}: settling")
        outcome = self._thread.settle(prepared)
        if outcome.stale is None:
            for call in prepared.batch.calls:
                self._twin.buy(call.purchase.player.user, call.purchase.rubies)
        report = SubBlockReport(
            seq=proof.job.seq,
            calls=proof.call_count,
            entries=proof.entries,
            prove_seconds=dict(proof.stages),
            proof_bytes=len(proof.proof),
            gas_used=outcome.mined.gas_used,
            transaction=outcome.mined.transaction,
            block=outcome.mined.block,
            fee_wei=outcome.mined.fee_wei,
            stale=outcome.stale,
            stale_meaning=None if outcome.stale is None else describe(outcome.stale),
        )
        self._reports.append(report)
        self._watcher.sub_block(report)

    def _balances(self) -> dict[str, Balance]:
        shop = self._shop
        return {player.name: Balance(shop.diamonds(player.user), shop.rubies(player.user)) for player in PLAYERS}

    def _expected(self) -> dict[str, Balance]:
        twin = self._twin
        return {player.name: Balance(twin.diamonds(player.user), twin.rubies(player.user)) for player in PLAYERS}
