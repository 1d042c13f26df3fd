"""The seed's cost model: how long a block of many users takes, proven by all of them or by one machine."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

USERS = 3_000_000
CALLS = 3
"""Calls of each user in the block."""


@dataclass(frozen=True)
class Costs:
    """Seconds to prove one call (k_tx), to merge `arity` proofs (k_r), and to move one over the network (k_net)."""

    call: float
    merge: float
    network: float
    arity: int

    def sequential(self, users: int = USERS, calls: int = CALLS) -> float:
        """Seconds of a block that one machine proves call by call: u·t·k_tx."""
        return users * calls * self.call

    def parallel(self, users: int = USERS, calls: int = CALLS) -> float:
        """Seconds when users prove their own calls: t·k_tx + log(u)·(k_r + k_net), to the base `arity`."""
        return calls * self.call + log(users, self.arity) * (self.merge + self.network)

    def calls_per_second(self, users: int = USERS, calls: int = CALLS) -> float:
        """Calls of the block by its `parallel` seconds."""
        return users * calls / self.parallel(users, calls)


SEED = Costs(call=0.3, merge=0.25, network=0.1, arity=2)
"""The figures that the seed assumes."""
