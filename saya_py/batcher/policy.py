"""When a sub-block is sealed, and how much it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from saya_py.chain.evm.limits import ChainProfile
from saya_py.core.errors import ConfigError
from saya_py.core.state_list import CAPACITY

LEAF_SECONDS: Mapping[str, float] = {"secure": 10.0, "fast": 6.0}
"""What a leaf with its part of the merges takes on two cores, by profile: a guess until proofs were measured."""


@dataclass(frozen=True)
class SetVersion:
    """What sub-blocks are proven with: the OS version (below 2^252) and the root of the contract set (32 bytes)."""

    os_version: int
    set_root: bytes


@dataclass(frozen=True)
class SealingPolicy:
    """What a thread waits for, and what one sub-block holds at most.

    A submission that alone exceeds `calls` or `proving_seconds` has a sub-block for itself; one that exceeds `entries`
    or what the chain takes is refused.

    Raises:
        ConfigError: a number is out of range.
    """

    profile: Literal["secure", "fast"] = "secure"
    calls: int = 256
    entries: int = 1024
    age_seconds: float = 10.0
    """How long a submission waits for others before its sub-block is sealed."""
    proving_seconds: float = 600.0
    """Seconds of work that a sub-block's leaves and their merges may take."""
    leaf_seconds: float = 10.0
    """What one leaf takes of them, with its part of the merges."""
    chain: ChainProfile = field(default_factory=ChainProfile)
    """Gas and bytes of one transaction."""
    window_seconds: int = 3600
    """Length of the time window: so long after sealing a sub-block may settle."""
    room_seconds: int = 300
    """How much longer than a window a new call must be valid, because it waits before it is sealed."""
    unfinished: int = 4
    """Sub-blocks that may be under way at the same time: each starts on the outputs of the one before."""

    def __post_init__(self) -> None:
        for name in ("calls", "window_seconds", "unfinished"):
            if getattr(self, name) < 1:
                raise ConfigError(f"sealing: {name} is {getattr(self, name)}, but must be 1 or more")
        for name in ("age_seconds", "proving_seconds", "leaf_seconds", "room_seconds"):
            if getattr(self, name) < 0:
                raise ConfigError(f"sealing: {name} is {getattr(self, name)}, but must not be negative")
        if not 1 <= self.entries <= CAPACITY:
            raise ConfigError(f"sealing: entries is {self.entries}, but a sub-block holds 1 to {CAPACITY}")
