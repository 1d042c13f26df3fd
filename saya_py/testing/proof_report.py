"""What proving the calls of a test came to."""

from dataclasses import dataclass

from saya_py.proving.engine import ProfileName


@dataclass
class ProofReport:
    """Calls that were `proven`, in how many `proofs`, and how many seconds it took.

    `refused` calls failed, and the constraints refuse them. `checked` ones satisfy the constraints, but were not
    proven.
    """

    profile: ProfileName
    proven: int = 0
    proofs: int = 0
    refused: int = 0
    checked: int = 0
    seconds: float = 0.0

    def __add__(self, other: "ProofReport") -> "ProofReport":
        return ProofReport(
            self.profile,
            self.proven + other.proven,
            self.proofs + other.proofs,
            self.refused + other.refused,
            self.checked + other.checked,
            self.seconds + other.seconds,
        )

    def __str__(self) -> str:
        parts = []
        if self.proven:
            parts.append(f"{_counted(self.proven, 'call')} proven in {_counted(self.proofs, 'proof')}")
        if self.checked:
            parts.append(f"{_counted(self.checked, 'call')} checked without a proof")
        if self.refused:
            parts.append(f"{_counted(self.refused, 'failing call')} refused")
        return ", ".join(parts)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
