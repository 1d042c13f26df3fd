"""One call in each mode, and what it came to: the message of a failure, or all that a success did."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from saya_py import _native
from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed
from saya_py.core.limbs import Digest, from_hex, to_hex
from saya_py.core.window import Window
from saya_py.lang import Access, Contract, Event, PlainContract, call_json, compile_contracts
from saya_py.lang.structs import numbers_of

State: TypeAlias = dict[Digest, Digest]


@dataclass(frozen=True)
class Logged:
    """One event as it goes to the log."""

    contract: int
    event: int
    data: tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """What a successful call did."""

    accesses: tuple[Access, ...]
    events: tuple[Logged, ...]
    after: State


Outcome: TypeAlias = Done | str
"""What a call came to; a text is the message that it failed with."""


class Modes:
    """The first contract of a set, in all modes."""

    def __init__(self, contracts: Sequence[type[Contract]]) -> None:
        self.compiled = compile_contracts(contracts)
        self.tested = self.compiled[0]
        self._plain = PlainContract(self.tested, self.compiled[1:])
        self._events = {event.event: event for compiled in self.compiled for event in compiled.schema.events}

    def plain(self, call: Call, state: State, window: Window) -> Outcome:
        """Plain Python."""
        after = dict(state)
        try:
            receipt = self._plain.execute(call, after, window)
        except CallFailed as failure:
            assert after == state, "a failed call changes nothing"
            return failure.message
        return Done(receipt.accesses, tuple(map(self._logged, receipt.events)), after)

    def native(self, call: Call, state: State, window: Window) -> Outcome:
        """The IR in the Rust executor."""
        return outcome_of(execute_ir(self.tested.ir_json, call, state, window))

    def agreed(self, call: Call, state: State, window: Window) -> Outcome:
        """What the call came to in both; an AssertionError says how they differ."""
        plain, native = self.plain(call, state, window), self.native(call, state, window)
        assert native == plain
        return plain

    def _logged(self, event: Event) -> Logged:
        schema = self._events[type(event)]
        return Logged(schema.contract, schema.id, tuple(schema.limbs(numbers_of(event))))


def execute_ir(ir: str, call: Call, state: State, window: Window) -> dict[str, Any]:
    """The executor's answer as it comes."""
    entries = {to_hex(key): to_hex(value) for key, value in state.items()}
    answer = _native.execute_ir(ir, json.dumps(call_json(call)), window.t_min, window.t_max, json.dumps(entries))
    outcome: dict[str, Any] = json.loads(answer)
    return outcome


def outcome_of(answer: dict[str, Any]) -> Outcome:
    """The executor's answer in the terms of plain Python."""
    if answer["status"] == "failed":
        message: str = answer["message"]
        return message
    receipt = answer["receipt"]
    accesses = [
        Access(access["kind"], from_hex(access["key"]), from_hex(access["old"]), from_hex(access["new"]))
        for access in receipt["accesses"]
    ]
    events = [Logged(event["contract"], event["event"], _limbs(event["data"])) for event in receipt["events"]]
    after = {from_hex(key): from_hex(value) for key, value in answer["state"].items()}
    return Done(tuple(accesses), tuple(events), after)


def _limbs(data: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(limb, 16) for limb in data)
