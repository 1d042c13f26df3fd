"""Worlds of Diamonds & Rubies with `fast` circuits on a local chain, and folders of threads that work on them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from eth_account.signers.local import LocalAccount

from saya_py import _native
from saya_py.artifacts.build import build_set
from saya_py.artifacts.manifest_reading import parse_manifest
from saya_py.artifacts.project.loading import load_set
from saya_py.artifacts.project.targets import find_project
from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, deploy_verifier, register_os_version
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.rpc import connect
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.core.limbs import to_bytes
from saya_py.core.submissions import PlainCall
from saya_py.core.wire import dump_submission
from saya_py.proving.engine import Engine
from saya_py.service.assembly import Assembly, Progress
from saya_py.service.demo.gems import CONTRACT, gems_call
from saya_py.service.demo.shop import GemShopClient
from saya_py.service.demo.story import PLAYERS, Player, Purchase

FOREVER = 2**39
"""A second that no test reaches; calls that differ in nothing else are valid until different seconds after it."""


def compile_gems(folder: Path) -> Path:
    """The set of Diamonds & Rubies as `sayapy compile --profile fast --development` writes it: seconds of building."""
    project = find_project(["examples/diamonds_and_rubies.py"], Path.cwd())
    build_set(project, load_set(project), "fast", "none").write(folder)
    return folder


@dataclass(frozen=True)
class GemWorld:
    """A world in which nobody signs; `shop` is the L2 contract that writes the same values."""

    url: str
    owner: ZkThreadsClient
    world: int
    compiled: Path
    shop: GemShopClient

    @classmethod
    def create(cls, url: str, compiled: Path, stub: bool = False) -> GemWorld:
        """Deploy everything; with `stub` the verifier is `StubVerifier`."""
        manifest = parse_manifest((compiled / "manifest.json").read_text())
        os_version, development = _native.released_os_version(manifest.profile, manifest.authorisation)
        number = int.from_bytes(os_version)
        sender = Sender(connect(url), anvil_account(0), RevertDecoder([load_artifact("ZkThreads").abi]))
        deployed = deploy_settlement(sender)
        verifier = (
            sender.deploy(load_artifact("StubVerifier")) if stub else deploy_verifier(sender, manifest.profile).entry
        )
        register_os_version(sender, deployed.registry, number, verifier, development)
        owner = ZkThreadsClient(sender, deployed.threads)
        world = owner.create_world(number, to_bytes(manifest.set_root), development, 0)
        shop = GemShopClient.deploy(sender, deployed.threads, world)
        owner.set_writer(world, CONTRACT, shop.address, True)
        return cls(url, owner, world, compiled, shop)

    @cached_property
    def settlement(self) -> str:
        """The settlement contract's address."""
        return str(self.owner.address)

    def grant(self, diamonds: int, players: Iterable[Player] = PLAYERS) -> None:
        """Give players diamonds on the chain."""
        for player in players:
            self.shop.grant(player.user, diamonds, 0)

    def thread(self, folder: Path, account: LocalAccount, settings: str = "", rpc: str | None = None) -> Path:
        """Open a thread for `account` and make its folder; `settings` are more sections of its file."""
        number = self.owner.open_thread(self.world, account.address)
        folder.mkdir(parents=True)
        shutil.copytree(self.compiled, folder / "set")
        (folder / "thread.toml").write_text(
            f'[chain]\nrpc = "{rpc or self.url}"\nsettlement = "{self.settlement}"\nfinality_blocks = 3\n'
            f'[thread]\nworld = {self.world}\nnumber = {number}\n[set]\nprofile = "fast"\n{settings}'
        )
        return folder


@dataclass(frozen=True)
class Prebuilt(Assembly):
    """An assembly whose circuits are there already: many threads of a run share them."""

    engine: Engine

    def build(self, progress: Progress) -> Engine:
        """The same for all."""
        return self.engine


def purchase(player: Player, rubies: int, number: int = 0) -> str:
    """A call that buys rubies, as a line; with another `number` it is another submission."""
    return dump_submission(PlainCall(gems_call(Purchase(player, rubies), FOREVER + number)))
