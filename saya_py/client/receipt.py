"""Soft confirmations in the contracts' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saya_py.client.interface import ContractRef, Interface


@dataclass(frozen=True)
class Entry:
    """A state entry that a submission touched, before and after it; both are equal when it only read."""

    contract: str
    variable: str
    keys: tuple[Any, ...]
    before: Any
    after: Any

    @property
    def changed(self) -> bool:
        """Whether the submission changed it."""
        return bool(self.before != self.after)

    def __str__(self) -> str:
        keys = f"[{', '.join(map(str, self.keys))}]" if self.keys else ""
        moved = f"{self.before} -> {self.after}" if self.changed else str(self.after)
        return f"{self.contract}.{self.variable}{keys}: {moved}"


class Receipt:
    """What a submission read and wrote when the thread executed it: the operator's word, until it is settled.

    `reads` and `writes` have 32-byte values by 32-byte key, also those of the system (nonces); `entries` are the
    contracts' own.
    """

    def __init__(self, interface: Interface, reads: Mapping[bytes, bytes], writes: Mapping[bytes, bytes]) -> None:
        """Decode with `interface`; raises `EncodingError` for keys and values that are none of the variables' types."""
        self.reads = dict(reads)
        self.writes = dict(writes)
        self._interface = interface
        found = (self._entry(key) for key in sorted({*self.reads, *self.writes}))
        self.entries: tuple[Entry, ...] = tuple(entry for entry in found if entry is not None)

    @property
    def changes(self) -> tuple[Entry, ...]:
        """The entries that it changed."""
        return tuple(entry for entry in self.entries if entry.changed)

    def value(self, contract: ContractRef, variable: str, *keys: object) -> Any:
        """The value of an entry after the submission.

        Raises:
            KeyError: the submission did not touch it.
        """
        declared = self._interface.variable(contract, variable)
        key = self._interface.key(declared, keys)
        stored = self.writes.get(key) or self.reads[key]
        return self._interface.value(declared, stored)

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes))

    def _entry(self, key: bytes) -> Entry | None:
        found = self._interface.entry(key)
        if found is None:
            return None
        contract, variable, keys = found
        after = self.writes.get(key) or self.reads[key]
        before = self.reads.get(key, after)
        value = self._interface.value
        return Entry(contract.name, variable.name, keys, value(variable, before), value(variable, after))
