"""The ABI of a contract set: what its state, functions and events are called, and how they are encoded.

The typed form is the contracts' schema (`saya_py.lang.schema`), so everything that works on a compiled contract works
on an ABI that was read from a file. The JSON form is described in `docs/abi.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saya_py.artifacts.strict import Node, parse
from saya_py.core.errors import ArtifactError
from saya_py.core.keys import MAP_KEY_LIMBS, ValueType
from saya_py.lang.schema import Auth, ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar

FORMAT = "saya-abi"
VERSION = 1
MAX_CONTRACT = 255
MAX_ID = 2**32 - 1
VALUE_LIMBS = 4

AUTH: Mapping[str, Auth] = {"user": "user", "operator": "operator"}
"""Who may authorise a function, by the name in files."""

_TYPES: Mapping[str, ValueType] = {ty.label: ty for ty in ValueType}


@dataclass(frozen=True)
class Abi:
    """The interface of a set; contract n stands at place n - 1."""

    contracts: tuple[ContractSchema, ...]

    def contract(self, name: str) -> ContractSchema:
        """The contract called `name`; KeyError if there is none."""
        for contract in self.contracts:
            if contract.name == name:
                return contract
        raise KeyError(f"the set has no contract {name!r}")

    def text(self) -> str:
        """The file."""
        return json.dumps(self.to_json(), indent=2) + "\n"

    def to_json(self) -> dict[str, Any]:
        """The JSON form of the file."""
        contracts = [_contract_json(contract) for contract in self.contracts]
        return {"format": FORMAT, "version": VERSION, "contracts": contracts}


def parse_abi(text: str, file: str = "abi.json") -> Abi:
    """Reads an ABI strictly.

    Raises:
        ArtifactError: the text is no ABI of the version that this program reads; the message names the place.
    """
    fields = parse(text, file).versioned(FORMAT, VERSION, "contracts")
    contracts = fields["contracts"].items(_contract)
    _check_numbered(fields["contracts"], [(contract.name, contract.id) for contract in contracts])
    return Abi(contracts)


def _contract_json(contract: ContractSchema) -> dict[str, Any]:
    structs = _structs(contract)
    return {
        "name": contract.name,
        "id": contract.id,
        "structs": [{"name": struct.name, "fields": _fields_json(struct.fields)} for struct in structs],
        "state": [
            {
                "name": var.name,
                "slot": var.slot,
                "keys": [key.name for key in var.keys],
                "value": var.value.name,
            }
            for var in contract.state
        ],
        "functions": [
            {
                "name": function.name,
                "id": function.id,
                "auth": function.auth,
                "params": [{"name": param.name, "type": param.type.name} for param in function.params],
            }
            for function in contract.functions
        ],
        "events": [
            {"name": event.name, "id": event.id, "fields": _fields_json(event.fields)} for event in contract.events
        ],
    }


def _fields_json(fields: Iterable[Field]) -> list[dict[str, str]]:
    return [{"name": field.name, "type": field.type.label} for field in fields]


def _structs(contract: ContractSchema) -> list[Record]:
    """The structs that a contract uses, in order of their first use."""
    used = [record for var in contract.state for record in (*var.keys, var.value)]
    used += [param.type for function in contract.functions for param in function.params]
    structs: dict[str, Record] = {}
    for record in used:
        if record.is_struct and structs.setdefault(record.name, record) != record:
            raise ArtifactError(
                f"{contract.name} uses two different structs called {record.name}: an ABI names types by their names; "
                "rename one of them"
            )
    return list(structs.values())


class _Types:
    """Names of types inside one contract."""

    def __init__(self, structs: Node) -> None:
        read = structs.items(_struct)
        self._records = {name: Record.of(ty) for name, ty in _TYPES.items()}
        for struct in read:
            if struct.name in self._records:
                structs.refuse(f"have the name {struct.name} twice, or it is that of a value type")
            self._records[struct.name] = struct

    def record(self, node: Node) -> Record:
        return node.choice(self._records)


def _contract(node: Node) -> ContractSchema:
    fields = node.fields("name", "id", "structs", "state", "functions", "events")
    contract = fields["id"].number(1, MAX_CONTRACT)
    types = _Types(fields["structs"])
    state = fields["state"].items(lambda each: _state_var(each, contract, types))
    functions = fields["functions"].items(lambda each: _function(each, types))
    events = fields["events"].items(lambda each: _event(each, contract))
    _check_numbered(fields["state"], [(var.name, var.slot) for var in state])
    _check_numbered(fields["functions"], [(function.name, function.id) for function in functions])
    _check_numbered(fields["events"], [(event.name, event.id) for event in events])
    return ContractSchema(fields["name"].name(), contract, state=state, events=events, functions=functions)


def _struct(node: Node) -> Record:
    fields = node.fields("name", "fields")
    struct = Record(fields["name"].name(), fields["fields"].items(_field))
    if not struct.fields or struct.width > VALUE_LIMBS:
        fields["fields"].refuse("are none, or fill more than four limbs")
    _check_names(fields["fields"], [field.name for field in struct.fields])
    return struct


def _field(node: Node) -> Field:
    fields = node.fields("name", "type")
    return Field(fields["name"].name(), fields["type"].choice(_TYPES))


def _state_var(node: Node, contract: int, types: _Types) -> StateVar:
    fields = node.fields("name", "slot", "keys", "value")
    keys = fields["keys"].items(types.record)
    if sum(key.width for key in keys) > MAP_KEY_LIMBS:
        fields["keys"].refuse("fill more than three limbs")
    return StateVar(
        fields["name"].name(), fields["slot"].number(1, MAX_ID), contract, keys, types.record(fields["value"])
    )


def _function(node: Node, types: _Types) -> FunctionSchema:
    fields = node.fields("name", "id", "auth", "params")
    params = fields["params"].items(lambda each: _param(each, types))
    _check_names(fields["params"], [param.name for param in params])
    return FunctionSchema(fields["name"].name(), fields["id"].number(1, MAX_ID), fields["auth"].choice(AUTH), params)


def _param(node: Node, types: _Types) -> Param:
    fields = node.fields("name", "type")
    return Param(fields["name"].name(), types.record(fields["type"]))


def _event(node: Node, contract: int) -> EventSchema:
    fields = node.fields("name", "id", "fields")
    found = fields["fields"].items(_field)
    _check_names(fields["fields"], [field.name for field in found])
    return EventSchema(fields["name"].name(), fields["id"].number(1, MAX_ID), contract, found)


def _check_numbered(node: Node, items: Sequence[tuple[str, int]]) -> None:
    if [number for _, number in items] != list(range(1, len(items) + 1)):
        node.refuse("are not numbered from 1 in order")
    _check_names(node, [name for name, _ in items])


def _check_names(node: Node, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        node.refuse("have one name twice")
