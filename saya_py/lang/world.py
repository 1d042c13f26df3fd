"""A contract set on a simulated L2: plain Python, instant, without proofs."""

from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed
from saya_py.core.limbs import ZERO, Digest
from saya_py.lang.calls import NO_DEADLINE, encode_call
from saya_py.lang.compiler import CompiledContract, compile_contracts
from saya_py.lang.contract import Contract
from saya_py.lang.ledger import Receipt
from saya_py.lang.plain import PlainContract
from saya_py.lang.schema import StateVar
from saya_py.lang.types import coerce, make
from saya_py.lang.values import User, Value


class World:
    """Runs calls of the given contracts, which are numbered from 1, on a state in memory.

    All contracts are compiled first, so what runs here is what can be proven; CompileFailed has all mistakes.
    """

    def __init__(self, *contracts: type[Contract]) -> None:
        self.state: dict[Digest, Digest] = {}
        """The canonical entries: keys and values as limbs."""
        self.contracts: tuple[CompiledContract, ...] = tuple(compile_contracts(contracts))
        self._plain = {compiled.schema.id: PlainContract(compiled) for compiled in self.contracts}

    def call(
        self,
        contract: type[Contract],
        function: str,
        *args: Value | int,
        user: User | int,
        valid_until: int = NO_DEADLINE,
    ) -> Receipt:
        """Runs a call; CallFailed leaves the state unchanged."""
        schema = self.compiled(contract).schema
        return self.execute(encode_call(schema, function, args, user=user, valid_until=valid_until))

    def execute(self, call: Call) -> Receipt:
        """Runs an encoded call; CallFailed leaves the state unchanged."""
        plain = self._plain.get(call.contract)
        if plain is None:
            raise CallFailed(f"this world has no contract {call.contract}")
        return plain.execute(call, self.state)

    def read(self, contract: type[Contract], variable: str, *keys: Value | int) -> Value:
        """The value of a `Var`, or of a `Map` at `keys`; EncodingError when the entry holds no such value."""
        var, key = self._entry(contract, variable, keys)
        stored = self.state.get(key, ZERO)
        return make(var.value, var.value.decode(stored))

    def write(self, contract: type[Contract], variable: str, *keys: Value | int, value: Value | int) -> None:
        """Stores a value, as a contract on the L2 may."""
        var, key = self._entry(contract, variable, keys)
        self.state[key] = var.value.encode(coerce(var.value, value))

    def compiled(self, contract: type[Contract]) -> CompiledContract:
        """The compiled form of one of the world's contracts."""
        for compiled in self.contracts:
            if compiled.source.cls is contract:
                return compiled
        raise KeyError(f"{contract.__name__} is not in this world")

    def _entry(self, contract: type[Contract], variable: str, keys: tuple[Value | int, ...]) -> tuple[StateVar, Digest]:
        schema = self.compiled(contract).schema
        var = schema.variable(variable)
        if len(keys) != len(var.keys):
            raise TypeError(f"{variable} takes {len(var.keys)} keys, not {len(keys)}")
        numbers = [coerce(ty, key) for ty, key in zip(var.keys, keys, strict=True)]
        return var, var.key(schema.id, numbers)
