"""Native execution of submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from saya_py import _native
from saya_py.batcher.batch import Execution
from saya_py.core.variants import Authorisation
from saya_py.core.window import Window


class NativeExecutor:
    """Contracts of a world that the Rust executor runs."""

    def __init__(self, contracts: Sequence[str], domain: bytes, set_root: bytes, authorisation: Authorisation) -> None:
        """Check the contracts (IR as JSON text). `domain` and `set_root` (32 bytes) are what signatures are bound to.

        Raises:
            ProverRefused: they are not valid contracts.
        """
        self._executor = _native.Executor(list(contracts), domain, set_root, authorisation)

    def execute(self, submission: str, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Authorise and run `submission` (JSON) in `window` on `state`, where a missing key has the value zero.

        The state is not changed.
        """
        reads, writes, failure = self._executor.submit(submission, window.t_min, window.t_max, dict(state))
        return Execution(frozenset(reads), writes, failure)
