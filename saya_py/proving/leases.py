"""Keeping the jobs under way: while a node is being proven, its lease is renewed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from saya_py.core.errors import LeaseLost, StoreError
from saya_py.store import JobLedger
from saya_py.store.records import Lease

LEASE_MS = 60_000
"""How long a job of a process that vanished stays taken."""
RENEWALS = 4
"""How often a lease is renewed in its time: some may fail, as when the database is away."""


class LeaseKeeper:
    """Renews the leases of all jobs under way, in a thread of its own."""

    def __init__(self, ledger: JobLedger, lease_ms: int, store_away: Callable[[str], None]) -> None:
        """Renew for `lease_ms` at a time; `store_away` hears when that was not possible."""
        self._ledger = ledger
        self._lease_ms = lease_ms
        self._store_away = store_away
        self._leases: dict[str, Lease] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()

    @contextmanager
    def keeping(self, lease: Lease) -> Iterator[None]:
        """Keep a lease until the block is over, unless somebody else has the job already."""
        with self._lock:
            self._leases[lease.token] = lease
        try:
            yield
        finally:
            self._forget(lease)

    def run(self) -> None:
        """Renew until `close`."""
        while not self._closed.wait(self._lease_ms / 1000 / RENEWALS):
            with self._lock:
                leases = list(self._leases.values())
            for lease in leases:
                self._renew(lease)

    def close(self) -> None:
        """Let `run` end."""
        self._closed.set()

    def _renew(self, lease: Lease) -> None:
        try:
            self._ledger.renew(lease, self._lease_ms)
        except LeaseLost:
            # Done meanwhile, or taken after this machine stood still: what is under way will not be recorded.
            self._forget(lease)
        except StoreError as error:
            self._store_away(str(error))

    def _forget(self, lease: Lease) -> None:
        with self._lock:
            self._leases.pop(lease.token, None)
