"""The simulated L2 of a test: contracts in plain Python, without proofs and without a chain."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, overload
from weakref import WeakSet

from saya_py import lang
from saya_py.core.window import Window
from saya_py.lang import U32, Contract, Hash, User
from saya_py.lang.world import START
from saya_py.testing.deployed import Deployed
from saya_py.testing.deployment import Deployment
from saya_py.testing.recorder import require_recorder
from saya_py.testing.users import users


@dataclass(frozen=True)
class Snapshot:
    """The whole simulation at one moment."""

    worlds: tuple[tuple[Deployment, lang.Snapshot], ...]
    window: Window
    beacons: dict[U32 | int, Hash | int]


class Deploy(Protocol):
    """Type of the fixture `deploy`; see `Simulation.deploy`."""

    @overload
    def __call__(self, contract: type[Contract], /, *, prove: bool = False) -> Deployed: ...
    @overload
    def __call__(
        self, first: type[Contract], second: type[Contract], /, *others: type[Contract], prove: bool = False
    ) -> tuple[Deployed, ...]: ...


class Warp(Protocol):
    """Type of the fixture `warp`; see `Simulation.warp`."""

    def __call__(self, time: int | None = None, *, by: int | None = None) -> None:
        """Moves the clock."""


class Simulation:
    """The contract sets that tests deploy, and their common clock.

    Every `deploy` makes a contract set with a state of its own: contracts that call each other are deployed together.
    Each call runs as plain Python and, unless `check` is off, in the Rust executor too, and both must do the same.
    """

    def __init__(self, *, check: bool = True) -> None:
        self._check = check
        self._deployments: WeakSet[Deployment] = WeakSet()
        self._window = Window(START, START)
        self._beacons: dict[U32 | int, Hash | int] = {}

    @overload
    def deploy(self, contract: type[Contract], /, *, prove: bool = False) -> Deployed: ...
    @overload
    def deploy(
        self, first: type[Contract], second: type[Contract], /, *others: type[Contract], prove: bool = False
    ) -> tuple[Deployed, ...]: ...
    def deploy(self, *contracts: type[Contract], prove: bool = False) -> Deployed | tuple[Deployed, ...]:
        """Makes a contract set: one handle, or a tuple of them in order.

        With `prove` every call of these contracts is proven at the end of the test.

        Raises:
            CompileFailed: contracts have mistakes; the error has all of them.
            UserError: `prove` outside a test that proves.
        """
        if not contracts:
            raise TypeError("deploy takes the contract classes: deploy(Token) or deploy(Token, Shop)")
        handles = self.deploy_set(contracts, prove=prove)
        return handles if len(handles) > 1 else handles[0]

    def deploy_set(self, contracts: Sequence[type[Contract]], *, prove: bool = False) -> tuple[Deployed, ...]:
        """What `deploy` does, for any number of contracts; always a tuple."""
        for cls in contracts:
            if not (isinstance(cls, type) and issubclass(cls, Contract)):
                raise TypeError(f"deploy takes contract classes, and {cls!r} is none")
        twice = next((cls for cls in contracts if contracts.count(cls) > 1), None)
        if twice is not None:
            raise TypeError(
                f"{twice.__name__} stands in one contract set twice, so its handles could not be told apart; "
                "deploy it twice for two independent ones"
            )
        if prove:
            require_recorder()
        deployment = Deployment(tuple(contracts), self._window, check=self._check, prove=prove)
        for epoch, value in self._beacons.items():
            deployment.world.set_beacon(epoch, value)
        self._deployments.add(deployment)
        return tuple(Deployed(deployment, contract) for contract in contracts)

    def users(self, count: int) -> tuple[User, ...]:
        """The first `count` users: Alice, Bob, Carol, Mike, and then others without a name."""
        return users(count)

    @property
    def now(self) -> int:
        """The time, Unix seconds: the first second of the window in which calls settle."""
        return self._window.t_min

    def warp(self, time: int | None = None, *, by: int | None = None) -> None:
        """Moves the clock to `time`, or forward `by` some seconds; calls then settle in that very second."""
        if (time is None) == (by is None):
            raise TypeError("warp takes the time to go to, or `by` how many seconds to go on")
        there = time if by is None else self.now + by
        assert there is not None
        self.window(there, there)

    def window(self, t_min: int, t_max: int) -> None:
        """Lets the next calls settle at any time from `t_min` to `t_max`, until the clock is moved.

        Raises:
            ValueError: it is no window of times below 2^40.
        """
        for deployment in self._deployments:
            deployment.world.window(t_min, t_max)
        self._window = Window(t_min, t_max)

    def set_beacon(self, epoch: U32 | int, value: Hash | int) -> None:
        """Publishes the randomness of an epoch."""
        for deployment in self._deployments:
            deployment.world.set_beacon(epoch, value)
        self._beacons[epoch] = value

    def snapshot(self) -> Snapshot:
        """State and clock of everything that is deployed."""
        worlds = tuple((deployment, deployment.world.snapshot()) for deployment in self._deployments)
        return Snapshot(worlds, self._window, dict(self._beacons))

    def restore(self, snapshot: Snapshot) -> None:
        """Goes back to `snapshot`. What was deployed since keeps its state."""
        for deployment, world in snapshot.worlds:
            deployment.world.restore(world)
        self._beacons = dict(snapshot.beacons)
        self.window(*snapshot.window)

    @contextmanager
    def anchor(self) -> Iterator[None]:
        """What happens inside is undone at the end of the block."""
        snapshot = self.snapshot()
        try:
            yield
        finally:
            self.restore(snapshot)
