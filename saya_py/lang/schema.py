"""What a contract declares: state variables, functions and parameters, with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.core.keys import ValueType, make_key
from saya_py.core.limbs import Digest


@dataclass(frozen=True)
class StateVar:
    """A `Var` (no keys) or a `Map`, in its slot."""

    name: str
    slot: int
    keys: tuple[ValueType, ...]
    value: ValueType

    def key(self, contract: int, keys: Sequence[int]) -> Digest:
        """State key of the entry at `keys`: `(contract·2^32 + slot, k0, k1, k2)`."""
        return make_key(contract, self.slot, list(zip(self.keys, keys, strict=True)))


@dataclass(frozen=True)
class Param:
    """A named, typed parameter."""

    name: str
    type: ValueType


@dataclass(frozen=True)
class FunctionSchema:
    """A function that users can call."""

    name: str
    id: int
    params: tuple[Param, ...]


@dataclass(frozen=True)
class ContractSchema:
    """A contract's interface; `id` is its number in the set."""

    name: str
    id: int
    state: tuple[StateVar, ...]
    functions: tuple[FunctionSchema, ...]

    def variable(self, name: str) -> StateVar:
        """The state variable called `name`; KeyError if there is none."""
        for var in self.state:
            if var.name == name:
                return var
        raise KeyError(f"{self.name} has no state variable {name!r}")

    def function(self, name: str) -> FunctionSchema:
        """The function called `name`; KeyError if there is none."""
        for function in self.functions:
            if function.name == name:
                return function
        raise KeyError(f"{self.name} has no function {name!r}")
