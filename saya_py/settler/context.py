"""What the parts of a settler share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from saya_py.chain.evm.settling import SettlingChain
from saya_py.settler.events import Listener, nobody
from saya_py.settler.policy import SettlerPolicy
from saya_py.store import OwnedThread
from saya_py.store.blobs import BlobFolder
from saya_py.store.records import Deployment
from saya_py.store.states import State

SETTLED = (State.SETTLED, State.FINAL)


@dataclass(frozen=True)
class Context:
    """One thread and the chain that it settles on.

    `decisions` is held while one decides on sub-blocks, never while a node is asked; `withdrawn` is told that
    sub-blocks became stale, so that what was built on them is made anew. `clock` tells Unix seconds. `proves_with` is
    the OS version and set root of what is sealed from now on, if they are known.
    """

    thread: OwnedThread
    blobs: BlobFolder
    chain: SettlingChain
    deployment: Deployment
    policy: SettlerPolicy = field(default_factory=SettlerPolicy)
    withdrawn: Callable[[], None] = lambda: None
    decisions: RLock = field(default_factory=RLock)
    tell: Listener = nobody
    clock: Callable[[], float] = time.time
    proves_with: tuple[int, bytes] | None = None
