"""Calls of one function on their own, without a sub-block around them: proven as leaves, or checked unproven."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saya_py import _native
from saya_py.proving.engine import ProfileName


@dataclass(frozen=True)
class CallsJob:
    """Calls in order, in the executor's JSON form, in a time window (Unix seconds).

    `state` has the value of every key that they touch (32 bytes each); a missing key has the value zero.
    """

    t_min: int
    t_max: int
    calls: Sequence[Mapping[str, Any]]
    state: Mapping[bytes, bytes]

    @property
    def text(self) -> str:
        """The JSON form of the Rust crates."""
        state = {"0x" + key.hex(): "0x" + value.hex() for key, value in sorted(self.state.items())}
        return json.dumps({"t_min": self.t_min, "t_max": self.t_max, "calls": list(self.calls), "state": state})


class FunctionProver:
    """The leaf circuit of one function. Building takes seconds, proving too; both release the GIL."""

    def __init__(self, profile: ProfileName, contract: Mapping[str, Any], function: int) -> None:
        """Build the circuit of function number `function` of `contract` (its IR).

        Raises:
            ProverRefused: one call of the function does not fit a leaf.
        """
        alone = [each for each in contract["functions"] if each["id"] == function]
        self._set = _native.ContractSet.build(profile, [json.dumps({**contract, "functions": alone})], "none")
        lanes = self._set.lanes(int(contract["contract"]), function, "none")
        assert lanes is not None, "the one function of the set"
        self.lanes = lanes
        """How many calls one proof holds."""

    def prove(self, job: CallsJob) -> int:
        """Prove the calls and verify the proofs; returns how many proofs it took.

        Raises:
            ProverRefused: a call fails.
            InternalError: a proof was not made, or does not hold.
        """
        return len(json.loads(self._set.prove_calls(job.text)))


class CallChecker:
    """The constraints of one contract's functions, evaluated without proving: hundredths of a second a call."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        """Take a contract (its IR); circuits are built when they are first needed."""
        self._checker = _native.CallChecker(json.dumps(contract))

    def accept(self, job: CallsJob) -> None:
        """Check that the constraints accept the calls and say of them what their execution says.

        Raises:
            ProofRejected: they do not.
            ProverRefused: a call fails.
        """
        self._checker.check(job.text)

    def force(self, job: CallsJob) -> None:
        """Check the calls as a prover would make them who goes on when one fails.

        Raises:
            ProofRejected: the constraints refuse them, as they must when a call fails.
        """
        self._checker.check(job.text, forced=True)
