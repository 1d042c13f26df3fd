"""Encoding and decoding with an ABI alone: calls, entries of the state, events. Values are plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.plain import Plain, PlainRecord, fields_to_numbers, fields_to_plain, to_numbers, to_plain
from saya_py.core.calls import Call
from saya_py.core.errors import EncodingError
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest
from saya_py.lang import NO_DEADLINE
from saya_py.lang.schema import ContractSchema, EventSchema, FunctionSchema, Record, StateVar


@dataclass(frozen=True)
class DecodedCall:
    """A call in the contract's words."""

    contract: str
    function: str
    args: dict[str, PlainRecord]
    user: int


@dataclass(frozen=True)
class DecodedKey:
    """An entry in the contract's words, such as `balance[3]`."""

    contract: str
    variable: StateVar
    keys: tuple[PlainRecord, ...]


@dataclass(frozen=True)
class DecodedEvent:
    """An event in the contract's words."""

    contract: str
    event: str
    fields: dict[str, Plain]


def encode_call(
    abi: Abi, contract: str, function: str, args: Sequence[object], *, user: int, valid_until: int = NO_DEADLINE
) -> Call:
    """A call, not signed.

    Raises:
        KeyError: the set has no such contract, or the contract no such function.
        EncodingError: there are too few or too many arguments, or one is no value of its type.
    """
    schema = abi.contract(contract)
    called = schema.function(function)
    records = [param.type for param in called.params]
    numbers = _numbers_of_all(function, records, args)
    limbs = [limb for record, each in zip(records, numbers, strict=True) for limb in record.limbs(each)]
    return Call(schema.id, called.id, tuple(limbs), user, valid_until)


def decode_call(abi: Abi, call: Call) -> DecodedCall:
    """What a call says.

    Raises:
        EncodingError: the set has no such function, or the arguments' limbs are none of its parameters.
    """
    contract, function = find_function(abi, call.fn_id())
    values = _values_of_all(function.name, [param.type for param in function.params], call.args)
    args = {param.name: value for param, value in zip(function.params, values, strict=True)}
    return DecodedCall(contract.name, function.name, args, call.user)


def find_function(abi: Abi, fn_id: int) -> tuple[ContractSchema, FunctionSchema]:
    """The contract and function with a `fn_id`; `EncodingError` if there is none."""
    contract = _contract(abi, fn_id // U32_LIMIT)
    for function in contract.functions:
        if function.id == fn_id % U32_LIMIT:
            return contract, function
    raise _unknown(f"{contract.name} has no function {fn_id % U32_LIMIT}")


def encode_key(variable: StateVar, keys: Sequence[object] = ()) -> Digest:
    """The key of the entry of `variable` at map keys `keys`."""
    numbers = _numbers_of_all(variable.name, variable.keys, keys)
    return variable.key([number for each in numbers for number in each])


def decode_key(abi: Abi, key: Digest) -> DecodedKey:
    """Which entry a key names.

    Raises:
        EncodingError: the set has no such variable, or the limbs are none of its map keys.
    """
    contract = _contract(abi, key[0] // U32_LIMIT)
    variable = next((var for var in contract.state if var.slot == key[0] % U32_LIMIT), None)
    if variable is None:
        raise _unknown(f"{contract.name} has no state variable in slot {key[0] % U32_LIMIT}")
    width = sum(record.width for record in variable.keys)
    if any(key[1 + width :]):
        raise EncodingError(
            "TYPED_VALUE", f"the keys of {variable.name} have {width} limbs, and one behind them is not 0"
        )
    return DecodedKey(contract.name, variable, _values_of_all(variable.name, variable.keys, key[1 : 1 + width]))


def encode_value(variable: StateVar, value: object) -> Digest:
    """The state value of `value`; `EncodingError` when it is no value of the variable's type."""
    return variable.value.encode(to_numbers(variable.value, value))


def decode_value(variable: StateVar, stored: Digest) -> PlainRecord:
    """What a state value is; `EncodingError` when it is none of the variable's type."""
    return to_plain(variable.value, variable.value.decode(stored))


def encode_event(event: EventSchema, fields: object) -> list[int]:
    """The data limbs of an event, from an object or a list of its fields."""
    return event.limbs(fields_to_numbers(event.name, event.fields, fields))


def decode_event(abi: Abi, contract: int, event: int, data: Sequence[int]) -> DecodedEvent:
    """What an event says.

    Raises:
        EncodingError: the set has no such event, or the data limbs are none of its fields.
    """
    schema = _contract(abi, contract)
    for found in schema.events:
        if found.id == event:
            return DecodedEvent(schema.name, found.name, fields_to_plain(found.fields, found.numbers(data)))
    raise _unknown(f"{schema.name} has no event {event}")


def _numbers_of_all(owner: str, records: Sequence[Record], values: Sequence[object]) -> list[tuple[int, ...]]:
    if len(values) != len(records):
        raise EncodingError("LENGTH", f"{owner} takes {len(records)} values, not {len(values)}")
    return [to_numbers(record, value) for record, value in zip(records, values, strict=True)]


def _values_of_all(owner: str, records: Sequence[Record], limbs: Sequence[int]) -> tuple[PlainRecord, ...]:
    width = sum(record.width for record in records)
    if len(limbs) != width:
        raise EncodingError("LENGTH", f"{owner} takes {width} limbs, not {len(limbs)}")
    values = []
    for record in records:
        values.append(to_plain(record, record.numbers(limbs[: record.width])))
        limbs = limbs[record.width :]
    return tuple(values)


def _contract(abi: Abi, number: int) -> ContractSchema:
    if not 1 <= number <= len(abi.contracts):
        raise _unknown(f"the set has no contract {number}")
    return abi.contracts[number - 1]


def _unknown(message: str) -> EncodingError:
    return EncodingError("UNKNOWN_ID", message)
