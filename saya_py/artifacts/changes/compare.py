"""Compares the ABI of a set with the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.changes.numbered import Item, Kind, differences
from saya_py.artifacts.changes.texts import CONTRACT, EVENT, FUNCTION, STATE, Words, what
from saya_py.lang.schema import ContractSchema, EventSchema, Field, FunctionSchema, Record, StateVar


@dataclass(frozen=True)
class Change:
    """A difference that concerns what exists already, and what to do about it."""

    kind: Kind
    what: str
    consequence: str
    instead: str

    def __str__(self) -> str:
        return f"{self.what}\n  then: {self.consequence}\n  instead: {self.instead}"

    def to_json(self) -> dict[str, str]:
        """The same, by name."""
        return asdict(self)


def compare_abis(old: Abi, new: Abi) -> list[Change]:
    """All changes that are more than additions at the end, contracts first, each contract's in order."""
    return list(_changes(old, new))


def _changes(old: Abi, new: Abi) -> Iterator[Change]:
    old_contracts = [Item(contract.id, contract.name) for contract in old.contracts]
    new_contracts = [Item(contract.id, contract.name) for contract in new.contracts]
    yield from _told(CONTRACT, "", old_contracts, new_contracts)
    names = {contract.name for contract in old.contracts}
    for contract in old.contracts:
        now = next((each for each in new.contracts if each.name == contract.name), None)
        if now is None:  # a new contract in its place inherits its state
            now = next((each for each in new.contracts if each.id == contract.id and each.name not in names), None)
        if now is not None:
            yield from _contract_changes(contract, now)


def _contract_changes(old: ContractSchema, new: ContractSchema) -> Iterator[Change]:
    owner = f"{new.name}."
    yield from _told(STATE, owner, [_variable(var) for var in old.state], [_variable(var) for var in new.state])
    yield from _told(
        FUNCTION, owner, [_function(each) for each in old.functions], [_function(each) for each in new.functions]
    )
    yield from _told(EVENT, owner, [_event(each) for each in old.events], [_event(each) for each in new.events])


def _told(words: Words, owner: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    for difference in differences(old, new):
        kind = difference.kind
        yield Change(kind, what(words, owner, difference), words.consequences[kind](difference), words.advice[kind])


def _variable(var: StateVar) -> Item:
    records = (*var.keys, var.value)
    generic = "Map" if var.keys else "Var"
    shown = f"{generic}[{', '.join(_shown(record) for record in records)}]"
    types = tuple(f"{len(record.fields)}:{','.join(_types(record.fields))}" for record in records)
    return Item(var.slot, var.name, types, tuple(label for record in records for label in _labels(record)), shown)


def _function(function: FunctionSchema) -> Item:
    records = [param.type for param in function.params]
    types = (function.auth, *(name for record in records for name in _types(record.fields)))
    labels = tuple(label for param in function.params for label in (param.name, *_labels(param.type)))
    params = ", ".join(f"{param.name}: {_shown(param.type)}" for param in function.params)
    return Item(function.id, function.name, types, labels, f"({params}) by the {function.auth}")


def _event(event: EventSchema) -> Item:
    shown = ", ".join(f"{field.name}: {field.type.label}" for field in event.fields)
    labels = tuple(field.name for field in event.fields)
    return Item(event.id, event.name, tuple(_types(event.fields)), labels, f"({shown})")


def _shown(record: Record) -> str:
    if not record.is_struct:
        return record.name
    return f"{record.name}({', '.join(f'{field.name}: {field.type.label}' for field in record.fields)})"


def _types(fields: Sequence[Field]) -> list[str]:
    return [field.type.label for field in fields]


def _labels(record: Record) -> list[str]:
    return [field.name for field in record.fields if field.name]
