"""What the demo measured, and its JSON form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from saya_py.core.errors import StaleInput


@dataclass(frozen=True)
class SubmissionReport:
    """What one signature authorised: its kind, who signed (None for nobody), and how many calls."""

    kind: str
    signer: str | None
    calls: int

    def to_json(self) -> dict[str, Any]:
        """All three by name."""
        return {"kind": self.kind, "signer": self.signer, "calls": self.calls}


@dataclass(frozen=True)
class OsVersionReport:
    """The OS version, and whether only development worlds accept it."""

    number: int
    development: bool

    def to_json(self) -> dict[str, Any]:
        """The version as `0x` and 64 digits, and the flag."""
        return {"id": f"0x{self.number:064x}", "development": self.development}


@dataclass(frozen=True)
class SettledReport:
    """The transaction that settled a sub-block: `0x` text, its block, what it used and what its sender paid."""

    transaction: str
    block: int
    gas_used: int
    fee_wei: int


@dataclass(frozen=True)
class StaleReport:
    """Why a generation did not settle, what that means in the contract's words, and what it cost.

    The new value was seen before anything was sent, so what is lost is the time of proving and no fee, unless the
    value changed when the transaction was on its way.
    """

    entry: StaleInput
    meaning: str
    lost_seconds: float
    fee_wei: int


@dataclass(frozen=True)
class SubBlockReport:
    """One generation of a sub-block from its calls to its transaction.

    `authorisation` is `signed` or `none`, `submissions` says who signed what, `calls` and `entries` are counts,
    `prove_seconds` is by proof in order of proving; a re-executed generation has those that it did not find proven.
    """

    seq: int
    generation: int
    authorisation: str
    submissions: list[SubmissionReport]
    calls: int
    entries: int
    prove_seconds: dict[str, float]
    proof_bytes: int
    end: SettledReport | StaleReport

    @property
    def status(self) -> Literal["settled", "stale"]:
        """What became of it."""
        return "settled" if isinstance(self.end, SettledReport) else "stale"

    def to_json(self) -> dict[str, Any]:
        """The object of `--json`; keys and values as 0x-prefixed hex."""
        shown: dict[str, Any] = {
            "seq": self.seq,
            "generation": self.generation,
            "authorisation": self.authorisation,
            "submissions": [submission.to_json() for submission in self.submissions],
            "calls": self.calls,
            "entries": self.entries,
            "prove_seconds": {stage: round(seconds, 3) for stage, seconds in self.prove_seconds.items()},
            "proof_bytes": self.proof_bytes,
            "status": self.status,
        }
        if isinstance(self.end, SettledReport):
            return {**shown, **asdict(self.end)}
        entry = self.end.entry
        return {
            **shown,
            "key": "0x" + entry.key.hex(),
            "expected": "0x" + entry.expected.hex(),
            "actual": "0x" + entry.actual.hex(),
            "lost_seconds": round(self.end.lost_seconds, 3),
            "fee_wei": self.end.fee_wei,
        }


@dataclass(frozen=True)
class CostReport:
    """What the thread paid and lost, from its store: fees in wei, and generations that were proven for nothing."""

    settled_wei: int
    reverted_wei: int
    stale_generations: int
    stale_seconds: float

    def to_json(self) -> dict[str, Any]:
        """By name."""
        return asdict(self)


@dataclass(frozen=True)
class Balance:
    """A player's gems."""

    diamonds: int
    rubies: int

    def to_json(self) -> dict[str, int]:
        """Both counts by name."""
        return {"diamonds": self.diamonds, "rubies": self.rubies}


@dataclass(frozen=True)
class DemoReport:
    """The whole run: `balances` were read from the chain, `expected` comes from the contract as plain Python.

    `authorisation` is `signed` when every call was signed.
    """

    profile: str
    authorisation: str
    os_version: OsVersionReport
    sub_blocks: list[SubBlockReport]
    costs: CostReport
    balances: dict[str, Balance]
    expected: dict[str, Balance]

    def to_json(self) -> dict[str, Any]:
        """The one object that `sayapy demo --json` prints."""
        return {
            "profile": self.profile,
            "authorisation": self.authorisation,
            "os_version": self.os_version.to_json(),
            "sub_blocks": [sub_block.to_json() for sub_block in self.sub_blocks],
            "costs": self.costs.to_json(),
            "balances": {name: balance.to_json() for name, balance in self.balances.items()},
            "expected": {name: balance.to_json() for name, balance in self.expected.items()},
        }
