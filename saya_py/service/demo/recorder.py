"""From what a running thread tells to the demo's reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from saya_py.core.errors import StaleInput
from saya_py.service.demo.events import Watcher
from saya_py.service.demo.gems import describe
from saya_py.service.demo.report import CostReport, SettledReport, StaleReport, SubBlockReport, SubmissionReport
from saya_py.service.telling import Happening
from saya_py.store.records import SubBlock
from saya_py.store.states import Outcome, State
from saya_py.store.store import Store
from saya_py.store.view import ThreadView

Generation: TypeAlias = tuple[int, int]
"""A sub-block's number, and which of its generations."""
Canonical = Callable[[list[bytes]], list[bytes]]
"""Reads the values of keys from the chain; 32 bytes each."""

_ENTRY = 64
"""Bytes of a key and its value in an input list."""


def unheard(_: str) -> None:
    """Hears nothing."""


class Recorder:
    """Hears a thread, from several threads of the process, and tells the demo's watcher.

    `when_proven` is called when a generation is proven, before anything of it is sent: that is where the demo lets
    another contract be quicker.
    """

    def __init__(
        self, watcher: Watcher, authorisation: str, canonical: Canonical, when_proven: Callable[[Generation], None]
    ) -> None:
        """Read the chain's values with `canonical`."""
        self.reports: list[SubBlockReport] = []
        self.submissions: dict[bytes, SubmissionReport] = {}
        """What the demo handed in, by digest."""
        self.failed: Callable[[str], None] = unheard
        """Hears that a sub-block will not settle, and why."""
        self._watcher = watcher
        self._authorisation = authorisation
        self._canonical = canonical
        self._when_proven = when_proven
        self._store: Store | None = None
        self._thread = (0, 0)
        self._generation: dict[int, int] = {}
        self._seconds: dict[Generation, dict[str, float]] = {}
        self._sealed: dict[Generation, list[SubmissionReport]] = {}

    def read(self, store: Store, world: int, thread: int) -> None:
        """Look up the rest in the thread's store, opened once more to read."""
        self._store, self._thread = store, (world, thread)

    def tell(self, happening: Happening) -> None:
        """Hear what happened."""
        data = happening.data
        match happening.name:
            case "circuit_built":
                self._watcher.finished(data["part"], data["seconds"])
            case "sealed":
                self._was_sealed(data["seq"], data["generation"])
            case "node_finished":
                stages = self._seconds.setdefault((data["seq"], self._generation[data["seq"]]), {})
                stages[data["place"]] = data["seconds"]
                self._watcher.finished(data["place"], data["seconds"])
            case "sub_block_proven":
                self._watcher.stage(f"sub-block {data['seq']}: settling")
                self._when_proven((data["seq"], data["generation"]))
            case "withdrawn":
                for seq in data["seqs"]:
                    self._was_replaced(seq)
            case "mined":
                self._was_settled(data)
            case "gave_up":
                self.failed(happening.text)

    def costs(self) -> CostReport:
        """What the thread paid and lost."""
        costs = self._view().costs()
        return CostReport(costs.settled.wei, costs.reverted.wei, costs.stale_generations, costs.stale_proving_ms / 1000)

    def _was_sealed(self, seq: int, generation: int) -> None:
        self._generation[seq] = generation
        again = " again, on the new values" if generation > 1 else ""
        self._watcher.stage(f"sub-block {seq}: proving{again}")
        (sub_block,) = (each for each in self._view().generations(seq) if each.generation == generation)
        held = self._view().submissions_of(sub_block.id)
        self._sealed[seq, generation] = [self.submissions[each.digest] for each in held]

    def _was_settled(self, data: Mapping[str, Any]) -> None:
        end = SettledReport(data["transaction"], data["block"], data["gas_used"], data["fee"])
        self._report(self._view().sub_block(data["sub_block_id"]), end)

    def _was_replaced(self, seq: int) -> None:
        replaced = [each for each in self._view().generations(seq) if each.state is State.STALE][-1]
        stale = self._stale_entry(replaced)
        lost = 0.0 if replaced.proof is None else replaced.proof.proving_ms / 1000
        fees = [
            each.inclusion.fee
            for each in self._view().attempts(replaced.id)
            if each.outcome is Outcome.REVERTED and each.inclusion is not None
        ]
        self._report(replaced, StaleReport(stale, describe(stale), lost, sum(fees)))

    def _stale_entry(self, sub_block: SubBlock) -> StaleInput:
        """The first entry of the input list that the chain has another value for."""
        inputs = self._view().lists(sub_block.id).inputs
        entries = {inputs[at : at + 32]: inputs[at + 32 : at + _ENTRY] for at in range(0, len(inputs), _ENTRY)}
        now = zip(entries, self._canonical(list(entries)), strict=True)
        key, actual = next((key, actual) for key, actual in now if entries[key] != actual)
        return StaleInput(key, entries[key], actual)

    def _report(self, sub_block: SubBlock, end: SettledReport | StaleReport) -> None:
        generation = (sub_block.seq, sub_block.generation)
        assert self._store is not None
        report = SubBlockReport(
            seq=sub_block.seq,
            generation=sub_block.generation,
            authorisation=self._authorisation,
            submissions=self._sealed[generation],
            calls=sub_block.call_count,
            entries=len(self._view().lists(sub_block.id).inputs) // _ENTRY,
            prove_seconds=dict(self._seconds.get(generation, {})),
            proof_bytes=0 if sub_block.proof is None else len(self._store.blobs.get(sub_block.proof.blob)),
            end=end,
        )
        self.reports.append(report)
        self._watcher.sub_block(report)

    def _view(self) -> ThreadView:
        assert self._store is not None
        view = self._store.view(*self._thread)
        assert view is not None, "the thread runs"
        return view
