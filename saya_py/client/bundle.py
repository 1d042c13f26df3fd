"""Several calls under one signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from saya_py.client.interface import FunctionRef
from saya_py.client.submitted import Submitted
from saya_py.core.calls import Call
from saya_py.core.errors import UserError

if TYPE_CHECKING:
    from saya_py.client.caller import Caller


class Bundle:
    """Collects calls; made by `Caller.bundle` and used with `with`."""

    def __init__(
        self, caller: Caller, sign_and_submit: Callable[[Sequence[Call]], Submitted], *, operator: bool
    ) -> None:
        """Collect calls of `caller`, or as an `operator` of anybody."""
        self._caller = caller
        self._sign_and_submit = sign_and_submit
        self._operator = operator
        self._calls: list[Call] = []
        self._submitted: Submitted | None = None

    @property
    def submitted(self) -> Submitted:
        """The accepted bundle; `UserError` before the end of the `with` block."""
        if self._submitted is None:
            raise UserError("the bundle is submitted at the end of its `with` block")
        return self._submitted

    def call(
        self, function: FunctionRef, *args: object, user: int | None = None, valid_until: int | None = None
    ) -> None:
        """Add a call; nothing is signed yet.

        Raises:
            UserError: the function is for somebody else to call, takes other arguments, or `user` is missing in an
                operator's bundle or another one's in a player's.
        """
        if self._operator and user is None:
            raise UserError("in an operator's bundle each call says whose it is: call(function, …, user=3)")
        if not self._operator and user not in (None, self._caller.user):
            raise UserError(f"a player's bundle has the player's calls: those of user {self._caller.user}")
        auth = "operator" if self._operator else "user"
        whose = self._caller.user if user is None else int(user)
        self._calls.append(self._caller.prepare(function, args, whose, valid_until, auth))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        if not self._calls:
            raise UserError("the bundle has no calls, so nothing was signed")
        self._submitted = self._sign_and_submit(self._calls)
