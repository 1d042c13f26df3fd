"""The parts of a thread at work on an open store, of which this process has the thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Literal, Self, TypeAlias

from saya_py.batcher.batcher import Batcher
from saya_py.batcher.canonical import ChainState
from saya_py.core.errors import StoreFull, StoreUnavailable
from saya_py.proving.progress import ProvingEvent
from saya_py.proving.sub_block_prover import SubBlockProver
from saya_py.service.assembly import Assembly
from saya_py.service.circuits import Circuits
from saya_py.service.happenings import proving_happening, settling_happening
from saya_py.service.policies import leaf_seconds, sealing_policy, settler_policy
from saya_py.service.publishing import Publisher
from saya_py.service.telling import Happening, Tell
from saya_py.settler.context import Context
from saya_py.settler.events import Mined, SettlerEvent
from saya_py.settler.settler import Settler
from saya_py.store import OwnedThread
from saya_py.store.records import SubBlock
from saya_py.store.states import State
from saya_py.store.store import Store

PUBLISH_SECONDS = 10.0
"""How long to wait before call data is written again that could not be."""

Failed: TypeAlias = Literal["retry", "replace"]
"""What to do at the start with sub-blocks that were set aside: try them again, or execute their calls anew."""


class Session:
    """From taking the thread to letting it go. Batcher and store may be used from any thread of the process."""

    def __init__(self, assembly: Assembly, circuits: Circuits, tell: Tell) -> None:
        """Open the store, bind it to the chain, and take the thread; `tell` hears what happens.

        Proving begins when the circuits are ready.

        Raises:
            StoreError: the store cannot be opened, belongs to another chain, or another process has the thread.
        """
        self._assembly = assembly
        self._circuits = circuits
        self._tell = tell
        self._prover: SubBlockProver | None = None
        self._unpublished = False
        self._publish_at = 0.0
        folder, settings = assembly.folder, assembly.folder.settings
        with ExitStack() as stack:
            self.store = stack.enter_context(Store.open(folder.store_url, folder.blobs, create=True))
            self.store.bind(assembly.deployment)
            self.thread: OwnedThread = stack.enter_context(
                self.store.own(settings.thread.world, settings.thread.number)
            )
            self._publisher = Publisher(self.thread, folder.call_data)
            decisions = threading.RLock()
            self.batcher = Batcher(
                self.thread,
                assembly.executor,
                ChainState(assembly.client, settings.thread.world, settings.thread.number),
                sealing_policy(settings, leaf_seconds(self.store)),
                assembly.version,
                decisions,
                lanes=assembly.lanes,
            )
            context = Context(
                self.thread,
                self.store.blobs,
                assembly.chain,
                assembly.deployment,
                settler_policy(settings),
                self.batcher.invalidate,
                decisions,
                self._settler_event,
                proves_with=(assembly.version.os_version, assembly.version.set_root),
            )
            self._settler = Settler(context)
            self._closing = stack.pop_all()

    def start(self, failed: Failed | None) -> None:
        """Write call data that a crash kept from being written, and go on with what was set aside.

        `failed` says how; None leaves it where it is.
        """
        self._catch_up()
        for sub_block in self.thread.unfinished():
            if failed is not None and sub_block.state is State.FAILED:
                self._resume(sub_block, failed)

    def settle_step(self) -> None:
        """One round of settling and proving.

        Raises:
            ChainError: the node does not answer; nothing is lost, call again.
            StoreError: the store cannot be used.
        """
        try:
            self._settler.step()
        finally:
            # What is in proof goes on also while the node is away.
            self._prove()
        if self._unpublished and time.monotonic() >= self._publish_at:
            self._catch_up()

    def close(self) -> None:
        """Let proofs under way finish, and let go of the thread."""
        try:
            if self._prover is not None:
                self._prover.stop()
        finally:
            self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prove(self) -> None:
        if self._prover is None:
            engine = self._circuits.engine()
            if engine is None:
                return
            self._prover = SubBlockProver(
                self.store,
                self.thread,
                engine,
                self._assembly.identity,
                self._settler.fresh,
                self._assembly.folder.settings.proving.workers,
                self._prover_event,
            )
            self._prover.start()
        self._prover.step()

    def _resume(self, sub_block: SubBlock, failed: Failed) -> None:
        if failed == "retry":
            self.thread.sub_blocks.retry(sub_block.id)
            text = f"sub-block {sub_block.seq} was set aside ({sub_block.reason}); it is tried again"
        elif self.thread.sub_block(sub_block.id).state is State.FAILED:
            self.thread.sub_blocks.withdraw(sub_block.seq, f"it was set aside ({sub_block.reason}), and replaced")
            self.batcher.invalidate()
            text = f"sub-block {sub_block.seq} was set aside ({sub_block.reason}); its calls are executed anew"
        else:
            return  # withdrawn together with the one before
        self._tell(Happening("resumed", "info", text, {"seq": sub_block.seq}))

    def _settler_event(self, event: SettlerEvent) -> None:
        self._tell(settling_happening(event))
        if isinstance(event, Mined):
            self._publishing(lambda: self._publisher.publish(self.thread.sub_block(event.sub_block_id)))

    def _catch_up(self) -> None:
        self._unpublished = False
        self._publishing(self._publisher.catch_up)

    def _publishing(self, publish: Callable[[], None]) -> None:
        """Write call data. A folder that takes nothing keeps nobody from settling: it is tried again later."""
        try:
            publish()
        except (StoreFull, StoreUnavailable) as error:
            self._unpublished = True
            self._publish_at = time.monotonic() + PUBLISH_SECONDS
            text = f"call data waits to be written: {error} (tried again in {PUBLISH_SECONDS:g} s)"
            self._tell(Happening("unpublished", "warning", text, {}))

    def _prover_event(self, event: ProvingEvent) -> None:
        self._tell(proving_happening(event))
