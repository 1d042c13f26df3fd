"""A thread that this process runs."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from saya_py.core.errors import StoreError
from saya_py.store.cursor import Cursor
from saya_py.store.fence import Fence
from saya_py.store.owner import OwnerLock
from saya_py.store.settlement import Settlements
from saya_py.store.sub_blocks import SubBlocks
from saya_py.store.submissions import Submissions
from saya_py.store.tables import ThreadRow
from saya_py.store.view import ThreadView


class OwnedThread(ThreadView):
    """The thread as its one owner sees it. Every method of its parts is one transaction; close it when done."""

    def __init__(self, fence: Fence, lock: OwnerLock) -> None:
        """For the process that holds `lock` and may write through `fence`."""
        super().__init__(fence.database, fence.thread_id)
        self.submissions = Submissions(fence)
        self.sub_blocks = SubBlocks(fence)
        self.settlements = Settlements(fence)
        self.cursor = Cursor(fence)
        self._fence = fence
        self._lock = lock

    def close(self) -> None:
        """Let another process run the thread. A process that ends any other way lets go too."""
        try:
            with self._fence.write() as session:
                session.get_one(ThreadRow, self.thread_id).owner = None
        except StoreError:
            # The name only tells people who ran it. What keeps others out is the lock.
            pass
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
