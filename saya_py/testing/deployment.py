"""One contract set in a simulated world: runs its calls, checks them against the executor, notes them for proofs."""

import copy
from functools import lru_cache

from saya_py.core.errors import CallFailed
from saya_py.core.window import Window
from saya_py.lang import AnyValue, Contract, Receipt, User, World, encode_call
from saya_py.testing.agreement import same_failure, same_success
from saya_py.testing.recorder import CallRecord, record


class Deployment:
    """The contracts of one `deploy` with a state of their own, which is empty at first."""

    def __init__(self, contracts: tuple[type[Contract], ...], window: Window, *, check: bool, prove: bool) -> None:
        """`check` runs each call in the Rust executor too; `prove` has the calls proven at the end of the test."""
        self.contracts = contracts
        self.world = _fresh_world(contracts, window)
        self._check = check
        self._prove = prove

    def call(
        self, contract: type[Contract], function: str, args: list[AnyValue | int], user: User, valid_until: int
    ) -> Receipt:
        """Runs a call. CallFailed leaves the state unchanged; Disagreement is a fault of this software."""
        compiled, window = self.world.compiled(contract), self.world.time_window
        call = encode_call(compiled.schema, function, args, user=user, valid_until=valid_until)
        try:
            receipt = self.world.execute(call)
        except CallFailed as failure:
            state, message = self.world.state, failure.message
            if self._check:
                same_failure(self.world, call, message)
            record(CallRecord.failed(self.contracts, compiled, call, window, state, message), self._prove)
            raise
        if self._check:
            same_success(self.world, call, receipt)
        record(CallRecord.done(self.contracts, compiled, call, window, receipt), self._prove)
        return receipt


@lru_cache(maxsize=256)
def compiled_world(contracts: tuple[type[Contract], ...]) -> World:
    """A world that is not to be changed; its contracts are compiled once a process, however many tests deploy them."""
    return World(*contracts)


def _fresh_world(contracts: tuple[type[Contract], ...], window: Window) -> World:
    """A world without entries."""
    world = copy.copy(compiled_world(contracts))
    world.restore(world.snapshot())  # a state of its own
    world.window(*window)
    return world
