"""Plain Python and IR execution agree on generated programs: on effects, accesses, events and messages."""

import pytest
from hypothesis import event, given, settings

from tests.property.lang.coverage import PREDICATED, PURE, Coverage, Probe, required_failures
from tests.property.lang.fresh import kept, run_fresh
from tests.property.lang.generator.cases import Case, cases
from tests.property.lang.modes import Done, Modes, execute_ir, outcome_of
from tests.unit.lang.support import module

PROGRAMS = 1000
OFTEN = 20
"""How often each operation must have been taken, and not taken."""


def check(case: Case, coverage: Coverage) -> None:
    """Runs the calls of a case, each on the state that the ones before left."""
    coverage.programs.add(case.program.source)
    made = module(case.program.source)
    modes = Modes([getattr(made, contract.name) for contract in case.program.contracts])
    probe = Probe(modes.tested.ir)
    state = {}
    for run in case.runs:
        state |= run.entries
        outcome = modes.agreed(run.call, state, run.window)
        if isinstance(outcome, Done):
            probed = outcome_of(execute_ir(probe.ir, run.call, state, run.window))
            coverage.succeeded(probe, probed)
            state = outcome.after
        else:
            coverage.failed(outcome)


def test_generated_programs():
    coverage = Coverage()

    @kept()
    @given(case=cases())
    def agree(case: Case) -> None:
        check(case, coverage)

    run_fresh(agree, seed=1, until=lambda: len(coverage.programs) >= PROGRAMS)
    rare = {name: coverage.taken[name] for name in (*PREDICATED, *PURE) if coverage.taken[name] < OFTEN}
    rare |= {f"no {name}": coverage.untaken[name] for name in PREDICATED if coverage.untaken[name] < OFTEN}
    missing = required_failures() - set(coverage.failures)
    assert (rare, missing) == ({}, set()), coverage.report()


@pytest.mark.slow
@settings(kept(), max_examples=20_000)
@given(case=cases())
def test_many_generated_programs(case: Case):
    """As above, but each run of the tests has other programs; --hypothesis-seed repeats one."""
    coverage = Coverage()
    check(case, coverage)
    for kind in coverage.failures:
        event(kind)
