"""From the story to submissions: who signs what, through the client."""

from __future__ import annotations

from collections.abc import Mapping

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.client import Caller, Submitted, ThreadClient
from saya_py.service.demo.gems import name_of
from saya_py.service.demo.report import SubmissionReport
from saya_py.service.demo.story import OPERATOR, Action, Award, Awards, Basket, Purchase, Story
from saya_py.wallet import Wallet


class People:
    """The players and the operator, with their wallets, at one thread."""

    def __init__(self, client: ThreadClient, wallets: Mapping[int, Wallet]) -> None:
        """Submit through `client`; `wallets` are by user."""
        self._callers: dict[int, Caller] = {user: client.caller(user, wallet) for user, wallet in wallets.items()}

    def submit(self, story: Story) -> Submitted:
        """Sign one submission and hand it in; this uses up a nonce of its signer.

        Raises:
            CallFailed: it was refused.
        """
        match story:
            case Purchase(player, rubies):
                return self._callers[player.user].call(DiamondsAndRubies.buy_rubies, rubies)
            case Basket(purchases):
                with self._callers[purchases[0].player.user].bundle() as bundle:
                    for purchase in purchases:
                        bundle.call(DiamondsAndRubies.buy_rubies, purchase.rubies)
                return bundle.submitted
            case Awards(awards):
                with self._callers[OPERATOR].bundle(operator=True) as bundle:
                    for award in awards:
                        bundle.call(DiamondsAndRubies.award_diamonds, award.diamonds, user=award.player.user)
                return bundle.submitted


def actions_of(story: Story) -> tuple[Action, ...]:
    """The calls of a submission, in order."""
    match story:
        case Purchase():
            return (story,)
        case Basket(purchases):
            return purchases
        case Awards(awards):
            return awards


def reported(story: Story) -> SubmissionReport:
    """How a submission is authorised, and by whom."""
    calls = len(actions_of(story))
    match story:
        case Purchase(player, _):
            return SubmissionReport("call", name_of(player.user), calls)
        case Basket(purchases):
            return SubmissionReport("player's bundle", name_of(purchases[0].player.user), calls)
        case Awards():
            return SubmissionReport("operator's bundle", name_of(OPERATOR), calls)


def told(story: Story) -> str:
    """A submission in words."""
    return " and ".join(_told(action) for action in actions_of(story))


def _told(action: Action) -> str:
    if isinstance(action, Award):
        return f"the award of {action.diamonds} to {action.player.name}"
    return f"{action.player.name}'s call for {action.rubies}"
