"""Runs contract functions as IR, in the Rust executor."""

import json
from collections.abc import Mapping, Sequence

from saya_py import _native
from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed
from saya_py.core.limbs import Digest, from_hex, limb_from_hex, to_hex
from saya_py.core.window import Window
from saya_py.lang.calls import call_json
from saya_py.lang.compiler import CompiledContract
from saya_py.lang.ledger import Access, Receipt
from saya_py.lang.schema import EventSchema
from saya_py.lang.structs import Event
from saya_py.lang.types import make

ANY_TIME = Window(0, 0)
"""The window of calls that are not about time."""


def execute_native(
    contract: CompiledContract, call: Call, state: Mapping[Digest, Digest], window: Window = ANY_TIME
) -> tuple[Receipt, dict[Digest, Digest]]:
    """Runs `call` in `window` on `state`: what it did, and the state after it.

    Raises:
        CallFailed: the call failed.
        ProverPanic: a bug in the executor.
    """
    entries = {to_hex(key): to_hex(value) for key, value in state.items()}
    texts = contract.ir_json, json.dumps(call_json(call)), window.t_min, window.t_max, json.dumps(entries)
    outcome = json.loads(_native.execute_ir(*texts))
    if outcome["status"] == "failed":
        raise CallFailed(outcome["message"])
    accesses = [
        Access(access["kind"], from_hex(access["key"]), from_hex(access["old"]), from_hex(access["new"]))
        for access in outcome["receipt"]["accesses"]
    ]
    declared = {(event.contract, event.id): event for event in contract.events}
    events = [
        _event(declared[emitted["contract"], emitted["event"]], [limb_from_hex(text) for text in emitted["data"]])
        for emitted in outcome["receipt"]["events"]
    ]
    after = {from_hex(key): from_hex(value) for key, value in outcome["state"].items()}
    return Receipt(tuple(accesses), tuple(events)), after


def _event(schema: EventSchema, data: Sequence[int]) -> Event:
    """The event with this data, an instance of the class that declares it."""
    assert schema.event is not None, "compiled from source"
    values = (make(field.type, number) for field, number in zip(schema.fields, schema.numbers(data), strict=True))
    event: Event = schema.event(*values)
    return event
