"""The contracts as a client knows them: by their classes, or by an ABI alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.plain import to_numbers, to_plain
from saya_py.core.calls import Call
from saya_py.core.errors import UserError
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.lang import Contract, ContractSchema, FunctionSchema, Record, StateVar, compile_contracts
from saya_py.lang.records import coerce_value, make_value

ContractRef: TypeAlias = type[Contract] | str
"""A contract: its class, or its name."""
FunctionRef: TypeAlias = Callable[..., None] | str
"""A function: `Shop.buy` of the class, or the text `"Shop.buy"`."""


@dataclass(frozen=True)
class Interface:
    """What contracts are called and how their values are encoded; contract n stands at place n - 1.

    With the classes, values are those of the language, such as `U32(3)`, and an `int` counts as one. With an ABI alone
    they are plain data: a struct is a dict, a `Hash` is text.
    """

    contracts: tuple[ContractSchema, ...]
    classes: tuple[type[Contract], ...]
    """Empty with an ABI alone."""
    programs: Mapping[str, str]
    """SHA-256 of each contract's program (IR) in hexadecimal, by name; empty with an ABI alone."""
    encode: Callable[[Record, object], tuple[int, ...]]
    decode: Callable[[Record, Sequence[int]], Any]

    @classmethod
    def of_classes(cls, classes: Sequence[type[Contract]]) -> Interface:
        """The contracts of a set, in its order. Raises `CompileFailed` when they have mistakes."""
        compiled = compile_contracts(classes)
        programs = {each.schema.name: each.ir_sha256 for each in compiled}
        return cls(tuple(each.schema for each in compiled), tuple(classes), programs, coerce_value, make_value)

    @classmethod
    def of_abi(cls, abi: Abi) -> Interface:
        """The contracts of an ABI."""
        return cls(abi.contracts, (), {}, to_numbers, to_plain)

    def contract(self, ref: ContractRef) -> ContractSchema:
        """A contract's schema; `UserError` if the set does not have it."""
        name = ref if isinstance(ref, str) else ref.__name__
        for place, schema in enumerate(self.contracts):
            if schema.name == name if isinstance(ref, str) or not self.classes else self.classes[place] is ref:
                return schema
        known = ", ".join(schema.name for schema in self.contracts)
        raise UserError(f"there is no contract {name}: the set has {known}")

    def function(self, ref: FunctionRef) -> tuple[ContractSchema, FunctionSchema]:
        """A function's contract and schema; `UserError` if the set does not have it."""
        path = ref if isinstance(ref, str) else ref.__qualname__
        contract, _, name = path.rpartition(".")
        schema = self._declaring(ref) or self.contract(contract.rpartition(".")[2])
        for function in schema.functions:
            if function.name == name:
                return schema, function
        known = ", ".join(function.name for function in schema.functions)
        raise UserError(f"{schema.name} has no function {name}: it has {known}")

    def call(self, ref: FunctionRef, args: Sequence[object], user: int, valid_until: int) -> Call:
        """A call, not signed.

        Raises:
            UserError: the set has no such function, or the function takes another number of arguments.
            TypeError, ValueError, EncodingError: an argument is no value of its type.
        """
        contract, function = self.function(ref)
        if len(args) != len(function.params):
            shown = ", ".join(f"{param.name}: {param.type.name}" for param in function.params)
            raise UserError(f"{contract.name}.{function.name}({shown}) cannot take {len(args)} arguments")
        limbs = [
            limb
            for param, arg in zip(function.params, args, strict=True)
            for limb in param.type.limbs(self.encode(param.type, arg))
        ]
        return Call(contract.id, function.id, tuple(limbs), user, valid_until)

    def variable(self, contract: ContractRef, name: str) -> StateVar:
        """A state variable; `UserError` if the contract does not have it."""
        schema = self.contract(contract)
        for variable in schema.state:
            if variable.name == name:
                return variable
        known = ", ".join(variable.name for variable in schema.state)
        raise UserError(f"{schema.name} has no state variable {name}: it has {known}")

    def key(self, variable: StateVar, keys: Sequence[object]) -> bytes:
        """The key (32 bytes) of the entry at `keys`.

        Raises:
            UserError: there are too many or too few of them.
            TypeError, ValueError, EncodingError: one is no value of its type.
        """
        if len(keys) != len(variable.keys):
            raise UserError(f"{variable.name} takes {len(variable.keys)} keys, not {len(keys)}")
        return to_bytes(
            variable.key(
                number for record, key in zip(variable.keys, keys, strict=True) for number in self.encode(record, key)
            )
        )

    def value(self, variable: StateVar, stored: bytes) -> Any:
        """What 32 bytes are as a value of a variable; `EncodingError` when they are none."""
        return self.decode(variable.value, variable.value.decode(from_bytes(stored)))

    def entry(self, key: bytes) -> tuple[ContractSchema, StateVar, tuple[Any, ...]] | None:
        """Which entry of the contracts a key names, with its map keys; None for one that is none of theirs.

        Raises:
            EncodingError: its limbs are none of the variable's map keys.
        """
        head, *limbs = from_bytes(key)
        contract, slot = divmod(head, U32_LIMIT)
        if not 1 <= contract <= len(self.contracts):
            return None
        schema = self.contracts[contract - 1]
        variable = next((each for each in schema.state if each.slot == slot), None)
        if variable is None:
            return None
        keys = []
        for record in variable.keys:
            keys.append(self.decode(record, record.numbers(limbs[: record.width])))
            limbs = limbs[record.width :]
        return schema, variable, tuple(keys)

    def _declaring(self, ref: FunctionRef) -> ContractSchema | None:
        """The contract that a function object belongs to."""
        if not isinstance(ref, str):
            for cls, schema in zip(self.classes, self.contracts, strict=False):
                if any(vars(base).get(ref.__name__) is ref for base in cls.__mro__):
                    return schema
        return None
