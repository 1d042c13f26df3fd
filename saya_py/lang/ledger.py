"""The state that plain-Python calls run on, and one call's view of it."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from saya_py.core.errors import CallFailed, EncodingError
from saya_py.core.limbs import ZERO, Digest
from saya_py.lang import messages
from saya_py.lang.schema import StateVar


class Access(NamedTuple):
    """One read or write of an entry, with its value before and after."""

    kind: Literal["read", "write"]
    key: Digest
    old: Digest
    new: Digest


@dataclass(frozen=True)
class Receipt:
    """What a successful call did: one access for each read and write, in order."""

    accesses: tuple[Access, ...]


class Frame:
    """One running call: who makes it, in which contract, and what it did so far.

    Writes stay here until `commit`, so a call that fails leaves the state as it was.
    """

    def __init__(self, state: MutableMapping[Digest, Digest], contract: int, caller: int) -> None:
        self.contract = contract
        self.caller = caller
        self.accesses: list[Access] = []
        self._state = state
        self._written: dict[Digest, Digest] = {}

    def read(self, var: StateVar, keys: tuple[int, ...]) -> int:
        """The number stored at `keys`; fails the call when it is no value of the variable's type."""
        key = var.key(self.contract, keys)
        stored = self._current(key)
        self.accesses.append(Access("read", key, stored, stored))
        try:
            return var.value.decode(stored)
        except EncodingError:
            raise CallFailed(messages.bad_stored_value(var.name, keys, var.value.label, stored)) from None

    def write(self, var: StateVar, keys: tuple[int, ...], number: int) -> None:
        """Stores a number that fits the variable's type."""
        key = var.key(self.contract, keys)
        new = var.value.encode(number)
        self.accesses.append(Access("write", key, self._current(key), new))
        self._written[key] = new

    def commit(self) -> None:
        """Moves the writes into the state."""
        self._state.update(self._written)

    def _current(self, key: Digest) -> Digest:
        return self._written.get(key) or self._state.get(key, ZERO)
