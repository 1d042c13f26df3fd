"""Plain Python and the Rust executor must agree on every call of a simulated world."""

from collections.abc import Mapping

from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed, InternalError
from saya_py.core.limbs import Digest
from saya_py.core.window import Window
from saya_py.lang import CompiledContract, Receipt, execute_native


class Disagreement(InternalError):
    """Plain Python and the Rust executor ran one call differently."""

    def __init__(self, compiled: CompiledContract, call: Call, plain: str, native: str) -> None:
        super().__init__(
            f"plain Python and the Rust executor disagree about {call} of {compiled.schema.name}, so what was tested "
            f"is not what would be proven\n  plain Python: {plain}\n  executor:     {native}\n"
            "this is a fault of saya_py, not of the contract: please report it with the contract's source"
        )


def same_success(compiled: CompiledContract, call: Call, window: Window, receipt: Receipt) -> None:
    """Checks that the executor does the same as `receipt` says; Disagreement otherwise.

    It gets the entries that plain Python touched and nothing else, so the check costs the same in any state.
    """
    before: dict[Digest, Digest] = {}
    for access in receipt.accesses:
        before.setdefault(access.key, access.old)
    try:
        native, _ = execute_native(compiled, call, before, window)
    except CallFailed as failure:
        raise Disagreement(compiled, call, str(receipt), f"fails with {failure.message!r}") from None
    if native != receipt:
        raise Disagreement(compiled, call, str(receipt), str(native))


def same_failure(
    compiled: CompiledContract, call: Call, window: Window, state: Mapping[Digest, Digest], message: str
) -> None:
    """Checks that the executor fails `call` on `state` with `message` too; Disagreement otherwise."""
    try:
        native, _ = execute_native(compiled, call, state, window)
    except CallFailed as failure:
        if failure.message == message:
            return
        outcome = f"fails with {failure.message!r}"
    else:
        outcome = str(native)
    raise Disagreement(compiled, call, f"fails with {message!r}", outcome)
