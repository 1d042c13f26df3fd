"""From the story to submissions: who signs what, with which wallet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from saya_py.batcher.batch import Execution
from saya_py.batcher.execution import NativeExecutor
from saya_py.core.limbs import Digest
from saya_py.core.submissions import PlainCall, SignedBundle, Submission
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from saya_py.service.demo.gems import gems_call, name_of
from saya_py.service.demo.story import OPERATOR, Action, Award, Awards, Basket, Purchase, Submitted
from saya_py.service.demo.wallets import Wallets

Kind = Literal["unsigned call", "call", "player's bundle", "operator's bundle"]


@dataclass(frozen=True)
class DemoSubmission:
    """A submission that runs natively and can be proven, and the actions that it means."""

    submission: Submission
    actions: tuple[Action, ...]
    executor: NativeExecutor

    @property
    def kind(self) -> Kind:
        """How its calls are authorised."""
        if isinstance(self.submission, PlainCall):
            return "unsigned call"
        if not isinstance(self.submission, SignedBundle):
            return "call"
        return "operator's bundle" if self.submission.signer == OPERATOR else "player's bundle"

    @property
    def signer(self) -> str | None:
        """Who signed it, in the demo's words."""
        return None if isinstance(self.submission, PlainCall) else name_of(self.submission.signer)

    def encoded(self) -> str:
        """Its JSON form."""
        return dump_submission(self.submission)

    def execute(self, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Authorise and run it in the time window on `state` without changing it."""
        return self.executor.execute(self.encoded(), window, state)

    def __str__(self) -> str:
        return " and ".join(_told(action) for action in self.actions)


class Desk:
    """Signs what the story submits, for one world and contract set."""

    def __init__(self, wallets: Wallets, set_root: Digest, executor: NativeExecutor) -> None:
        """Sign with `wallets` for the set `set_root`; submissions run in `executor`."""
        self._wallets = wallets
        self._set_root = set_root
        self._executor = executor

    def submit(self, submitted: Submitted, valid_until: int) -> DemoSubmission:
        """Sign one submission, valid until the given second; this uses up a nonce of its signer."""
        signed: Submission
        actions = actions_of(submitted)
        calls = [gems_call(action, valid_until) for action in actions]
        match submitted:
            case Purchase(player, _):
                wallet, account = self._wallets.of(player.user)
                signed = wallet.sign_call(account, calls[0], self._set_root)
            case Basket(purchases):
                wallet, account = self._wallets.of(purchases[0].player.user)
                signed = wallet.sign_bundle(account, calls, self._set_root)
            case Awards():
                wallet, account = self._wallets.of(OPERATOR)
                signed = wallet.sign_bundle(account, calls, self._set_root, operator=True)
        return DemoSubmission(signed, actions, self._executor)


def unsigned(purchase: Purchase, executor: NativeExecutor) -> DemoSubmission:
    """A purchase that nobody signed, for contract sets of development."""
    return DemoSubmission(PlainCall(gems_call(purchase)), (purchase,), executor)


def actions_of(submitted: Submitted) -> tuple[Action, ...]:
    """The calls of a submission, in order."""
    match submitted:
        case Purchase():
            return (submitted,)
        case Basket(purchases):
            return purchases
        case Awards(awards):
            return awards


def _told(action: Action) -> str:
    if isinstance(action, Award):
        return f"the award of {action.diamonds} to {action.player.name}"
    return f"{action.player.name}'s call for {action.rubies}"
