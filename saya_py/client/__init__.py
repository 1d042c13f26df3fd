"""A typed client of threads and worlds, for dApps and players. See docs/client.md."""

from saya_py.client.bundle import Bundle
from saya_py.client.caller import Caller
from saya_py.client.receipt import Entry, Receipt
from saya_py.client.submitted import Settled, Submitted
from saya_py.client.thread_client import ThreadClient

__all__ = ["Bundle", "Caller", "Entry", "Receipt", "Settled", "Submitted", "ThreadClient"]
