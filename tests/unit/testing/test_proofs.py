"""What is proven and what is said of it, with circuits that are not there.

Real proofs: tests/e2e/test_new_project.py.
"""

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.errors import InternalError, ProofRejected, UserError
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


def fails(job):
    """In these tests Bob has no diamonds, and nobody saves nothing."""
    return any(call["user"] == 2 or not int(call["args"][0], 16) for call in job.calls)


def amounts(job):
    return [int(call["args"][0], 16) for call in job.calls]


class FakeProver:
    """Notes what it is to prove."""

    holds = True
    lanes = 32

    def __init__(self, profile, contract, function):
        self.built.append((profile, contract["name"], function))

    def prove(self, job):
        assert not fails(job)
        if not self.holds:
            raise InternalError("the proof does not hold")
        self.jobs.append(amounts(job))
        return 1


class FakeChecker:
    """Knows what the constraints refuse."""

    refuses = True

    def __init__(self, contract):
        pass

    def accept(self, job):
        assert not fails(job)
        self.checked.append(amounts(job))

    def force(self, job):
        assert fails(job)
        if self.refuses:
            raise ProofRejected("row 7")


@pytest.fixture
def prover(monkeypatch):
    made = type("Prover", (FakeProver,), {"built": [], "jobs": []})
    monkeypatch.setattr(proofs, "FunctionProver", made)
    return made


@pytest.fixture
def checker(monkeypatch):
    made = type("Checker", (FakeChecker,), {"checked": []})
    monkeypatch.setattr(proofs, "CallChecker", made)
    return made


@pytest.fixture(autouse=True)
def nothing_real(prover, checker):
    """No test here builds circuits."""


def test_what_is_marked_and_what_is_switched_on(run, prover):
    result = run(TESTS)
    result.assert_outcomes(passed=3, failed=1)
    assert prover.jobs == [[1, 2], [4]]
    assert prover.built == [("fast", "Shop", 1), ("fast", "Bank", 1)]
    result.stdout.fnmatch_lines(
        [
            "test_marked: building the circuit of Shop.buy",
            "test_marked: proving 2 of Shop.buy",
            "*= proofs =*",
            "*s  test_it.py::test_marked: 2 calls proven in 1 proof, 1 failing call refused",
            "*s  test_it.py::test_switched_on: 1 call proven in 1 proof",
            "*s  in all: 3 calls proven in 2 proofs, 1 failing call refused; profile fast",
        ]
    )


def test_everything_with_another_profile(run, prover):
    result = run(TESTS, "--prove", "--prove-profile", "secure")
    assert prover.jobs == [[1, 2], [4], [3], [4]]
    assert prover.built == [("secure", "Shop", 1), ("secure", "Bank", 1)]
    result.stdout.fnmatch_lines(["*in all: 5 calls proven in 4 proofs*profile secure"])


def test_only_checking(run, prover, checker):
    result = run(TESTS, "--check-circuits")
    result.assert_outcomes(passed=3, failed=1)
    assert (prover.built, prover.jobs) == ([("fast", "Shop", 1)], [[1, 2]])
    assert checker.checked == [[4], [3], [4]]
    total = "*in all: 2 calls proven in 1 proof, 3 calls checked without a proof, 1 failing call refused"
    result.stdout.fnmatch_lines(["*= circuits =*", total])


def test_no_section_when_nothing_was_proven(run):
    result = run(TESTS, "-k", "plain")
    result.assert_outcomes(passed=1, deselected=3)
    assert "proofs" not in result.stdout.str()


def test_a_proof_that_does_not_hold_fails_its_test(run, prover):
    prover.holds = False
    result = run(TESTS, "-k", "marked")
    result.assert_outcomes(failed=1, deselected=3)
    result.stdout.fnmatch_lines(["the calls of this test could not be proven: the proof does not hold"])


def test_a_failing_call_that_the_constraints_accept_fails_its_test(run, checker):
    checker.refuses = False
    result = run(TESTS, "-k", "marked")
    result.assert_outcomes(failed=1, deselected=3)
    result.stdout.fnmatch_lines(
        ["*Shop.buy failed with 'you do not have enough diamonds', yet the constraints accept*"]
    )


def test_a_test_of_hypothesis_proves_some_of_its_calls_and_checks_the_others(run, prover, checker):
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
    examples, machine = prover.jobs[:3], prover.jobs[3:]
    assert [len(job) for job in examples] == [1, 1, 1]
    assert len(machine) == 3
    assert len(machine[0]) > 3
    assert len(checker.checked) > 50
    result.stdout.fnmatch_lines(
        ["*in all: * calls proven in 6 proofs, * checked without a proof, * failing calls refused; *"]
    )


def test_outside_pytest(prover):
    shop = Simulation().deploy(DiamondsAndRubies)
    shop.diamonds[ALICE] = 20
    with proven() as report:
        shop.buy_rubies(1, caller=ALICE)
    assert (report.proven, report.proofs, prover.jobs) == (1, 1, [[1]])


def test_prove_where_nobody_proves(monkeypatch):
    monkeypatch.setattr(recorder, "_active", recorder.ContextVar("nobody", default=None))
    with pytest.raises(UserError, match="with proven"):
        Simulation().deploy(DiamondsAndRubies, prove=True)
