"""The head of the statement: what it says besides its lists."""

from dataclasses import dataclass

from saya_py.core.calls import TIME_LIMIT
from saya_py.core.chain_hash import address_number, pack4
from saya_py.core.errors import EncodingError
from saya_py.core.field import below
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import ZERO, Digest, digest

MAGIC = 0x53_4159_4101
"""Limb 0 of every statement of this version."""
HEAD_LIMBS = 40


@dataclass(frozen=True)
class Head:
    """Raises `EncodingError` for numbers out of range, an empty window, and an OS version of 2^252 or more."""

    domain: Digest
    """Of chain, settlement contract and world: `chain_hash.domain`."""
    set_root: Digest
    """Root of the contract set."""
    t_min: int
    """First block time (Unix seconds, below 2^40) at which the statement may settle."""
    t_max: int
    """Last one."""
    prover: bytes
    """Address (20 bytes) of the registered prover of the thread."""
    thread: int
    seq: int
    call_count: int
    calls_out: Digest
    os_version: int
    """A number below 2^252."""
    log_out: Digest = ZERO

    def __post_init__(self) -> None:
        below("t_min", self.t_min, TIME_LIMIT)
        below("t_max", self.t_max, TIME_LIMIT)
        if self.t_min > self.t_max:
            raise EncodingError(
                "TIME_WINDOW",
                f"the window ends at {self.t_max}, before its start {self.t_min}; no block can be inside it, "
                "pass t_min <= t_max",
            )
        for name in ("thread", "seq", "call_count"):
            below(name, getattr(self, name), U32_LIMIT)
        for group in (self.domain, self.set_root, self.calls_out, self.log_out):
            digest(group)
        address_number(self.prover)
        pack4(self.os_version)

    def limbs(self, entries: int, changed: int) -> list[int]:
        """D[0..40] of a statement of so many entries, of which so many change."""
        return [
            *(MAGIC, entries, changed, self.call_count),
            *self.domain,
            *self.set_root,
            *(self.t_min, self.t_max, 0, 0),
            *pack4(address_number(self.prover)),
            *(self.thread, self.seq),
            *self.calls_out,
            *self.log_out,
            *pack4(self.os_version),
            *(0,) * 6,
        ]
