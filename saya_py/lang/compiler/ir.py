"""Writes compiled contracts in the JSON form of the IR (`prover/executor/src/ir.rs`)."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.code import Op
from saya_py.lang.schema import ContractSchema, EventSchema, FunctionSchema, Record, StateVar
from saya_py.lang.types import ir_name

IR_VERSION = 2
"""Version of the IR's JSON form; equal to `IR_VERSION` in `prover/executor/src/ir.rs`."""

Compiled = tuple[FunctionSchema, list[Op]]
"""A function with its operations."""
V = TypeVar("V", StateVar, EventSchema)


def contract_ir(schema: ContractSchema, functions: Sequence[Compiled]) -> dict[str, Any]:
    """A contract with its functions; what these use of other contracts follows its own state and events."""
    ops = [op for _, body in functions for op in body]
    state = _listed(schema, schema.state, (op["var"] for op in ops if "var" in op))
    events = events_of(schema, functions)
    return {
        "ir_version": IR_VERSION,
        "name": schema.name,
        "contract": schema.id,
        "state": [_state_var(var) for var in state],
        "events": [_event(event) for event in events],
        "functions": [_function(function, body, state, events) for function, body in functions],
    }


def events_of(schema: ContractSchema, functions: Iterable[Compiled]) -> list[EventSchema]:
    """The events that a contract declares, and those of other contracts that its functions emit."""
    ops = (op for _, body in functions for op in body)
    return _listed(schema, schema.events, (op["event"] for op in ops if "event" in op))


def _listed(schema: ContractSchema, own: Sequence[V], used: Iterable[V]) -> list[V]:
    """Own ones first, then those of other contracts by their numbers; the system contract comes last."""
    foreign: set[V] = {each for each in used if each.contract != schema.id}
    return list(own) + sorted(foreign, key=_place)


def _place(each: StateVar | EventSchema) -> tuple[bool, int, int]:
    return each.contract == 0, each.contract, each.slot if isinstance(each, StateVar) else each.id


def _state_var(var: StateVar) -> dict[str, Any]:
    keys, value = _names(var.key_types), _record(var.value)
    return {"contract": var.contract, "name": var.name, "slot": var.slot, "keys": keys, "value": value}


def _event(event: EventSchema) -> dict[str, Any]:
    fields = _names(field.type for field in event.fields)
    return {"contract": event.contract, "name": event.name, "id": event.id, "fields": fields}


def _function(
    function: FunctionSchema, body: list[Op], state: list[StateVar], events: list[EventSchema]
) -> dict[str, Any]:
    params = [{"name": param.name, "ty": _record(param.type)} for param in function.params]
    ops = [_numbered(op, state, events) for op in body]
    return {"name": function.name, "id": function.id, "auth": function.auth, "params": params, "body": ops}


def _numbered(op: Op, state: list[StateVar], events: list[EventSchema]) -> Op:
    if "var" in op:
        return op | {"var": state.index(op["var"])}
    return op | {"event": events.index(op["event"])} if "event" in op else op


def _record(record: Record) -> dict[str, Any]:
    return {"name": record.name, "fields": _names(record.types)}


def _names(types: Iterable[ValueType]) -> list[str]:
    return [ir_name(ty) for ty in types]
