"""What became of lines, for those who handed them in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from saya_py.service.folder import ServiceFolder
from saya_py.service.intake import Tally
from saya_py.store.states import Status
from saya_py.store.store import Store
from saya_py.store.view import ThreadView

Standing: TypeAlias = Literal["waiting", "accepted", "included", "settled", "dropped", "repeated", "refused"]
STANDINGS: dict[Status, Standing] = {
    Status.ACCEPTED: "accepted",
    Status.INCLUDED: "included",
    Status.SETTLED: "settled",
    Status.DROPPED: "dropped",
}


@dataclass(frozen=True)
class LineOutcome:
    """What became of a line. `digest` names its content (0x text); `reason` is why it was refused or dropped."""

    line: int
    status: Standing
    digest: str | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """By name."""
        return asdict(self)


def stored_outcome(view: ThreadView, line: int, digest: bytes) -> LineOutcome:
    """What became of a line whose submission the thread took."""
    found = view.submission(digest)
    assert found is not None, "the thread took it"
    return LineOutcome(line, STANDINGS[found.status], "0x" + digest.hex(), found.reason)


def outcomes_of(folder: ServiceFolder, tally: Tally) -> list[LineOutcome]:
    """What became of the lines of a source that the thread has read so far, in order."""
    outcomes = [LineOutcome(line.number, "refused", reason=line.reason) for line in tally.bad]
    thread = folder.settings.thread
    with Store.open(folder.store_url, folder.blobs) as store:
        view = store.view(thread.world, thread.number)
        assert view is not None, "the thread took the lines"
        outcomes += [stored_outcome(view, line, digest) for digest, line in tally.digests.items()]
    return sorted(outcomes, key=lambda outcome: outcome.line)
