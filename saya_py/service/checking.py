"""Whether submissions are for the thread's contracts, before anything is executed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import Call
from saya_py.core.errors import UserError
from saya_py.core.submissions import SignedBundle, Submission
from saya_py.core.system_calls import OPEN, ROTATE
from saya_py.core.variants import Authorisation
from saya_py.lang.schema import ContractSchema


def function_check(contracts: Iterable[ContractSchema], authorisation: Authorisation) -> Callable[[Submission], None]:
    """A check that refuses, with a `UserError`, calls of functions that are neither the contracts' nor the system's."""
    names = {
        (contract.id, function.id): f"{contract.name}.{function.name}"
        for contract in contracts
        for function in contract.functions
    }
    system = {(SYSTEM_CONTRACT, OPEN), (SYSTEM_CONTRACT, ROTATE)} if authorisation == "signed" else set()

    def check(submission: Submission) -> None:
        for call in _calls(submission):
            if (call.contract, call.function) not in names and (call.contract, call.function) not in system:
                raise UserError(
                    f"there is no function {call.function} of contract {call.contract}; the set has "
                    + ", ".join(f"{function} of {contract} ({name})" for (contract, function), name in names.items())
                )

    return check


def _calls(submission: Submission) -> tuple[Call, ...]:
    return submission.calls if isinstance(submission, SignedBundle) else (submission.call,)
