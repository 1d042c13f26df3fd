"""The third mode: circuits accept exactly the generated calls that plain Python and the executor let succeed."""

import pytest
from hypothesis import given

from saya_py.core.calls import Call
from saya_py.core.errors import ProofRejected
from saya_py.core.limbs import to_bytes
from saya_py.core.window import Window
from saya_py.lang import call_json
from saya_py.proving.calls import CallChecker, CallsJob, FunctionProver
from tests.property.lang.fresh import kept, run_fresh
from tests.property.lang.generator.cases import Case, cases
from tests.property.lang.modes import Done, Modes, State
from tests.unit.lang.support import module

CHECKED = 60
"""Programs whose constraints are evaluated."""
PROVEN = 30
"""Programs that are proven."""


def job_of(call: Call, state: State, window: Window) -> CallsJob:
    """One call by itself."""
    entries = {to_bytes(key): to_bytes(value) for key, value in state.items()}
    return CallsJob(window.t_min, window.t_max, [call_json(call)], entries)


def modes_of(case: Case) -> Modes:
    made = module(case.program.source)
    return Modes([getattr(made, contract.name) for contract in case.program.contracts])


def test_constraints_of_generated_programs():
    accepted: set[str] = set()
    refused: set[str] = set()

    @kept()
    @given(case=cases())
    def agree(case: Case) -> None:
        modes, state = modes_of(case), {}
        checker = CallChecker(modes.tested.ir)
        for run in case.runs:
            state |= run.entries
            outcome = modes.agreed(run.call, state, run.window)
            job = job_of(run.call, state, run.window)
            if isinstance(outcome, Done):
                checker.accept(job)
                accepted.add(case.program.source)
                state = outcome.after
            else:
                with pytest.raises(ProofRejected):
                    checker.force(job)
                refused.add(case.program.source)

    run_fresh(agree, seed=2, until=lambda: min(len(accepted), len(refused)) >= CHECKED)


@pytest.mark.slow
def test_proofs_of_generated_programs():
    proven: set[str] = set()

    @kept()
    @given(case=cases())
    def agree(case: Case) -> None:
        modes, run = modes_of(case), case.runs[0]
        outcome = modes.agreed(run.call, run.entries, run.window)
        if isinstance(outcome, Done) and case.program.source not in proven and len(proven) < PROVEN:
            prover = FunctionProver("fast", modes.tested.ir, run.call.function)
            assert prover.prove(job_of(run.call, run.entries, run.window)) == 1
            proven.add(case.program.source)

    run_fresh(agree, seed=3, until=lambda: len(proven) >= PROVEN)
    assert len(proven) >= PROVEN
