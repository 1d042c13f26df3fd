"""The state that plain-Python calls run on, and one call's view of it."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from saya_py.core.errors import CallFailed, EncodingError
from saya_py.core.limbs import ZERO, Digest
from saya_py.core.window import Window
from saya_py.lang import messages
from saya_py.lang.schema import StateVar
from saya_py.lang.structs import Event


class Access(NamedTuple):
    """One read or write of an entry, with its value before and after."""

    kind: Literal["read", "write"]
    key: Digest
    old: Digest
    new: Digest


@dataclass(frozen=True)
class Receipt:
    """What a successful call did."""

    accesses: tuple[Access, ...]
    """One for each read and write, in order."""
    events: tuple[Event, ...] = ()
    """Instances of the contracts' event classes, in order."""


class Frame:
    """One running call, through all contracts that it reaches: who makes it, when, and what it did so far.

    Writes stay here until `commit`, so a call that fails leaves the state as it was.
    """

    def __init__(self, state: MutableMapping[Digest, Digest], caller: int, window: Window) -> None:
        self.caller = caller
        self.window = window
        self._state = state
        self._written: dict[Digest, Digest] = {}
        self._accesses: list[Access] = []
        self._events: list[Event] = []

    def read(self, var: StateVar, keys: tuple[int, ...]) -> tuple[int, ...]:
        """The fields stored at `keys`; fails the call when they are no value of the variable's type."""
        key = var.key(keys)
        stored = self._current(key)
        self._accesses.append(Access("read", key, stored, stored))
        try:
            return var.value.decode(stored)
        except EncodingError:
            raise CallFailed(messages.bad_stored_value(var.name, keys, var.value.name, stored)) from None

    def write(self, var: StateVar, keys: tuple[int, ...], numbers: tuple[int, ...]) -> None:
        """Stores fields that fit the variable's type."""
        key = var.key(keys)
        new = var.value.encode(numbers)
        self._accesses.append(Access("write", key, self._current(key), new))
        self._written[key] = new

    def emit(self, event: Event) -> None:
        """Adds an event to the log."""
        self._events.append(event)

    def commit(self) -> Receipt:
        """Moves the writes into the state."""
        self._state.update(self._written)
        return Receipt(tuple(self._accesses), tuple(self._events))

    def _current(self, key: Digest) -> Digest:
        return self._written.get(key) or self._state.get(key, ZERO)
