"""Calls that must fail."""

import re
from types import TracebackType

from saya_py.core.errors import CallFailed


class Reverts:
    """The context manager that `reverts` makes; `message` is the failure's text once the block has ended."""

    def __init__(self, expected: str | None, pattern: str | None) -> None:
        self.message: str | None = None
        self._expected = expected
        self._pattern = pattern

    def __enter__(self) -> "Reverts":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        __tracebackhide__ = True
        if error is None:
            raise AssertionError(f"no call failed; expected one to fail with {self._wanted()}")
        if not isinstance(error, CallFailed):
            return False
        self.message = error.message
        if not self._matches(error.message):
            raise AssertionError(
                f"the call failed with another message\n  expected: {self._wanted()}\n  failed:   {error.message!r}"
            ) from error
        return True

    def _matches(self, message: str) -> bool:
        if self._pattern is not None:
            return re.search(self._pattern, message) is not None
        return self._expected is None or message == self._expected

    def _wanted(self) -> str:
        if self._pattern is not None:
            return f"a message that matches {self._pattern!r}"
        return "any message" if self._expected is None else repr(self._expected)


def reverts(message: str | None = None, *, match: str | None = None) -> Reverts:
    """Passes when the block fails a call, which then changed nothing.

    `message` is the exact text that the call must fail with; `match` is a regular expression that must be found in
    it. Without both any failing call will do. Errors that are no failing call, such as a wrong number of arguments,
    go through.

    Raises:
        AssertionError: no call failed, or one failed with another message.
    """
    if message is not None and match is not None:
        raise TypeError("reverts takes the exact message or `match`, not both")
    return Reverts(message, match)
