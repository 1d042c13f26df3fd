"""A settled sub-block call by call, in the words of its contracts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from saya_py.audit.call_files import CallFile, read_calls
from saya_py.audit.evidence import Deployment, Evidence, Unknown
from saya_py.audit.examine import Sets, examine
from saya_py.audit.execution import Access, Execution, Step, execute
from saya_py.audit.naming import Names
from saya_py.audit.settle_call import decode_settle
from saya_py.audit.verdict import SubBlockReport
from saya_py.chain.evm.settlement import Settlement
from saya_py.core.calldata import read_inputs
from saya_py.core.errors import EncodingError, Mismatch, MissingData
from saya_py.core.limbs import to_bytes, to_hex
from saya_py.core.submissions import SignedBundle, Submission
from saya_py.core.window import Window


@dataclass(frozen=True)
class Replay:
    """A sub-block's calls executed on its input list, and the audit's verdict on it."""

    report: SubBlockReport
    settlement: Settlement
    submissions: Sequence[Submission]
    execution: Execution
    names: Names

    def title(self, step: Step) -> str:
        """What a step is: a call by its name, or the signature of a bundle."""
        if step.call is not None:
            return self.names.call(step.call)
        bundle = self.submissions[step.position.submission]
        assert isinstance(bundle, SignedBundle), "only bundles have a step that is no call"
        return f"bundle of {len(bundle.calls)} calls, signed by user {bundle.signer} in lane {bundle.lane}"

    def to_json(self) -> dict[str, Any]:
        """All of it by name; numbers of submissions and calls are from 1."""
        header, stop = self.settlement.header, self.execution.stop
        failing = self.report.first_failing
        return {
            "seq": self.report.seq,
            "verdict": self.report.verdict,
            "first": None if failing is None else failing.to_json(),
            "window": {"t_min": header.t_min, "t_max": header.t_max},
            "steps": [self._step_json(step) for step in self.execution.steps],
            "stop": None
            if stop is None
            else {
                "submission": stop.position.submission + 1,
                "call": _from_1(stop.position.call),
                "reason": stop.reason,
                "key": None if stop.key is None else "0x" + stop.key.hex(),
            },
        }

    def _step_json(self, step: Step) -> dict[str, Any]:
        return {
            "submission": step.position.submission + 1,
            "call": _from_1(step.position.call),
            "name": self.title(step),
            "digest": to_hex(step.digest),
            "accesses": [self._access_json(access) for access in step.accesses],
            "events": [
                {
                    "name": self.names.event(event),
                    "contract": event.contract,
                    "event": event.event,
                    "data": [to_hex([limb]) for limb in event.data],
                }
                for event in step.events
            ],
        }

    def _access_json(self, access: Access) -> dict[str, Any]:
        names = self.names
        return {
            "kind": access.kind,
            "key": "0x" + access.key.hex(),
            "key_name": names.key(access.key),
            "old": "0x" + access.old.hex(),
            "new": "0x" + access.new.hex(),
            "old_value": names.value(access.key, access.old),
            "new_value": names.value(access.key, access.new),
        }


def replay(deployment: Deployment, sets: Sets, evidence: Evidence | Unknown, file: CallFile) -> Replay:
    """Execute the calls in `file` as a sub-block, whatever the audit says of them.

    Raises:
        MissingData: there is no evidence, no calldata, or no calls.
        Mismatch: there is no input list, or none of `sets` is the one that the world had adopted.
    """
    if isinstance(evidence, Unknown):
        raise MissingData(f"there is nothing to replay: {evidence.reason}")
    if isinstance(evidence.calldata, Unknown):
        raise MissingData(f"without calldata there are no lists to replay on: {evidence.calldata.reason}")
    data = read_calls(file)
    if isinstance(data, Unknown):
        raise MissingData(f"there are no calls to replay: {data.reason}")
    try:
        settlement = decode_settle(evidence.calldata)
        entries = read_inputs(settlement.inputs)
    except EncodingError as error:
        raise Mismatch(f"there is no input list to replay on: {error}") from None
    root = evidence.set_root
    contract_set = sets.get(root) if isinstance(root, bytes) else None
    if contract_set is None:
        adopted = "0x" + root.hex() if isinstance(root, bytes) else "none"
        raise Mismatch(f"the world had adopted the set root {adopted}, and no manifest of it was given")
    inputs = {to_bytes(entry.key): to_bytes(entry.old) for entry in entries}
    window = Window(settlement.header.t_min, settlement.header.t_max)
    done = execute(contract_set.executor(deployment.domain), data.submissions, window, inputs)
    report = examine(deployment, sets, evidence, file)
    return Replay(report, settlement, data.submissions, done, Names(contract_set.abi))


def _from_1(number: int | None) -> int | None:
    return None if number is None else number + 1
