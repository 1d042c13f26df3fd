"""What a thread must remember: in a database (SQLite or PostgreSQL) and a folder of blobs.

Every method is one transaction, durable when it returns. See docs/store.md.
"""

from saya_py.store.blobs import BlobFolder
from saya_py.store.jobs import JobLedger
from saya_py.store.store import Store
from saya_py.store.submissions import Accepted
from saya_py.store.thread import OwnedThread
from saya_py.store.view import ThreadView

__all__ = ["Accepted", "BlobFolder", "JobLedger", "OwnedThread", "Store", "ThreadView"]
