"""What is proven and what is said of it, with an engine that only notes its jobs.

Real proofs: tests/e2e/test_new_project.py.
"""

import json

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.errors import ProofRejected, ProverRefused, UserError
from saya_py.testing import ALICE, Simulation, proofs, proven, recorder

pytest_plugins = ["pytester"]

TESTS = """
@pytest.fixture(scope="module")
def shop(deploy, alice):
    shop = deploy(Shop)
    shop.diamonds[alice] = 20
    return shop


@pytest.mark.prove
def test_marked(shop, alice, bob):
    shop.buy(1, caller=alice)
    shop.buy(2, caller=alice)
    with reverts("you do not have enough diamonds"):
        shop.buy(1, caller=bob)


def test_switched_on(deploy, shop, alice):
    bank = deploy(Bank, prove=True)
    bank.save(4, caller=alice)
    shop.buy(3, caller=alice)


def test_plain(shop, alice):
    shop.buy(4, caller=alice)


@pytest.mark.prove
def test_failing(shop, alice):
    shop.buy(5, caller=alice)
    assert False
"""


class FakeEngine:
    """Refuses what fails, as the real one does."""

    built: list = []  # noqa: RUF012
    jobs: list = []  # noqa: RUF012
    refuses = True
    verifies = True

    def __init__(self, profile, irs):
        self.built.append((profile, [json.loads(ir)["name"] for ir in irs]))

    def lanes(self, contract, function):
        return 32

    def prove(self, job):
        calls = [json.loads(call) for call in job.calls]
        if self.refuses and any(self.fails(call["user"], int(call["args"][0], 16)) for call in calls):
            raise ProverRefused("a call fails")
        self.jobs.append([int(call["args"][0], 16) for call in calls])
        return job

    @staticmethod
    def fails(user, amount):
        """In these tests Bob has no diamonds, and nobody saves nothing."""
        return (user, amount) == (2, 1) or amount == 0

    def verify(self, job):
        if not self.verifies:
            raise ProofRejected("no")


@pytest.fixture
def engine(monkeypatch):
    class Engine(FakeEngine):
        built, jobs = [], []

    monkeypatch.setattr(proofs, "Engine", Engine)
    return Engine


def test_what_is_marked_and_what_is_switched_on(run, engine):
    result = run(TESTS)
    result.assert_outcomes(passed=3, failed=1)
    assert engine.jobs == [[1, 2], [4]]
    assert engine.built == [("fast", ["Shop"]), ("fast", ["Bank"])]
    result.stdout.fnmatch_lines(
        [
            "test_marked: building the circuits of Shop",
            "test_marked: proving 2 of Shop.buy",
            "test_marked: no proof of Shop.buy, which failed",
            "*= proofs =*",
            "*s  test_it.py::test_marked: 2 calls proven in 1 proofs, 1 failing calls without one",
            "*s  test_it.py::test_switched_on: 1 calls proven in 1 proofs, 0 failing calls without one",
            "*s  in all: 3 calls proven in 2 proofs, 1 failing calls without one; profile fast",
        ]
    )


def test_everything_with_another_profile(run, engine):
    result = run(TESTS, "--prove", "--prove-profile", "secure")
    assert engine.jobs == [[1, 2], [4], [3], [4]]
    assert engine.built[0] == ("secure", ["Shop"])
    result.stdout.fnmatch_lines(["*in all: 5 calls proven in 4 proofs*profile secure"])


def test_no_section_when_nothing_was_proven(run, engine):
    result = run(TESTS, "-k", "plain")
    result.assert_outcomes(passed=1, deselected=3)
    assert "proofs" not in result.stdout.str()


def test_a_proof_that_does_not_hold_fails_its_test(run, engine):
    engine.verifies = False
    result = run(TESTS, "-k", "marked")
    result.assert_outcomes(failed=1, deselected=3)
    result.stdout.fnmatch_lines(["the calls of this test could not be proven: no"])


def test_a_proof_of_a_failing_call_fails_its_test(run, engine):
    engine.refuses = False
    result = run(TESTS, "-k", "marked")
    result.assert_outcomes(failed=1, deselected=3)
    result.stdout.fnmatch_lines(
        ["*Shop.buy failed with 'you do not have enough diamonds', yet the prover made a proof*"]
    )


def test_a_test_of_hypothesis_proves_some_of_its_calls(run, engine):
    result = run(
        """
from hypothesis import given
from saya_py.testing.stateful import ContractMachine
from saya_py.testing.strategies import of


@given(n=of(U32, max_value=1000))
def test_examples(deploy, alice, n):
    bank = deploy(Bank)
    if n != 0:
        bank.save(n, caller=alice)


class Machine(ContractMachine):
    contract = Bank
    callers = 1
    given = {"save": {"amount": of(U32, max_value=99)}}

TestMachine = Machine.TestCase
""",
        "--prove",
        "--prove-most",
        "3",
    )
    result.assert_outcomes(passed=2)
    examples, machine = engine.jobs[:3], engine.jobs[3:]
    assert [len(job) for job in examples] == [1, 1, 1]
    assert len(machine) == 3
    assert len(machine[0]) > 3
    result.stdout.fnmatch_lines(["*in all: * calls proven in 6 proofs, 3 failing calls without one, * left out; *"])


def test_outside_pytest(engine):
    shop = Simulation().deploy(DiamondsAndRubies)
    shop.diamonds[ALICE] = 20
    with proven() as report:
        shop.buy_rubies(1, caller=ALICE)
    assert (report.proven, report.proofs, engine.jobs) == (1, 1, [[1]])


def test_prove_where_nobody_proves(monkeypatch):
    monkeypatch.setattr(recorder, "_active", recorder.ContextVar("nobody", default=None))
    with pytest.raises(UserError, match="with proven"):
        Simulation().deploy(DiamondsAndRubies, prove=True)
