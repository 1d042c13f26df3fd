"""Lost races: sub-blocks that became stale because somebody else changed one of their inputs first.

The reason for which such a sub-block is withdrawn says so, in words that can be counted.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, cast, literal

from saya_py.store.tables import SubBlockRow


def lost_race(seq: int, what: str) -> str:
    """The reason of sub-block `seq`, and of all that are withdrawn with it; `what` says which input it was."""
    return f"sub-block {seq} lost a race: {what}"


def lost_it_itself() -> ColumnElement[bool]:
    """Whether a generation lost a race itself, and was not only withdrawn together with one that did."""
    begins = literal("sub-block ").concat(cast(SubBlockRow.seq, String)).concat(" lost a race: %")
    return SubBlockRow.reason.like(begins)
