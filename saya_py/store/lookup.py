"""Finding many submissions at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saya_py.store import mapping
from saya_py.store.records import Submission
from saya_py.store.tables import SubmissionRow

ASKED_AT_ONCE = 1000
"""Digests in one query: databases limit how many values one has."""


def with_digests(session: Session, thread_id: int, digests: Sequence[bytes]) -> dict[bytes, Submission]:
    """The submissions with these digests that a thread accepted, by digest."""
    found: dict[bytes, Submission] = {}
    for at in range(0, len(digests), ASKED_AT_ONCE):
        asked = digests[at : at + ASKED_AT_ONCE]
        query = select(SubmissionRow).where(SubmissionRow.thread_id == thread_id, SubmissionRow.digest.in_(asked))
        found |= {row.digest: mapping.submission(row) for row in session.scalars(query)}
    return found
