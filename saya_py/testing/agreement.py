"""Plain Python and the Rust executor must agree on every call of a simulated world."""

from collections.abc import Mapping

from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed, InternalError
from saya_py.core.limbs import Digest
from saya_py.lang import Receipt, World, execute_native


class Disagreement(InternalError):
    """Plain Python and the Rust executor ran one call differently."""

    def __init__(self, call: Call, plain: str, native: str) -> None:
        super().__init__(
            f"plain Python and the Rust executor disagree about {call}, so what was tested "
            f"is not what would be proven\n  plain Python: {plain}\n  executor:     {native}\n"
            "this is a fault of saya_py, not of the contract: please report it with the contract's source"
        )


def same_success(world: World, call: Call, receipt: Receipt) -> None:
    """Checks that the executor does the same as `receipt` says; Disagreement otherwise.

    It gets the entries that plain Python touched and nothing else, so the check costs the same in any state.
    """
    before: dict[Digest, Digest] = {}
    for access in receipt.accesses:
        before.setdefault(access.key, access.old)
    try:
        native, _ = _execute(world, call, before)
    except CallFailed as failure:
        raise Disagreement(call, str(receipt), f"fails with {failure.message!r}") from None
    if native != receipt:
        raise Disagreement(call, str(receipt), str(native))


def same_failure(world: World, call: Call, message: str) -> None:
    """Checks that the executor fails `call` on the world's state with `message` too; Disagreement otherwise."""
    try:
        native, _ = _execute(world, call, world.state)
    except CallFailed as failure:
        if failure.message == message:
            return
        outcome = f"fails with {failure.message!r}"
    else:
        outcome = str(native)
    raise Disagreement(call, f"fails with {message!r}", outcome)


def _execute(world: World, call: Call, state: Mapping[Digest, Digest]) -> tuple[Receipt, dict[Digest, Digest]]:
    compiled = next(each for each in world.contracts if each.schema.id == call.contract)
    return execute_native(compiled, call, state, world.time_window)
