"""Questions to a node, as JSON-RPC over HTTP. Answers are read strictly, because a node may say anything."""

from __future__ import annotations

from typing import Any

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import ChainError, EncodingError, UserError
from saya_py.core.limbs import parse_hex

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_ATTEMPTS = 4
_SHOWN = 200


class Node:
    """One node. All questions only read, so those that were not answered are asked again."""

    def __init__(self, url: str) -> None:
        """Ask the node at `url`; nothing is asked yet.

        Raises:
            UserError: it is no URL.
        """
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise UserError(f"the node's URL is none: {error}") from None
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise UserError("the node's URL must be http://HOST… or https://HOST…")
        self._url = parsed
        # Reports and bundles are handed on: what follows the host, and a password before it, may be secret.
        self.name = f"{parsed.scheme}://{parsed.netloc.decode()}"
        self._http = httpx.Client(timeout=_TIMEOUT)

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of a method.

        Raises:
            ChainUnavailable: no node answers.
            ChainError: the node refuses, or its answer is none.
        """
        answer = self._post({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)})
        if not isinstance(answer, dict) or ("error" in answer) == ("result" in answer):
            raise self.nonsense(method, answer)
        if "error" in answer:
            error = answer["error"]
            message = error.get("message") if isinstance(error, dict) else error
            raise ChainError(f"the node refuses {method}: {str(message)[:_SHOWN]}")
        return answer["result"]

    def number(self, method: str, *parameters: Any) -> int:
        """A result that is a number."""
        return quantity(self.ask(method, *parameters), method)

    def nonsense(self, what: str, answer: Any) -> ChainError:
        """The error about an answer that is none."""
        return ChainError(f"the node at {self.name} gives no sensible answer to {what}: {str(answer)[:_SHOWN]}")

    @retry(
        retry=retry_if_exception_type(ChainUnavailable),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.2, max=5),
        reraise=True,
    )
    def _post(self, request: dict[str, Any]) -> Any:
        try:
            response = self._http.post(self._url, json=request)
        except (httpx.HTTPError, UnicodeError) as error:
            raise ChainUnavailable(f"no node answers at {self.name}: {error}") from error
        if response.status_code in (429, 502, 503, 504):
            raise ChainUnavailable(f"the node at {self.name} answers with HTTP status {response.status_code}")
        try:
            return response.json()
        except ValueError:
            raise self.nonsense("a question", response.text) from None


def quantity(value: Any, what: str) -> int:
    """The number that `0x…` stands for; raises `ChainError` for anything else."""
    digits = value[2:] if isinstance(value, str) and value[:2] == "0x" else ""
    if not digits or len(digits) > 64 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        raise ChainError(f"the node's answer has no number as {what}: {str(value)[:_SHOWN]}")
    return int(digits, 16)


def data(value: Any, what: str, length: int | None = None) -> bytes:
    """The bytes that `0x…` stands for, `length` of them if that is given; raises `ChainError` for anything else."""
    if isinstance(value, str) and (length is not None or len(value) % 2 == 0):
        try:
            return parse_hex(value, len(value) // 2 - 1 if length is None else length)
        except EncodingError:
            pass
    raise ChainError(f"the node's answer has no bytes as {what}: {str(value)[:_SHOWN]}")


def field(value: Any, name: str, what: str) -> Any:
    """A field of an object; raises `ChainError` when there is none."""
    if not isinstance(value, dict) or name not in value:
        raise ChainError(f"the node's answer has no {name} of {what}: {str(value)[:_SHOWN]}")
    return value[name]
