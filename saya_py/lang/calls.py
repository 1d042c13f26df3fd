"""Typed calls as numbers and limbs."""

from collections.abc import Sequence

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.wire import call_json
from saya_py.lang.records import coerce_value
from saya_py.lang.schema import ContractSchema
from saya_py.lang.values import User

__all__ = ["NO_DEADLINE", "call_json", "encode_call"]

NO_DEADLINE = TIME_LIMIT - 1
"""`valid_until` of a call that may settle at any time."""


def encode_call(
    contract: ContractSchema,
    function: str,
    args: Sequence[object],
    *,
    user: User | int,
    valid_until: int = NO_DEADLINE,
) -> Call:
    """A call of `function` with typed arguments (an `int` counts as its parameter's type), not signed.

    Raises:
        KeyError: the contract has no such function.
        TypeError: the arguments are not those that the function takes.
        ValueError: an argument is out of its type's range.
    """
    schema = contract.function(function)
    if len(args) != len(schema.params):
        raise TypeError(f"{function} takes {len(schema.params)} arguments, not {len(args)}")
    limbs: list[int] = []
    for param, arg in zip(schema.params, args, strict=True):
        limbs += param.type.limbs(coerce_value(param.type, arg))
    return Call(contract.id, schema.id, tuple(limbs), int(user), valid_until)
