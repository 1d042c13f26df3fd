"""Who makes calls: a user with a wallet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from saya_py.client.bundle import Bundle
from saya_py.client.interface import FunctionRef, Interface
from saya_py.client.submitted import Submitted
from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.errors import UserError
from saya_py.core.limbs import Digest
from saya_py.core.submissions import PlainCall, Submission
from saya_py.wallet import AccountId, Wallet

VALID_SECONDS = 24 * 60 * 60
"""A call that says nothing else may settle for a day."""


class Desk(Protocol):
    """What a caller needs of its client."""

    interface: Interface

    def set_root(self) -> Digest:
        """The contract set that signatures are for."""

    def now(self) -> int:
        """Time of the chain's latest block, Unix seconds."""

    def submit(self, submission: Submission) -> Submitted:
        """Send it."""


class Caller:
    """A user in one lane, with the wallet that signs for it; without one in development sets, where nobody signs."""

    def __init__(self, desk: Desk, account: AccountId, wallet: Wallet | None) -> None:
        """Calls of `account`, submitted through `desk`."""
        self.account = account
        self._desk = desk
        self._wallet = wallet

    @property
    def user(self) -> int:
        """The user's id."""
        return self.account.user

    def call(
        self, function: FunctionRef, *args: object, valid_until: int | None = None, follows: int | None = None
    ) -> Submitted:
        """Sign a call with the next nonce and submit it: `alice.call(Shop.buy, 3)`.

        `valid_until` is the last second at which it may settle, by default a day from now. With `follows` it runs only
        directly after what was signed with that nonce.

        Raises:
            CallFailed: it was refused, with the contract's message. Its nonce is used up all the same.
            UserError: the function is not one that users call, or takes other arguments; nothing was signed.
            WalletError: the wallet does not sign.
            ServiceUnavailable: the service does not answer. The call may have been accepted: the error has it as
                `submission`, and sending the same again is harmless.
        """
        return self._desk.submit(self.sign(function, *args, valid_until=valid_until, follows=follows))

    def sign(
        self, function: FunctionRef, *args: object, valid_until: int | None = None, follows: int | None = None
    ) -> Submission:
        """Sign a call with the next nonce, to be submitted later or by somebody else; raises as `call` does."""
        wallet = self._wallet
        call = self.prepare(function, args, self.user, valid_until, "user" if wallet else None)
        if wallet is None:
            return PlainCall(call)
        return wallet.sign_call(
            self.account, replace(call, lane=self.account.lane), self._desk.set_root(), follows=follows
        )

    def bundle(self, *, operator: bool = False, follows: int | None = None) -> Bundle:
        """Several calls under one signature: they settle together, in order, or not at all.

            with alice.bundle() as bundle:
                bundle.call(Shop.buy, 2)
                bundle.call(Shop.buy, 1)
            bundle.submitted.wait_settled()

        It is signed and submitted at the end of the block, and not at all when the block raises. With `operator` the
        calls are the operator's, for any user: `bundle.call(Shop.award, 5, user=3)`.

        Raises:
            UserError: nobody signs in this set, so there are no bundles.
        """
        if self._wallet is None:
            raise UserError("a bundle is several calls under one signature, and in this set nobody signs")
        return Bundle(self, self._signer(self._wallet, operator, follows), operator=operator)

    def prepare(
        self, function: FunctionRef, args: Sequence[object], user: int, valid_until: int | None, auth: str | None
    ) -> Call:
        """A call, not signed. `auth` says who authorises it, when somebody does.

        Raises:
            UserError: the function is for somebody else to call, or takes other arguments.
        """
        contract, schema = self._desk.interface.function(function)
        if auth is not None and schema.auth != auth:
            raise UserError(
                f"{contract.name}.{schema.name} is authorised by the {schema.auth}: call it "
                + ("in a bundle with operator=True" if schema.auth == "operator" else "as the user, not the operator")
            )
        if valid_until is None:
            valid_until = self._desk.now() + VALID_SECONDS if auth else _far_away()
        return self._desk.interface.call(function, args, user, valid_until)

    def _signer(self, wallet: Wallet, operator: bool, follows: int | None) -> Callable[[Sequence[Call]], Submitted]:
        def sign_and_submit(calls: Sequence[Call]) -> Submitted:
            root = self._desk.set_root()
            return self._desk.submit(wallet.sign_bundle(self.account, calls, root, operator=operator, follows=follows))

        return sign_and_submit


def _far_away() -> int:
    """A second in the far future. Calls that nobody signs are told apart by it: two equal ones would be one."""
    return TIME_LIMIT - 1 - secrets.randbelow(TIME_LIMIT // 2)
