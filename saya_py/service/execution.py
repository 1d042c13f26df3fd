"""Native execution of one contract."""

from __future__ import annotations

from collections.abc import Mapping

from saya_py import _native
from saya_py.core.window import Window
from saya_py.service.batch import Execution


class NativeContract:
    """A contract that the Rust executor runs."""

    def __init__(self, ir: str) -> None:
        """Check the contract (IR as JSON text).

        Raises:
            ProverRefused: it is not a valid contract.
        """
        self._contract = _native.Contract(ir)

    def execute(self, call: str, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Run `call` (the executor's JSON form) in `window` on `state`, where a missing key has the value zero.

        The state is not changed.
        """
        reads, writes, failure = self._contract.execute(call, window.t_min, window.t_max, dict(state))
        return Execution(frozenset(reads), writes, failure)
