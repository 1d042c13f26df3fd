"""Asking a node over HTTP: timeouts, and another try for questions that may be asked twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from eth_abi.exceptions import DecodingError
from requests.exceptions import HTTPError, RequestException, Timeout
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential
from web3 import HTTPProvider, Web3
from web3.exceptions import (
    BlockNotFound,
    ContractLogicError,
    TimeExhausted,
    TransactionNotFound,
    Web3Exception,
    Web3RPCError,
)
from web3.types import RPCEndpoint, RPCResponse

from saya_py.chain.errors import ChainUnavailable, WrongAnswer
from saya_py.core.errors import ChainError

T = TypeVar("T")

_NOT_TWICE = ("eth_send", "anvil_", "evm_")
"""Beginnings of methods that do something, so the first answer has to be known before asking again."""
_OVERLOADED = (-32005, 429)
"""Error codes with which nodes ask for patience."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for an answer, and how often to ask."""

    answer_seconds: float = 15.0
    tries: int = 4
    longest_pause_seconds: float = 2.0


class SteadyProvider(HTTPProvider):
    """HTTP to the node at `url`. Raises `ChainUnavailable` after the last try; its message hides keys in the URL."""

    def __init__(self, url: str, patience: Patience | None = None) -> None:
        """Ask the node at `url`, as patiently as `patience` says."""
        self._patience = patience or Patience()
        super().__init__(url, {"timeout": self._patience.answer_seconds}, exception_retry_configuration=None)
        address = urlsplit(url)
        self.where = f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """The node's answer, which may be an error that the node reports."""
        if method.startswith(_NOT_TWICE):
            return self._ask(method, params)
        patient = Retrying(
            stop=stop_after_attempt(self._patience.tries),
            wait=wait_random_exponential(multiplier=0.1, max=self._patience.longest_pause_seconds),
            retry=retry_if_exception_type(ChainUnavailable),
            reraise=True,
        )
        return patient(self._ask, method, params)

    def _ask(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        try:
            answer: Any = super().make_request(method, params)
        except (RequestException, ValueError) as error:
            raise ChainUnavailable(
                f"the node at {self.where} does not answer {method}: {self._cause(error)}"
            ) from error
        if not isinstance(answer, dict) or not ("result" in answer or isinstance(answer.get("error"), dict | str)):
            raise WrongAnswer(f"the node at {self.where} answers {method} with something that is no JSON-RPC")
        told = answer.get("error")
        if isinstance(told, dict) and told.get("code") in _OVERLOADED:
            raise ChainUnavailable(f"the node at {self.where} has too much to do: {told.get('message')}")
        found: RPCResponse = answer  # type: ignore[assignment]
        return found

    def _cause(self, error: Exception) -> str:
        match error:
            case Timeout():
                return f"nothing within {self._patience.answer_seconds:g} seconds"
            case HTTPError(response=response) if response is not None:
                return f"HTTP status {response.status_code}"
            case RequestException():
                return "no connection"
        return "what it sends is no JSON"


def connect(url: str, patience: Patience | None = None) -> Web3:
    """A client of the node at `url`.

    Raises:
        ChainUnavailable: nothing answers there.
    """
    w3 = Web3(SteadyProvider(url, patience))
    answered(lambda: w3.eth.chain_id)
    return w3


def answered(action: Callable[[], T]) -> T:
    """What `action` gets from a node.

    Raises:
        ChainUnavailable: the node does not answer.
        ChainError: it refuses.
    """
    try:
        return action()
    except (RequestException, TimeExhausted) as error:
        raise ChainUnavailable(f"the node does not answer: {error}") from error
    except Web3RPCError as error:
        raise ChainError(f"the node refuses: {error.message}") from error


def read(what: str, action: Callable[[], T]) -> T:
    """What `action` reads from a node. It asks for nothing that a sane node refuses; reverts come through.

    Raises:
        ChainUnavailable: the node does not answer.
        WrongAnswer: it refuses, or what it says is no answer to the question.
    """
    try:
        return action()
    except (ContractLogicError, BlockNotFound, TransactionNotFound):
        raise
    except RequestException as error:
        raise ChainUnavailable(f"the node does not answer: {error}") from error
    except Web3RPCError as error:
        raise WrongAnswer(f"the node cannot tell {what}: {error.message}") from error
    except (Web3Exception, DecodingError, ValueError, TypeError, KeyError, AttributeError) as error:
        # Whatever trips over the answer: web3 and the decoders raise all of these for malformed ones.
        raise WrongAnswer(f"what the node tells of {what} makes no sense: {error!r}") from error
