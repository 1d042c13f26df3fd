"""The pytest plugin: fixtures, rollback after every test, proofs on request.

It is installed with the package (entry point `pytest11`). All fixtures are of session scope, so that fixtures of any
scope and tests of hypothesis may use them; `isolation.py` undoes what is done with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from saya_py.lang import User
from saya_py.proving.engine import ProfileName
from saya_py.testing.isolation import Isolation
from saya_py.testing.proven_tests import ProvenTests
from saya_py.testing.simulation import Deploy, Simulation, Warp
from saya_py.testing.users import ALICE, BOB, CAROL, MIKE, users

_SIMULATION = pytest.StashKey[Simulation]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the plugin."""
    group = parser.getgroup("saya_py", "contracts (saya_py)")
    group.addoption("--prove", action="store_true", help="prove the calls of every test, not only of those marked")
    group.addoption(
        "--check-circuits",
        action="store_true",
        help="check the calls of every test that is not proven against the constraints of their circuits",
    )
    group.addoption(
        "--prove-profile",
        choices=["fast", "secure"],
        default="fast",
        help="parameters of these proofs; `fast` (the default) is far weaker and for development only",
    )
    group.addoption(
        "--prove-most",
        type=int,
        default=2,
        metavar="N",
        help="make at most N proofs of each function in a test of hypothesis (default: 2)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker and the parts that need this run's options."""
    config.addinivalue_line("markers", "prove: really prove, at the end of the test, every call that it made")
    config.stash[_SIMULATION] = Simulation()
    config.pluginmanager.register(Isolation(config.stash[_SIMULATION]), "saya_py-isolation")
    profile = cast(ProfileName, config.getoption("--prove-profile"))
    only_check = config.getoption("--check-circuits")
    everything = config.getoption("--prove") or only_check
    proofs = ProvenTests(profile, everything=everything, only_check=only_check, most=config.getoption("--prove-most"))
    config.pluginmanager.register(proofs, "saya_py-proofs")


@pytest.fixture(scope="session")
def world(pytestconfig: pytest.Config) -> Simulation:
    """The simulated L2: `deploy`, `warp`, `users`, `snapshot`, `restore`, `with world.anchor():`."""
    return pytestconfig.stash[_SIMULATION]


@pytest.fixture(scope="session")
def deploy(world: Simulation) -> Deploy:
    """The world's own: makes a contract set of the given classes, whose calls are proven on request."""
    return world.deploy


@pytest.fixture(scope="session")
def warp(world: Simulation) -> Warp:
    """Moves the clock: `warp(time)`, or `warp(by=60)`."""
    return world.warp


@pytest.fixture(scope="session", name="users")
def users_fixture() -> Callable[[int], tuple[User, ...]]:
    """`users(10)`: Alice, Bob, Carol, Mike, and six others."""
    return users


@pytest.fixture(scope="session")
def alice() -> User:
    """A user."""
    return ALICE


@pytest.fixture(scope="session")
def bob() -> User:
    """A second user."""
    return BOB


@pytest.fixture(scope="session")
def carol() -> User:
    """A third user."""
    return CAROL


@pytest.fixture(scope="session")
def mike() -> User:
    """A fourth user."""
    return MIKE
