"""Which calls are proven together.

One leaf proof holds many calls of one function, and costs the same however many they are. The calls of a leaf run one
after the other on one state and in one time window, so a call joins a group when it had that window and every entry
that it started from is what the group has there, or is not in the group yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from saya_py.core.limbs import Digest
from saya_py.testing.recorder import CallRecord

ENTRIES = 4096
"""Most entries that the calls of one proof touch."""


@dataclass
class Group:
    """Calls of one function, in order, that one leaf can prove; `state` has the entries that they start from."""

    calls: list[CallRecord] = field(default_factory=list)
    state: dict[Digest, Digest] = field(default_factory=dict)
    _now: dict[Digest, Digest] = field(default_factory=dict)

    def fits(self, record: CallRecord) -> bool:
        """Whether the call can come next."""
        if self.calls and self.calls[0].window != record.window:
            return False
        if len(self._now.keys() | record.before.keys()) > ENTRIES:
            return False
        return all(self._now.get(key, old) == old for key, old in record.before.items())

    def add(self, record: CallRecord) -> None:
        """Appends a call that fits."""
        self.calls.append(record)
        self.state |= {key: old for key, old in record.before.items() if key not in self._now}
        self._now |= record.after


def pack(
    records: Iterable[CallRecord], lanes: Callable[[CallRecord], int], most: int | None = None
) -> tuple[list[Group], list[CallRecord]]:
    """Groups successful calls, each in the first group that it fits; `lanes` is how many calls a leaf holds.

    With `most`, only so many groups of each function are kept, the largest; the calls of the others come second.
    """
    if most == 0:
        return [], list(records)
    groups: dict[object, list[Group]] = {}
    for record in records:
        alike = groups.setdefault((record.contracts, record.function), [])
        group = next((group for group in alike if len(group.calls) < lanes(record) and group.fits(record)), None)
        if group is None:
            group = Group()
            alike.append(group)
        group.add(record)
    for alike in groups.values():
        alike.sort(key=lambda group: -len(group.calls))
    kept = [group for alike in groups.values() for group in alike[:most]]
    dropped = [group for alike in groups.values() for group in alike[len(alike[:most]) :]]
    return kept, [record for group in dropped for record in group.calls]
