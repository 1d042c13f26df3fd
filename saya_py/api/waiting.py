"""Waiting until a submission is where somebody wants it: a request that is held until then, or for some seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from enum import StrEnum

from starlette.concurrency import run_in_threadpool

from saya_py.service.running import RunningThread, SubmissionState
from saya_py.store.states import Status

LONGEST_SECONDS = 60.0
"""A request is held for at most this long."""
_FIRST, _LAST = 0.05, 1.0
"""Seconds between two looks, at first and in the end."""


class Until(StrEnum):
    """What is waited for. A submission that is dropped is waited for no longer."""

    INCLUDED = "included"
    SETTLED = "settled"
    FINAL = "final"

    def reached(self, state: SubmissionState) -> bool:
        """Whether there is nothing left to wait for."""
        match state.status:
            case Status.DROPPED:
                return True
            case Status.SETTLED:
                return self is not Until.FINAL or state.is_final
            case Status.INCLUDED:
                return self is Until.INCLUDED
            case Status.ACCEPTED:
                return False


async def state_when(
    thread: RunningThread, digest: bytes, until: Until | None, seconds: float, closing: threading.Event
) -> SubmissionState | None:
    """The state of a submission as soon as it is there; as it is when the time is over, or the server is closing."""
    deadline = time.monotonic() + min(seconds, LONGEST_SECONDS)
    pause = _FIRST
    while True:
        state = await run_in_threadpool(thread.submission, digest)
        left = deadline - time.monotonic()
        if state is None or until is None or until.reached(state) or left <= 0 or closing.is_set():
            return state
        await asyncio.sleep(min(pause, left))
        pause = min(2 * pause, _LAST)
