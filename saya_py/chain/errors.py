"""Errors of talking to a chain that carry more than a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saya_py.core.errors import ChainError

if TYPE_CHECKING:
    from saya_py.chain.evm.reverts import Revert


class ChainUnavailable(ChainError):
    """The node did not start or does not answer."""


class WrongAnswer(ChainUnavailable):
    """The node's answers cannot be true, or contradict each other; nothing was done because of them."""


class ChainReverted(ChainError):
    """The chain refused a call that was expected to pass; `revert` has the decoded custom error."""

    def __init__(self, message: str, revert: Revert) -> None:
        """`message` for people, `revert` for programs."""
        super().__init__(message)
        self.revert = revert
