"""What an audit says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from saya_py.audit.evidence import Deployment
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import Mismatch, MissingData

Status: TypeAlias = Literal["ok", "mismatch", "missing", "skipped"]
"""`missing`: it could not be checked. `skipped`: what it needs is not there, or is wrong already."""
Verdict: TypeAlias = Literal["ok", "mismatch", "missing_data", "unreachable"]

CHECKS = (
    "calldata",
    "event",
    "window",
    "version",
    "set",
    "call data",
    "calls",
    "execution",
    "inputs",
    "outputs",
    "log",
    "commit",
    "proof",
    "values before",
    "values after",
)
"""All checks of a sub-block, in order."""


@dataclass(frozen=True)
class Place:
    """Where something is wrong: an entry (32 bytes), and the call that it has to do with, each with its name.

    `submission` and `call` (in a bundle) count from 1.
    """

    key: bytes | None = None
    key_name: str | None = None
    submission: int | None = None
    call: int | None = None
    call_name: str | None = None

    def __str__(self) -> str:
        said = [] if self.key_name is None else [self.key_name]
        if self.submission is not None:
            number = "" if self.call is None else f", call {self.call}"
            name = "" if self.call_name is None else f": {self.call_name}"
            said.append(f"submission {self.submission}{number}{name}")
        return "; ".join(said)

    def to_json(self) -> dict[str, Any]:
        """By name."""
        return {
            "key": None if self.key is None else "0x" + self.key.hex(),
            "key_name": self.key_name,
            "submission": self.submission,
            "call": self.call,
            "call_name": self.call_name,
        }


@dataclass(frozen=True)
class Check:
    """One of `CHECKS` and its outcome."""

    name: str
    status: Status
    reason: str | None = None
    place: Place | None = None

    def to_json(self) -> dict[str, Any]:
        """By name."""
        place = None if self.place is None else self.place.to_json()
        return {"check": self.name, "status": self.status, "reason": self.reason, "place": place}


@dataclass(frozen=True)
class SubBlockReport:
    """The verdict on one sub-block; `block` and `transaction` (32 bytes) are where it settled, if that is known."""

    seq: int
    checks: Sequence[Check]
    block: int | None = None
    transaction: bytes | None = None
    call_count: int | None = None
    entries: int | None = None
    unreachable: str | None = None
    """Why the node could not be asked."""

    @property
    def verdict(self) -> Verdict:
        """A mismatch is one whatever else is missing."""
        found = {check.status for check in self.checks}
        if "mismatch" in found:
            return "mismatch"
        if self.unreachable is not None:
            return "unreachable"
        return "ok" if found == {"ok"} else "missing_data"

    @property
    def first_failing(self) -> Check | None:
        """The first check that is decisive for the verdict."""
        wanted: Status = "mismatch" if self.verdict == "mismatch" else "missing"
        return next((check for check in self.checks if check.status == wanted), None)

    def to_json(self) -> dict[str, Any]:
        """By name."""
        failing = self.first_failing
        return {
            "seq": self.seq,
            "verdict": self.verdict,
            "block": self.block,
            "transaction": None if self.transaction is None else "0x" + self.transaction.hex(),
            "call_count": self.call_count,
            "entries": self.entries,
            "unreachable": self.unreachable,
            "first": None if failing is None else failing.to_json(),
            "checks": [check.to_json() for check in self.checks],
        }


@dataclass(frozen=True)
class AuditReport:
    """The verdicts on a range of sub-blocks, and what they rest on."""

    deployment: Deployment
    sub_blocks: Sequence[SubBlockReport]
    rests_on: Sequence[str]

    @property
    def counts(self) -> Counter[Verdict]:
        """Sub-blocks by verdict."""
        return Counter(each.verdict for each in self.sub_blocks)

    def to_json(self) -> dict[str, Any]:
        """By name."""
        thread = self.deployment
        return {
            "chain_id": thread.chain_id,
            "settlement": "0x" + thread.settlement.hex(),
            "world": thread.world,
            "thread": thread.thread,
            "prover": "0x" + thread.prover.hex(),
            "counts": {name: self.counts[name] for name in ("ok", "mismatch", "missing_data", "unreachable")},
            "rests_on": list(self.rests_on),
            "sub_blocks": [each.to_json() for each in self.sub_blocks],
        }

    def demand_ok(self) -> None:
        """Return when every sub-block is as it should be.

        Raises:
            Mismatch: one is not.
            ChainUnavailable: the node stopped answering.
            MissingData: nothing is wrong in what could be checked.
        """
        counts, total = self.counts, len(self.sub_blocks)
        if wrong := [str(each.seq) for each in self.sub_blocks if each.verdict == "mismatch"]:
            raise Mismatch(f"{len(wrong)} of {total} sub-blocks are not what they should be: {', '.join(wrong)}")
        if reason := next((each.unreachable for each in self.sub_blocks if each.unreachable), None):
            raise ChainUnavailable(f"{counts['unreachable']} of {total} sub-blocks could not be audited: {reason}")
        if missing := [str(each.seq) for each in self.sub_blocks if each.verdict == "missing_data"]:
            raise MissingData(f"of {len(missing)} of {total} sub-blocks something is missing: {', '.join(missing)}")
