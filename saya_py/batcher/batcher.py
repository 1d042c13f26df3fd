"""The batcher of a thread: submissions get their soft confirmation at once, and sub-blocks are made of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from saya_py.batcher.answers import Accepted, Answer, GoodSubmission, Refused, Repeated, in_order
from saya_py.batcher.canonical import CanonicalState
from saya_py.batcher.confirming import Failed, Judge, Judgement
from saya_py.batcher.filling import Filling
from saya_py.batcher.load import Lanes
from saya_py.batcher.policy import SealingPolicy, SetVersion
from saya_py.batcher.queued import queued
from saya_py.batcher.rebuilding import check_not_behind, rebuild
from saya_py.batcher.renewing import foreign, renew, to_renew
from saya_py.batcher.running import Executor, Unknown
from saya_py.batcher.sealing import Choice, Sealer
from saya_py.batcher.snapshot import snapshot
from saya_py.batcher.times import Clock, Times
from saya_py.batcher.working_state import WorkingState
from saya_py.core.errors import StoreError
from saya_py.store.records import NewSubmission, SubBlock, Submission
from saya_py.store.store import unix_milliseconds
from saya_py.store.thread import OwnedThread

TOGETHER = 500
"""Submissions that are stored in one transaction."""
RENEW_SECONDS = 2.0
"""How often values that others may change are read again."""
HELD_SECONDS = 1.0
"""Pause after nothing of the queue could be sealed."""


class Batcher:
    """Takes submissions and seals sub-blocks. Safe to use from several threads of a process.

    Nothing waits for the chain that does not need it: what runs on known values is answered while another submission,
    or the next sub-block, waits for an answer of the chain.
    """

    def __init__(
        self,
        thread: OwnedThread,
        executor: Executor,
        chain: CanonicalState,
        policy: SealingPolicy,
        version: SetVersion,
        decisions: threading.RLock,
        *,
        lanes: Lanes,
        clock: Clock = unix_milliseconds,
    ) -> None:
        """For a thread whose calls `executor` runs on the values of `chain`.

        `lanes` tells how many calls of a function share a leaf (`Engine.lanes`). `decisions` is held while sub-blocks
        are sealed, withdrawn or taken back, never while the chain is asked. `clock` is in Unix milliseconds.
        """
        self._thread = thread
        self._chain = chain
        self._policy = policy
        self._decisions = decisions
        self._executor = executor
        self._times = Times(chain, policy.window_seconds, clock)
        self._judge = Judge(executor, policy, lanes)
        self._sealer = Sealer(executor, chain, self._times, policy, version, lanes)
        self._filling = Filling(policy, lanes)
        # `_mutex` guards the working state, `_sealing` lets one thread seal at a time. They are taken in the order
        # _sealing, _mutex, decisions. `invalidate` is for those who hold `decisions`, so it takes no other.
        self._mutex = threading.RLock()
        self._sealing = threading.Lock()
        self._state = WorkingState()
        # `_epoch` counts what others did to the sub-blocks, `_built` is the one that the state was built in, None when
        # it has to be built anew for another reason, and `_builds` tells a state from the one before.
        self._epoch = 0
        self._built: int | None = None
        self._builds = 0
        self._not_before = 0.0
        self._renew_at = time.monotonic() + RENEW_SECONDS

    def submit(self, lines: Sequence[GoodSubmission]) -> list[Answer]:
        """Run submissions in order and accept those that succeed: one answer for each, in order.

        Those accepted are on disk when this returns.

        Raises:
            ChainError: a value that they need cannot be read now. Hand all of them in again: what was accepted is
                `Repeated` then. Up to `TOGETHER` of them are accepted together or not at all.
            StoreError: the store cannot take them; the same holds.
        """
        answers: list[Answer] = []
        for at in range(0, len(lines), TOGETHER):
            answers += self._submit(lines[at : at + TOGETHER])
        return answers

    def tick(self) -> SubBlock | None:
        """Seal a sub-block when it is time, and return it.

        Raises:
            ChainError: the chain cannot be read; nothing is lost, call again.
            StoreError: the store cannot be written.
        """
        with self._sealing:
            if time.monotonic() >= self._renew_at:
                self._renew()
                self._renew_at = time.monotonic() + RENEW_SECONDS
            with self._mutex:
                self._ensure_built()
                if time.monotonic() < self._not_before or not self._filling.due(
                    self._state.queue, self._times.now_ms()
                ):
                    return None
                with self._decisions:
                    epoch, builds, known = self._epoch, self._builds, snapshot(self._thread)
                if known.failed or known.under_way >= self._policy.unfinished:
                    return None
                queue = list(self._state.queue)
            seq = self._chain.next_seq() if known.next_seq is None else known.next_seq
            choice = self._sealer.choose(queue, known.outputs)
            check_not_behind(self._chain, known)
            with self._mutex:
                return self._commit(epoch, builds, seq, choice)

    def invalidate(self) -> None:
        """Sub-blocks were withdrawn, or what they left changed: build the working state anew before it is used again.

        Call it while holding `decisions` since before the change.
        """
        with self._decisions:
            self._epoch += 1

    def flush(self) -> None:
        """Seal what is in the queue now at the next ticks, whatever its age."""
        with self._mutex:
            waiting = self._state.queue if self._built == self._epoch else self._thread.queue()
            self._filling.ask(waiting[-1].ordinal if waiting else 0)

    def value(self, key: bytes) -> bytes:
        """The working value of a key: what the next submission will read.

        Raises:
            ChainError: the value is not known here, and the chain cannot be read.
        """
        with self._mutex:
            self._ensure_built()
            found = self._state.values.get(key)
        return self._chain.values([key])[0] if found is None else found

    def _submit(self, lines: Sequence[GoodSubmission]) -> list[Answer]:
        renewed = False
        while True:
            with self._mutex:
                self._ensure_built()
                builds, values, window = self._builds, self._state.values, self._times.estimate()
                known = self._thread.submissions_with([line.digest for line in lines])
                new = {line.digest: line for line in lines if line.digest not in known}
                judged = self._judge.judge(new.values(), window, values)
                unknown = [(new[digest], found) for digest, found in judged.items() if isinstance(found, Unknown)]
                failed = {key for found in judged.values() if isinstance(found, Failed) for key in found.keys}
                if not unknown and (renewed or not failed):
                    return in_order(lines, _repeated(known) | self._accept(new, judged))
            # Others need not wait for these answers.
            if not unknown:
                # Somebody may have changed what it failed on: nobody is refused because of values of before.
                self._renew(failed)
                renewed = True
                continue
            found_values = self._judge.discover(unknown, self._chain, window, values)
            with self._mutex:
                if builds == self._builds:
                    self._state.learn(found_values)

    def _accept(self, lines: Mapping[bytes, GoodSubmission], judged: Mapping[bytes, Judgement]) -> dict[bytes, Answer]:
        """Store what succeeded; from then on the working state has what it wrote."""
        answers: dict[bytes, Answer] = {digest: found for digest, found in judged.items() if isinstance(found, Refused)}
        answers |= {digest: Refused(found.reason) for digest, found in judged.items() if isinstance(found, Failed)}
        for stored in self._stored([found for found in judged.values() if isinstance(found, NewSubmission)]):
            self._state.append(queued(stored, lines[stored.digest].submission))
            answers[stored.digest] = Accepted(stored.receipt, stored.ordinal)
        return answers

    def _stored(self, good: Sequence[NewSubmission]) -> list[Submission]:
        if not good:
            return []
        try:
            return [accepted.submission for accepted in self._thread.submissions.accept(*good)]
        except StoreError:
            # It may have happened all the same: what the store has is the truth.
            self._built = None
            raise

    def _renew(self, keys: Collection[bytes] | None = None) -> None:
        """Read values of the working state again, of `keys` or all; the queue runs again when it ran on others."""
        with self._mutex:
            self._ensure_built()
            with self._decisions:
                builds, known = self._builds, snapshot(self._thread)
            chosen = to_renew(self._state, known) if keys is None else foreign(self._state, known, keys)
        if not chosen:
            return
        found = dict(zip(chosen, self._chain.values(chosen), strict=True))
        check_not_behind(self._chain, known)
        with self._mutex, self._decisions:
            if builds != self._builds:
                return
            # Sealed or settled since: both what was under way then and what is now is the thread's own.
            now = snapshot(self._thread)
            own = replace(now, outputs=known.outputs | now.outputs)
            if not renew(self._state, own, found):
                self._built = None

    def _ensure_built(self) -> None:
        while self._built != self._epoch:
            with self._decisions:
                epoch, known = self._epoch, snapshot(self._thread)
                queue = [queued(waiting) for waiting in self._thread.queue()]
            rebuilt = rebuild(self._executor, self._chain, self._times, queue, known)
            with self._decisions:
                if epoch != self._epoch:
                    continue
                for item, reason in rebuilt.dropped:
                    self._thread.submissions.drop(item.id, reason)
            self._state = rebuilt.state
            self._built = epoch
            self._builds += 1
            self._filling.restart()

    def _commit(self, epoch: int, builds: int, seq: int, choice: Choice) -> SubBlock | None:
        """Do what was chosen, unless sub-blocks were withdrawn meanwhile, or the queue is another."""
        with self._decisions:
            if epoch != self._epoch or epoch != self._built or builds != self._builds:
                return None
            try:
                for item, reason in choice.dropped:
                    self._thread.submissions.drop(item.id, reason)
                sealed = None if choice.batch is None else self._thread.sub_blocks.seal(seq, choice.batch)
            except StoreError:
                self._built = None
                raise
        if choice.batch is None:
            self._not_before = time.monotonic() + HELD_SECONDS
        if choice.as_promised:
            del self._state.queue[: len(choice.batch.submissions) if choice.batch else 0]
            self._filling.restart()
        else:
            self._built = None
        return sealed


def _repeated(known: Mapping[bytes, Submission]) -> dict[bytes, Answer]:
    return {digest: Repeated(found.status, found.reason) for digest, found in known.items()}
