"""The Diamonds & Rubies contract in its two lives: as IR that is executed and proven, and as plain Python."""

from __future__ import annotations

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.accounts import account_key
from saya_py.core.calls import Call
from saya_py.core.errors import StaleInput
from saya_py.core.limbs import to_bytes
from saya_py.lang import NO_DEADLINE, World, compile_contract, encode_call
from saya_py.service.demo.story import OPERATOR, OPERATOR_NAME, PLAYERS, Action, Award

CONTRACT = 1
"""Contract number in its set; `GemShop` writes the values of this number."""

_COMPILED = compile_contract(DiamondsAndRubies, CONTRACT)


def gems_ir() -> str:
    """The contract's IR as JSON text."""
    return _COMPILED.ir_json


def gems_call(action: Action, valid_until: int = NO_DEADLINE) -> Call:
    """The call of an action, not signed."""
    function, amount = _function(action)
    return encode_call(_COMPILED.schema, function, [amount], user=action.player.user, valid_until=valid_until)


def name_of(user: int) -> str:
    """What the demo calls a user."""
    names = {player.user: player.name for player in PLAYERS} | {OPERATOR: OPERATOR_NAME}
    return names[user]


def describe(stale: StaleInput) -> str:
    """A stale entry in the contract's words, such as `Alice's diamonds: 5 when proven, 15 on chain`."""
    was, now = (int.from_bytes(value[:8]) for value in (stale.expected, stale.actual))
    for player in PLAYERS:
        for variable in _COMPILED.schema.state:
            if to_bytes(variable.key([player.user])) == stale.key:
                return f"{player.name}'s {variable.name}: {was} when proven, {now} on chain"
    for user in (*(player.user for player in PLAYERS), OPERATOR):
        if to_bytes(account_key(user, 0)) == stale.key:
            return f"the nonce of {name_of(user)}: {was} when proven, {now} on chain"
    raise KeyError(f"0x{stale.key.hex()} is no entry of the demo")


class GemsTwin:
    """The same contract as plain Python, with a state of its own."""

    def __init__(self) -> None:
        self._world = World(DiamondsAndRubies)

    def grant(self, user: int, diamonds: int, rubies: int) -> None:
        """What the L2 contract's `grant` does."""
        for variable, amount in (("diamonds", diamonds), ("rubies", rubies)):
            held = self._number(variable, user)
            self._world.write(DiamondsAndRubies, variable, user, value=held + amount)

    def act(self, action: Action) -> None:
        """Run the contract's function."""
        function, amount = _function(action)
        self._world.call(DiamondsAndRubies, function, amount, user=action.player.user)

    def diamonds(self, user: int) -> int:
        """A player's diamonds."""
        return self._number("diamonds", user)

    def rubies(self, user: int) -> int:
        """A player's rubies."""
        return self._number("rubies", user)

    def _number(self, variable: str, user: int) -> int:
        return int(self._world.read(DiamondsAndRubies, variable, user))


def _function(action: Action) -> tuple[str, int]:
    if isinstance(action, Award):
        return "award_diamonds", action.diamonds
    return "buy_rubies", action.rubies
