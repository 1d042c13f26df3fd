"""The simulated L2 of a test: contracts in plain Python, without proofs and without a chain."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, overload
from weakref import WeakSet

from saya_py.core.limbs import Digest
from saya_py.lang import Contract, User
from saya_py.testing.deployed import Deployed
from saya_py.testing.deployment import Deployment
from saya_py.testing.recorder import require_recorder
from saya_py.testing.users import users


@dataclass(frozen=True)
class Snapshot:
    """The whole simulation at one moment."""

    states: tuple[tuple[Deployment, dict[Digest, Digest]], ...]


class Deploy(Protocol):
    """Type of the fixture `deploy`; see `Simulation.deploy`."""

    @overload
    def __call__(self, contract: type[Contract], /, *, prove: bool = False) -> Deployed: ...
    @overload
    def __call__(
        self, first: type[Contract], second: type[Contract], /, *others: type[Contract], prove: bool = False
    ) -> tuple[Deployed, ...]: ...


class Simulation:
    """The contract sets that tests deploy, and their common clock.

    Every `deploy` makes a contract set with a state of its own: contracts that call each other are deployed together.
    Each call runs as plain Python and, unless `check` is off, in the Rust executor too, and both must do the same.
    """

    def __init__(self, *, check: bool = True) -> None:
        self.check = check
        self._deployments: WeakSet[Deployment] = WeakSet()

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
        twice = next((cls for cls in contracts if contracts.count(cls) > 1), None)
        if twice is not None:
            raise TypeError(
                f"{twice.__name__} stands in one contract set twice, so its handles could not be told apart; "
                "deploy it twice for two independent ones"
            )
        if prove:
            require_recorder()
        deployment = Deployment(tuple(contracts), check=self.check, prove=prove)
        self._deployments.add(deployment)
        return tuple(Deployed(deployment, contract) for contract in contracts)

    def users(self, count: int) -> tuple[User, ...]:
        """The first `count` users: Alice, Bob, Carol, Mike, and then others without a name."""
        return users(count)

    def snapshot(self) -> Snapshot:
        """The state of everything that is deployed."""
        return Snapshot(tuple((deployment, dict(deployment.world.state)) for deployment in self._deployments))

    def restore(self, snapshot: Snapshot) -> None:
        """Goes back to `snapshot`. What was deployed since stays as it is."""
        for deployment, state in snapshot.states:
            deployment.world.state = dict(state)

    @contextmanager
    def anchor(self) -> Iterator[None]:
        """What happens inside is undone at the end of the block."""
        snapshot = self.snapshot()
        try:
            yield
        finally:
            self.restore(snapshot)
