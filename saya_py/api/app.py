"""The HTTP interface of a running thread; docs/api.md describes it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.concurrency import run_in_threadpool

import saya_py
from saya_py.api.failures import UnknownSubmission, tell_errors
from saya_py.api.models import AnswersModel, FailureModel, SetModel, SubmissionModel, ValueModel, shown
from saya_py.api.submitting import answer_lines, read_body
from saya_py.api.waiting import LONGEST_SECONDS, Until, state_when
from saya_py.core.limbs import from_bytes, parse_hex
from saya_py.service.running import RunningThread

_FAILURES: dict[int | str, dict[str, Any]] = {"4XX": {"model": FailureModel}, "5XX": {"model": FailureModel}}


def make_app(thread: RunningThread, closing: threading.Event | None = None) -> FastAPI:
    """The interface of `thread`. Requests that wait are answered at once when `closing` is set."""
    closed = closing or threading.Event()
    # No pages: those of FastAPI load their scripts from elsewhere. /openapi.json is there.
    app = FastAPI(
        title="saya_py thread", version=saya_py.__version__, docs_url=None, redoc_url=None, responses=_FAILURES
    )
    tell_errors(app)

    @app.post("/v1/submissions")
    async def submit(request: Request) -> AnswersModel:
        """Execute submissions at once: one as JSON, or one on each line."""
        lines = await read_body(request)
        return AnswersModel(answers=await run_in_threadpool(answer_lines, thread, lines))

    @app.get("/v1/submissions/{digest}")
    async def submission(
        digest: str,
        wait: Until | None = None,
        timeout: Annotated[float, Query(ge=0, le=LONGEST_SECONDS)] = LONGEST_SECONDS / 2,
    ) -> SubmissionModel:
        """What became of a submission; with `wait` as soon as it is there, or after `timeout` seconds."""
        state = await state_when(thread, parse_hex(digest, 32), wait, timeout, closed)
        if state is None:
            raise UnknownSubmission(f"the thread never accepted a submission with the digest {digest}")
        return SubmissionModel.of(state)

    @app.get("/v1/values/{key}")
    def value(key: str) -> ValueModel:
        """A value after all that was accepted, and on the chain."""
        data = parse_hex(key, 32)
        from_bytes(data)
        return ValueModel(key=shown(data), soft=shown(thread.value(data)), canonical=shown(thread.canonical(data)))

    @app.get("/v1/status")
    def status() -> Mapping[str, Any]:
        """The same as `sayapy status --json`."""
        return thread.status()

    @app.get("/v1/set")
    def contract_set() -> SetModel:
        """What signatures for this thread are bound to."""
        return SetModel.of(thread.signing())

    @app.get("/healthz")
    async def health() -> Mapping[str, str]:
        """That the process answers; nothing else is looked at."""
        return {"status": "ok"}

    return app
