"""What the demo measured, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
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
class SubBlockReport:
    """One sub-block from its calls to its transaction.

    `authorisation` is `signed` or `none`, `submissions` says who signed what, `calls` and `entries` are counts,
    `prove_seconds` is by stage in order of proving, `fee_wei` is what the transaction cost its sender. `stale` is the
    entry that failed the input check and `stale_meaning` what it means in the contract's words; both are None when it
    settled.
    """

    seq: int
    authorisation: str
    submissions: list[SubmissionReport]
    calls: int
    entries: int
    prove_seconds: dict[str, float]
    proof_bytes: int
    gas_used: int
    transaction: str
    block: int
    fee_wei: int
    stale: StaleInput | None
    stale_meaning: str | None = None

    @property
    def status(self) -> Literal["settled", "stale"]:
        """What became of it."""
        return "settled" if self.stale is None else "stale"

    def to_json(self) -> dict[str, Any]:
        """The object of `--json`; keys and values as 0x-prefixed hex."""
        shown: dict[str, Any] = {
            "seq": self.seq,
            "authorisation": self.authorisation,
            "submissions": [submission.to_json() for submission in self.submissions],
            "calls": self.calls,
            "entries": self.entries,
            "prove_seconds": {stage: round(seconds, 3) for stage, seconds in self.prove_seconds.items()},
            "proof_bytes": self.proof_bytes,
            "gas_used": self.gas_used,
            "transaction": self.transaction,
            "block": self.block,
            "status": self.status,
        }
        if self.stale is not None:
            shown["key"] = "0x" + self.stale.key.hex()
            shown["expected"] = "0x" + self.stale.expected.hex()
            shown["actual"] = "0x" + self.stale.actual.hex()
            shown["fee_wei"] = self.fee_wei
        return shown


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
    balances: dict[str, Balance]
    expected: dict[str, Balance]

    def to_json(self) -> dict[str, Any]:
        """The one object that `sayapy demo --json` prints."""
        return {
            "profile": self.profile,
            "authorisation": self.authorisation,
            "os_version": self.os_version.to_json(),
            "sub_blocks": [sub_block.to_json() for sub_block in self.sub_blocks],
            "balances": {name: balance.to_json() for name, balance in self.balances.items()},
            "expected": {name: balance.to_json() for name, balance in self.expected.items()},
        }
