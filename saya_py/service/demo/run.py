"""The demo from end to end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from saya_py.batcher.execution import NativeExecutor
from saya_py.chain.evm.anvil import Anvil
from saya_py.core.errors import InternalError
from saya_py.core.limbs import from_bytes
from saya_py.proving.engine import Engine, ProfileName
from saya_py.service.demo.events import Watcher
from saya_py.service.demo.gems import CONTRACT, GemsTwin, describe, gems_ir
from saya_py.service.demo.report import Balance, DemoReport, OsVersionReport, SubBlockReport, SubmissionReport
from saya_py.service.demo.story import (
    ALICE,
    LATE_GRANT_DIAMONDS,
    OPERATOR,
    PLAYERS,
    SUB_BLOCK_1,
    SUB_BLOCK_2,
    SUB_BLOCK_3,
    Submitted,
)
from saya_py.service.demo.submitting import DemoSubmission, Desk
from saya_py.service.demo.wallets import Wallets
from saya_py.service.demo.world import create_world
from saya_py.service.thread import SETTLE_WITHIN_SECONDS, Prepared, SettlementThread


def run_demo(profile: ProfileName, watcher: Watcher, save: Path | None = None) -> DemoReport:
    """Build the circuits, start a chain and play the story on it; proofs are also written to the folder `save`."""
    watcher.begins(profile)
    watcher.stage("building the circuits")
    engine = Engine(profile, [gems_ir()], watcher.finished, authorisation="signed")
    with TemporaryDirectory(prefix="sayapy-") as name, Anvil(Path(name) / "anvil.log") as anvil:
        return Demo(engine, anvil.url, Path(name), watcher, save).play()


class Demo:
    """One run of the story on one chain."""

    def __init__(self, engine: Engine, url: str, folder: Path, watcher: Watcher, save: Path | None = None) -> None:
        """Deploy on the chain at `url`, and make wallets in `folder`."""
        watcher.stage("deploying the contracts")
        world = create_world(url, engine)
        watcher.stage("making wallets, registering users and their keys")
        wallets = Wallets.registered(folder, world.owner, world.world)
        world.owner.set_operator(world.world, CONTRACT, OPERATOR)
        executor = NativeExecutor([gems_ir()], world.owner.domain(world.world), engine.set_root, engine.authorisation)
        self._desk = Desk(wallets, from_bytes(engine.set_root), executor)
        self._engine = engine
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
        engine = self._engine
        report = DemoReport(
            profile=engine.profile,
            authorisation=engine.authorisation,
            os_version=OsVersionReport(engine.os_version, engine.development),
            sub_blocks=self._reports,
            balances=self._balances(),
            expected=self._expected(),
        )
        self._watcher.done(report)
        if report.balances != report.expected:
            raise InternalError("the balances on chain are not those of the contract as plain Python")
        return report

    def _grant(self, user: int, diamonds: int, rubies: int) -> None:
        self._shop.grant(user, diamonds, rubies)
        self._twin.grant(user, diamonds, rubies)

    def _prepare(self, story: Iterable[Submitted]) -> Prepared[DemoSubmission]:
        self._watcher.stage(f"sub-block {len(self._reports) + 1}: proving")
        # Later than the end of the sub-block's window, which begins with the chain's latest block.
        valid_until = self._thread.chain.now() + 2 * SETTLE_WITHIN_SECONDS
        return self._thread.prepare(
            [self._desk.submit(submitted, valid_until) for submitted in story],
            self._watcher.finished,
            lambda seq, call, message: self._watcher.refused(seq, str(call), message),
        )

    def _settle(self, prepared: Prepared[DemoSubmission]) -> None:
        proof = prepared.proof
        self._watcher.stage(f"sub-block {proof.job.seq}: settling")
        outcome = self._thread.settle(prepared)
        if outcome.stale is None:
            for submission in prepared.batch.calls:
                for action in submission.actions:
                    self._twin.act(action)
        report = SubBlockReport(
            seq=proof.job.seq,
            authorisation=self._engine.authorisation,
            submissions=[SubmissionReport(each.kind, each.signer, len(each.actions)) for each in prepared.batch.calls],
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
