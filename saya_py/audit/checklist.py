"""The checks of one sub-block while they are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saya_py.artifacts.abi import Abi
from saya_py.audit.evidence import Unknown
from saya_py.audit.execution import Position, calls_of
from saya_py.audit.naming import Names
from saya_py.audit.verdict import CHECKS, Check, Place
from saya_py.core.submissions import Submission


class Checklist:
    """Collects outcomes, and names entries and calls in them once the contracts are known."""

    def __init__(self) -> None:
        """Nothing is checked, and only the system's entries have names."""
        self.names = Names(Abi(()))
        self._submissions: Sequence[Submission] = ()
        self._found: dict[str, Check] = {}

    @property
    def found(self) -> list[Check]:
        """All checks in order; those that nobody came to are skipped."""
        return [self._found.get(name, Check(name, "skipped")) for name in CHECKS]

    def use(self, abi: Abi) -> None:
        """Name entries and calls by `abi` from now on."""
        self.names = Names(abi)

    def name_calls(self, submissions: Sequence[Submission]) -> None:
        """Name the calls of these submissions from now on."""
        self._submissions = submissions

    def ok(self, name: str) -> None:
        """It is as it should be."""
        self._found[name] = Check(name, "ok")

    def mismatch(self, name: str, reason: str, place: Place | None = None) -> None:
        """It is not."""
        self._found[name] = Check(name, "mismatch", reason, place)

    def missing(self, name: str, unknown: Unknown) -> None:
        """It could not be checked."""
        self._found[name] = Check(name, "missing", unknown.reason)

    def skip(self, names: Iterable[str], why: str) -> None:
        """What they need is not there, or is wrong already; those that were checked keep their outcome."""
        for name in names:
            self._found.setdefault(name, Check(name, "skipped", why))

    def entry(self, key: bytes, position: Position | None = None) -> Place:
        """The place of an entry (32 bytes), and of the call that it has to do with."""
        return self._place(position, key)

    def call(self, position: Position) -> Place:
        """The place of a call."""
        return self._place(position, None)

    def _place(self, position: Position | None, key: bytes | None) -> Place:
        key_name = None if key is None else self.names.key(key)
        if position is None:
            return Place(key, key_name)
        calls = calls_of(self._submissions[position.submission])
        call = calls[0] if len(calls) == 1 else None if position.call is None else calls[position.call]
        return Place(
            key,
            key_name,
            position.submission + 1,
            None if position.call is None else position.call + 1,
            None if call is None else self.names.call(call),
        )
