"""The Diamonds & Rubies contract in its two lives: as IR that is executed and proven, and as plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py.core.errors import StaleInput
from saya_py.core.limbs import to_bytes
from saya_py.core.window import Window
from saya_py.lang import World, compile_contract, encode_call
from saya_py.lang.calls import call_json
from saya_py.service.batch import Execution
from saya_py.service.demo.story import PLAYERS, Purchase
from saya_py.service.execution import NativeExecutor

CONTRACT = 1
"""Contract number in its set; `GemShop` writes the values of this number."""

_COMPILED = compile_contract(DiamondsAndRubies, CONTRACT)
_NATIVE = NativeExecutor([_COMPILED.ir_json], bytes(32), bytes(32), "none")


def gems_ir() -> str:
    """The contract's IR as JSON text."""
    return _COMPILED.ir_json


@dataclass(frozen=True)
class BuyCall:
    """A purchase as a call that runs natively and can be proven."""

    purchase: Purchase

    def encoded(self) -> str:
        """Its JSON form: a call that nobody signed."""
        purchase = self.purchase
        call = encode_call(_COMPILED.schema, "buy_rubies", [purchase.rubies], user=purchase.player.user)
        return json.dumps({"call": call_json(call)})

    def execute(self, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Run in the time window on `state` without changing it."""
        return _NATIVE.execute(self.encoded(), window, state)

    def __str__(self) -> str:
        return f"{self.purchase.player.name}'s call for {self.purchase.rubies}"


def describe(stale: StaleInput) -> str:
    """A stale entry in the contract's words, such as `Alice's diamonds: 5 when proven, 15 on chain`."""
    for player in PLAYERS:
        for variable in _COMPILED.schema.state:
            if to_bytes(variable.key([player.user])) == stale.key:
                was, now = (int.from_bytes(value[:8]) for value in (stale.expected, stale.actual))
                return f"{player.name}'s {variable.name}: {was} when proven, {now} on chain"
    raise KeyError(f"0x{stale.key.hex()} is no balance of a player")


class GemsTwin:
    """The same contract as plain Python, with a state of its own."""

    def __init__(self) -> None:
        self._world = World(DiamondsAndRubies)

    def grant(self, user: int, diamonds: int, rubies: int) -> None:
        """What the L2 contract's `grant` does."""
        for variable, amount in (("diamonds", diamonds), ("rubies", rubies)):
            held = self._number(variable, user)
            self._world.write(DiamondsAndRubies, variable, user, value=held + amount)

    def buy(self, user: int, rubies: int) -> None:
        """Run the contract's function."""
        self._world.call(DiamondsAndRubies, "buy_rubies", rubies, user=user)

    def diamonds(self, user: int) -> int:
        """A player's diamonds."""
        return self._number("diamonds", user)

    def rubies(self, user: int) -> int:
        """A player's rubies."""
        return self._number("rubies", user)

    def _number(self, variable: str, user: int) -> int:
        return int(self._world.read(DiamondsAndRubies, variable, user))
