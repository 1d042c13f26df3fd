"""Errors as HTTP answers: a status, the name of the error's class as its code, and its message."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from saya_py.api.models import ErrorModel, FailureModel
from saya_py.core.errors import ChainError, InternalError, SayaError, StoreError, UserError

RETRY_SECONDS = 2
"""What a client is told to wait when the chain or the store cannot be used right now."""


class TooLarge(UserError):
    """A request has more bytes or lines than one request may have."""


class UnknownSubmission(UserError):
    """The thread never accepted a submission with this digest."""


class WrongMediaType(UserError):
    """The body is said to be something else than JSON or JSON lines."""


_STATUSES: dict[type[SayaError], HTTPStatus] = {
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnknownSubmission: HTTPStatus.NOT_FOUND,
    WrongMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    UserError: HTTPStatus.BAD_REQUEST,
    ChainError: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def tell_errors(app: FastAPI) -> None:
    """Let `app` answer every error in the same form."""
    app.add_exception_handler(SayaError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _fault)


async def _known(_: Request, error: Exception) -> JSONResponse:
    status = next(
        (status for kind, status in _STATUSES.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return _answer(status, type(error).__name__, str(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return _answer(HTTPStatus.BAD_REQUEST, UserError.__name__, told)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """No such path, or another method."""
    assert isinstance(error, HTTPException)
    return _answer(HTTPStatus(error.status_code), UserError.__name__, str(error.detail))


async def _fault(_: Request, __: Exception) -> JSONResponse:
    """The server logs what it was; strangers are not told."""
    return _answer(
        HTTPStatus.INTERNAL_SERVER_ERROR, InternalError.__name__, "a fault of this software; its log says more"
    )


def _answer(status: HTTPStatus, code: str, message: str) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_SECONDS)} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    body = FailureModel(error=ErrorModel(code=code, message=message))
    return JSONResponse(body.model_dump(), status, headers)
