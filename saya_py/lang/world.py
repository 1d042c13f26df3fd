"""A contract set on a simulated L2: plain Python, instant, without proofs."""

from dataclasses import dataclass
from typing import Any

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.errors import CallFailed
from saya_py.core.limbs import ZERO, Digest
from saya_py.core.window import Window
from saya_py.lang.calls import NO_DEADLINE, encode_call
from saya_py.lang.compiler import CompiledContract, compile_contracts
from saya_py.lang.contract import Contract, key_numbers
from saya_py.lang.ledger import Receipt
from saya_py.lang.plain import PlainContract
from saya_py.lang.records import AnyValue, coerce_value, make_value
from saya_py.lang.schema import BEACON, StateVar
from saya_py.lang.values import U32, Hash, User

START = 1_800_000_000
"""Time at which worlds start, a second in 2027."""


@dataclass(frozen=True)
class Snapshot:
    """State and clock of a world at some moment."""

    state: dict[Digest, Digest]
    window: Window


class World:
    """Runs calls of the given contracts, which are numbered from 1, on a state in memory.

    All contracts are compiled first, so what runs here is what can be proven; CompileFailed has all mistakes.
    """

    def __init__(self, *contracts: type[Contract], now: int = START) -> None:
        self.state: dict[Digest, Digest] = {}
        """The canonical entries: keys and values as limbs."""
        self.contracts: tuple[CompiledContract, ...] = tuple(compile_contracts(contracts))
        self._plain = {each.schema.id: PlainContract(each, self.contracts) for each in self.contracts}
        self.warp(now)

    @property
    def now(self) -> int:
        """The time, Unix seconds: the first second of the window."""
        return self.time_window.t_min

    def warp(self, time: int) -> None:
        """Moves the clock to `time`, which may be in the past; calls then settle in that very second."""
        self.window(time, time)

    def window(self, t_min: int, t_max: int) -> None:
        """Lets the next calls settle at any time from `t_min` to `t_max`, until the clock is moved.

        Raises:
            ValueError: it is no window of times below 2^40.
        """
        if not 0 <= t_min <= t_max < TIME_LIMIT:
            raise ValueError(f"{t_min} to {t_max} is no window: times are Unix seconds below 2^40, the first one first")
        self.time_window = Window(t_min, t_max)

    def snapshot(self) -> Snapshot:
        """State and clock as they are now."""
        return Snapshot(dict(self.state), self.time_window)

    def restore(self, snapshot: Snapshot) -> None:
        """Goes back to a snapshot, which stays as it is."""
        self.state = dict(snapshot.state)
        self.time_window = snapshot.window

    def set_beacon(self, epoch: U32 | int, value: Hash | int) -> None:
        """Publishes the randomness of an epoch."""
        self.state[BEACON.key(coerce_value(BEACON.keys[0], epoch))] = BEACON.value.encode(
            coerce_value(BEACON.value, value)
        )

    def call(
        self,
        contract: type[Contract],
        function: str,
        *args: AnyValue | int,
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
        return plain.execute(call, self.state, self.time_window)

    def read(self, contract: type[Contract], variable: str, *keys: AnyValue | int) -> Any:
        """The language value of a `Var`, or of a `Map` at `keys`; EncodingError when the entry holds no such value."""
        var, key = self._entry(contract, variable, keys)
        return make_value(var.value, var.value.decode(self.state.get(key, ZERO)))

    def write(self, contract: type[Contract], variable: str, *keys: AnyValue | int, value: AnyValue | int) -> None:
        """Stores a value, as a contract on the L2 may."""
        var, key = self._entry(contract, variable, keys)
        self.state[key] = var.value.encode(coerce_value(var.value, value))

    def compiled(self, contract: type[Contract]) -> CompiledContract:
        """The compiled form of one of the world's contracts."""
        for compiled in self.contracts:
            if compiled.source.cls is contract:
                return compiled
        raise KeyError(f"{contract.__name__} is not in this world")

    def _entry(self, contract: type[Contract], variable: str, keys: tuple[object, ...]) -> tuple[StateVar, Digest]:
        var = self.compiled(contract).schema.variable(variable)
        return var, var.key(key_numbers(var, keys))
