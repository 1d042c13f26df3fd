"""A call as it is proven: numbers and limbs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.lang.schema import ContractSchema
from saya_py.lang.values import User

TIME_BITS = 40
"""Times (Unix seconds) are below 2^40."""
NO_DEADLINE = (1 << TIME_BITS) - 1


@dataclass(frozen=True)
class Call:
    """One invocation of a contract function (auth mode `none`)."""

    user: int
    fn_id: int
    """`contract·2^32 + function`."""
    args: tuple[int, ...]
    """Encodings of the arguments, one after the other, each least significant limb first."""
    valid_until: int
    """Last second (Unix time) at which the call may settle."""

    def to_json(self) -> str:
        """The form that the Rust executor and prover read."""
        fields = {"user": self.user, "fn_id": self.fn_id, "args": self.args, "valid_until": self.valid_until}
        return json.dumps(fields, separators=(",", ":"))


def encode_call(
    contract: ContractSchema,
    function: str,
    args: Sequence[object],
    *,
    user: User | int,
    valid_until: int = NO_DEADLINE,
) -> Call:
    """A call of `function` with typed arguments (an `int` counts as its parameter's type)."""
    schema = contract.function(function)
    if len(args) != len(schema.params):
        raise TypeError(f"{function} takes {len(schema.params)} arguments, not {len(args)}")
    limbs: list[int] = []
    for param, arg in zip(schema.params, args, strict=True):
        limbs += param.type.encode(param.type.coerce(arg))
    return Call(int(user), (contract.id << 32) + schema.id, tuple(limbs), valid_until)
