"""A thread before it proves anything."""

from typing import Any, cast

import pytest

from saya_py.core.errors import UserError
from saya_py.service.thread import SettlementThread


class NoThreads:
    """A chain on which nobody opened a thread."""

    def prover(self, world: int, thread: int) -> None:
        assert (world, thread) == (1, 7)


def test_a_thread_that_is_not_open_proves_nothing() -> None:
    thread = SettlementThread(cast(Any, None), cast(Any, NoThreads()), 1, 7)
    with pytest.raises(UserError, match="thread 7 of world 1 is not open"):
        thread.prepare([])
