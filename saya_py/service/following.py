"""What became of a submission, from the store."""

from __future__ import annotations

from saya_py.service.running import MinedIn, Place, SubmissionState
from saya_py.store.records import Attempt
from saya_py.store.states import AttemptKind, Outcome
from saya_py.store.view import ThreadView


def submission_state(view: ThreadView, digest: bytes) -> SubmissionState | None:
    """How far the submission with this digest is; None when the thread never accepted it."""
    found = view.submission(digest)
    if found is None:
        return None
    place, mined = None, None
    if found.sub_block_id is not None:
        sub_block = view.sub_block(found.sub_block_id)
        place = Place(sub_block.seq, sub_block.generation, sub_block.state)
        mined = next((_mined(each) for each in view.attempts(sub_block.id) if _settled(each)), None)
    return SubmissionState(digest, found.ordinal, found.status, found.receipt, place, mined, found.reason)


def _settled(attempt: Attempt) -> bool:
    return attempt.outcome is Outcome.SUCCEEDED and attempt.transaction.kind is AttemptKind.SETTLE


def _mined(attempt: Attempt) -> MinedIn:
    assert attempt.inclusion is not None, "the store keeps where a transaction was mined with its outcome"
    return MinedIn(attempt.transaction.hash, attempt.inclusion.block)
