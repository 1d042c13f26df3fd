"""The demo from end to end: a durable thread on a local chain, and people who talk to it through the client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.client import Submitted, ThreadClient
from saya_py.core.errors import CallFailed, InternalError
from saya_py.proving.engine import ProfileName
from saya_py.service.assembly import Assembly, assemble
from saya_py.service.demo.compiling import CompiledSet, compile_gems
from saya_py.service.demo.events import Watcher
from saya_py.service.demo.gems import CONTRACT, GemsTwin
from saya_py.service.demo.playing import People, actions_of, reported, told
from saya_py.service.demo.recorder import Generation, Recorder
from saya_py.service.demo.report import Balance, DemoReport, OsVersionReport
from saya_py.service.demo.serving import Serve, Serving
from saya_py.service.demo.story import (
    ALICE,
    LATE_GRANT_DIAMONDS,
    OPERATOR,
    PLAYERS,
    SUB_BLOCK_1,
    SUB_BLOCK_2,
    SUB_BLOCK_3,
    Story,
)
from saya_py.service.demo.wallets import make_wallets
from saya_py.service.demo.world import DemoWorld, create_world
from saya_py.service.folder import ServiceFolder
from saya_py.service.runner import Runner
from saya_py.service.saved import save_proofs
from saya_py.service.settings import SETTINGS_FILE
from saya_py.store.store import Store

_SETTINGS = """\
[chain]
rpc = "{rpc}"
settlement = "{settlement}"
[thread]
world = {world}
number = {number}
[set]
profile = "{profile}"
[sealing]
age_seconds = 86_400.0
"""
_OVERTAKEN: Generation = (3, 1)
"""The generation that another contract is quicker than."""


def run_demo(profile: ProfileName, watcher: Watcher, serve: Serve, save: Path | None = None) -> DemoReport:
    """Play the story on a thread of its own, in a temporary folder; proofs are also written to the folder `save`.

    `serve` starts the thread's HTTP interface.
    """
    watcher.begins(profile)
    with TemporaryDirectory(prefix="sayapy-") as name:
        folder = Path(name)
        watcher.stage("compiling the contract and building its circuits")
        compiled = compile_gems(profile, folder / "set", watcher.finished)
        with Anvil(folder / "anvil.log") as anvil:
            return Demo(compiled, anvil.url, folder, watcher).play(serve, save)


@dataclass(frozen=True)
class _Cast:
    """Who takes part while the thread runs."""

    people: People
    serving: Serving
    runner: Runner


class Demo:
    """One run of the story on one chain."""

    def __init__(self, compiled: CompiledSet, url: str, folder: Path, watcher: Watcher) -> None:
        """Deploy on the chain at `url`, and make wallets and the thread's folder in `folder`."""
        watcher.stage("deploying the contracts")
        self._url = url
        self._compiled = compiled
        self._world = create_world(url, compiled)
        watcher.stage("making wallets, registering users and their keys")
        self._wallets = make_wallets(folder, self._world.owner, self._world.world)
        self._world.owner.set_operator(self._world.world, CONTRACT, OPERATOR)
        watcher.stage("making the thread's folder")
        self._assembly = _make_thread(folder / "thread", compiled, url, self._world)
        self._twin = GemsTwin()
        self._watcher = watcher

    def play(self, serve: Serve, save: Path | None) -> DemoReport:
        """Everything that the story tells, in order."""
        self._watcher.stage("granting gems through the dApp's own L2 contract")
        for player in PLAYERS:
            self._grant(player.user, player.diamonds, player.rubies)
        self._watcher.stage("starting the thread")
        folder, world = self._assembly.folder, self._world
        recorder = Recorder(
            self._watcher,
            self._compiled.manifest.authorisation,
            lambda keys: world.owner.values(world.world, keys),
            self._overtake,
        )
        runner = Runner(self._assembly, recorder.tell)
        with (
            Store.open(folder.store_url, folder.blobs, create=True) as store,
            Serving(runner, serve) as serving,
            self._client(serving.url) as client,
        ):
            recorder.read(store, world.world, world.thread)
            recorder.failed = serving.fail
            cast = _Cast(People(client, self._wallets), serving, runner)
            for story in (SUB_BLOCK_1, SUB_BLOCK_2, SUB_BLOCK_3):
                self._settle(story, cast, recorder)
            if save is not None:
                save_proofs(save, store, world.world, world.thread, self._assembly.identity)
            report = DemoReport(
                profile=self._compiled.profile,
                authorisation=self._compiled.manifest.authorisation,
                os_version=OsVersionReport(self._compiled.os_version, self._compiled.development),
                sub_blocks=recorder.reports,
                costs=recorder.costs(),
                balances=self._balances(client),
                expected=self._expected(),
            )
        self._watcher.done(report)
        if report.balances != report.expected:
            raise InternalError("the balances on chain are not those of the contract as plain Python")
        return report

    def _settle(self, stories: Iterable[Story], cast: _Cast, recorder: Recorder) -> None:
        """Hand submissions in, have a sub-block made of them, and wait until it is settled."""
        accepted: list[tuple[Story, Submitted]] = []
        for story in stories:
            try:
                submitted = cast.people.submit(story)
            except CallFailed as refused:
                self._watcher.refused(told(story), refused.message)
            else:
                recorder.submissions[submitted.digest] = reported(story)
                accepted.append((story, submitted))
        cast.runner.flush()
        for story, submitted in accepted:
            cast.serving.wait(submitted)
            for action in actions_of(story):
                self._twin.act(action)

    def _overtake(self, generation: Generation) -> None:
        if generation == _OVERTAKEN:
            self._grant(ALICE.user, LATE_GRANT_DIAMONDS, 0)

    def _grant(self, user: int, diamonds: int, rubies: int) -> None:
        self._world.shop.grant(user, diamonds, rubies)
        self._twin.grant(user, diamonds, rubies)

    def _client(self, service: str) -> ThreadClient:
        return ThreadClient.connect(
            service,
            [DiamondsAndRubies],
            rpc=self._url,
            settlement=str(self._world.owner.address),
            world=self._world.world,
            manifest=self._compiled.manifest,
        )

    def _balances(self, client: ThreadClient) -> dict[str, Balance]:
        def held(variable: str, user: int) -> int:
            return int(client.canonical(DiamondsAndRubies, variable, user))

        return {player.name: Balance(held("diamonds", player.user), held("rubies", player.user)) for player in PLAYERS}

    def _expected(self) -> dict[str, Balance]:
        twin = self._twin
        return {player.name: Balance(twin.diamonds(player.user), twin.rubies(player.user)) for player in PLAYERS}


def _make_thread(folder: Path, compiled: CompiledSet, url: str, world: DemoWorld) -> Assembly:
    """The folder of the thread; its sub-blocks are sealed when the demo says so."""
    (folder / "set").parent.mkdir()
    compiled.folder.rename(folder / "set")
    (folder / SETTINGS_FILE).write_text(
        _SETTINGS.format(
            rpc=url,
            settlement=world.owner.address,
            world=world.world,
            number=world.thread,
            profile=compiled.profile,
        )
    )
    return assemble(ServiceFolder.read(folder), anvil_account(1))
