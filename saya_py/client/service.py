"""Talking HTTP to a thread's service: what may be repeated is, and every failure has its type."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from saya_py.client.answers import FailureAnswer
from saya_py.core.errors import ConfigError, ServiceError, ServiceUnavailable

_ANSWER_SECONDS = 30.0
"""How long the service may take for an answer, besides what it was asked to wait."""
_FIRST_PAUSE, _LAST_PAUSE = 0.2, 5.0

M = TypeVar("M", bound=BaseModel)


class Service:
    """The service at one URL. Every request may be sent again: submissions are known by their content."""

    def __init__(self, url: str, patience: float) -> None:
        """Try for `patience` seconds while it does not answer, or says that it cannot now.

        Raises:
            ConfigError: `url` is none.
        """
        if not url.startswith(("http://", "https://")):
            raise ConfigError(f"{url!r} is no URL of a thread's service: it begins with http:// or https://")
        self.url = url.rstrip("/")
        self.patience = patience
        try:
            self._http = httpx.Client(base_url=self.url, timeout=_ANSWER_SECONDS)
        except httpx.InvalidURL as error:
            raise ConfigError(f"{url!r} is no URL of a thread's service: {error}") from None

    def get(
        self,
        model: type[M],
        path: str,
        params: Mapping[str, str | float] | None = None,
        *,
        patience: float | None = None,
    ) -> M:
        """What a path answers; `timeout` in `params` is how long the service may hold the request.

        Raises:
            ServiceUnavailable: it did not answer in time.
            ServiceError: it refuses, or answers something else.
        """
        held = float((params or {}).get("timeout", 0))
        request = self._http.build_request("GET", path, params=params, timeout=_ANSWER_SECONDS + held)
        return self._sent(model, request, self.patience if patience is None else patience)

    def post(self, model: type[M], path: str, lines: str) -> M:
        """Send JSON lines; raises as `get` does."""
        headers = {"Content-Type": "application/x-ndjson"}
        return self._sent(model, self._http.build_request("POST", path, content=lines, headers=headers), self.patience)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sent(self, model: type[M], request: httpx.Request, patience: float) -> M:
        deadline = time.monotonic() + patience
        pause = _FIRST_PAUSE
        while True:
            response, why = self._attempt(request)
            if response is not None:
                return _understood(model, response)
            if time.monotonic() + pause > deadline:
                raise ServiceUnavailable(f"the service at {self.url} cannot be used: {why}; try again later")
            time.sleep(pause)
            pause = min(2 * pause, _LAST_PAUSE)

    def _attempt(self, request: httpx.Request) -> tuple[httpx.Response | None, str]:
        """The answer; None, and why, when the same may work later."""
        try:
            response = self._http.send(request)
        except httpx.TransportError as error:
            return None, f"it does not answer ({error})"
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return None, _failure(response)
        return response, ""


def _understood(model: type[M], response: httpx.Response) -> M:
    if response.status_code != HTTPStatus.OK:
        raise ServiceError(f"the service refuses with status {response.status_code}: {_failure(response)}")
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        raise ServiceError(
            f"{response.request.url} answers what this client does not understand ({_first(error)}): is it a service "
            "of a thread, and of this version?"
        ) from None


def _failure(response: httpx.Response) -> str:
    try:
        error = FailureAnswer.model_validate_json(response.content).error
    except ValidationError:
        return f"status {response.status_code}"
    return f"{error.code}: {error.message}"


def _first(error: ValidationError) -> str:
    found: Any = error.errors()[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
