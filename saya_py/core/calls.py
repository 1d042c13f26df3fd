"""Calls, and the hashes that bind them to a world and a sub-block."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from saya_py.core.errors import EncodingError
from saya_py.core.field import below, limb
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.keys import CONTRACT_LIMIT, U32_LIMIT
from saya_py.core.limbs import Digest

TIME_LIMIT = 2**40
"""Times (Unix seconds) are below this."""


class AuthMode(Enum):
    """How a call is authorised: its number in the digest."""

    NONE = 0
    """Not at all: development versions only."""
    INLINE = 1
    """By a signature that the lane of the call verifies."""
    POP = 2
    """By the signature of a bundle, popped from the authorisation register."""

    @property
    def label(self) -> str:
        """The name in messages and JSON."""
        return self.name.lower()


@dataclass(frozen=True)
class Call:
    """One invocation of a contract function."""

    contract: int
    """Below 2^31."""
    function: int
    args: tuple[int, ...]
    """The limbs of the typed arguments in order, each as wide as its type."""
    user: int
    """User id; 0 is nobody."""
    valid_until: int
    """Last second (Unix time, below 2^40) at which the call may run."""
    nonce: int = 0
    """Below 2^32 - 1."""
    lane: int = 0
    after: int = 0
    auth_mode: AuthMode = AuthMode.NONE

    def fn_id(self) -> int:
        """`contract·2^32 + function`."""
        return self.contract * U32_LIMIT + self.function

    def digest(self, scope: Digest) -> Digest:
        """`H(CALL; scope, H(ARGS; args), user, nonce, lane, fn_id, valid_until, after, auth_mode)`.

        Raises `EncodingError` for numbers out of range, and for a nonce, lane or `after` where the mode has none.
        """
        below("contract", self.contract, CONTRACT_LIMIT)
        below("nonce", self.nonce, U32_LIMIT - 1)
        below("valid_until", self.valid_until, TIME_LIMIT)
        for name in ("function", "user", "lane", "after"):
            below(name, getattr(self, name), U32_LIMIT)
        if self.auth_mode is not AuthMode.INLINE:
            self._check_unsigned()
        numbers = (self.user, self.nonce, self.lane, self.fn_id(), self.valid_until, self.after, self.auth_mode.value)
        return hash_limbs(Tag.CALL, [*scope, *args_hash(self.args), *numbers])

    def _check_unsigned(self) -> None:
        for name, value in (("nonce", self.nonce), ("lane", self.lane), ("after", self.after)):
            if value:
                raise EncodingError(
                    "CALL_AUTH",
                    f"a call of authorisation mode {self.auth_mode.label} carries {name} = {value}; "
                    "in that mode nonce, lane and after are 0",
                )


def scope_of(domain: Digest, set_root: Digest) -> Digest:
    """`H(SCOPE; domain, set_root)`."""
    return hash_limbs(Tag.SCOPE, domain + set_root)


def env_of(scope: Digest, t_min: int, t_max: int) -> Digest:
    """`H(ENV; scope, t_min, t_max)`; raises `EncodingError` for times of 2^40 or more."""
    times = (below("t_min", t_min, TIME_LIMIT), below("t_max", t_max, TIME_LIMIT))
    return hash_limbs(Tag.ENV, scope + times)


def args_hash(args: Sequence[int]) -> Digest:
    """`H(ARGS; args)`."""
    return hash_limbs(Tag.ARGS, [limb(arg) for arg in args])


def calls_next(calls: Digest, call_digest: Digest) -> Digest:
    """`H(CALLS; calls, call_digest)`; `calls` starts at 0⁴."""
    return hash_limbs(Tag.CALLS, calls + call_digest)


def log_next(log: Digest, contract: int, event: int, data: Sequence[int]) -> Digest:
    """`H(LOG; log, contract·2^32 + event, data)`; `log` starts at 0⁴."""
    return hash_limbs(Tag.LOG, [*log, contract * U32_LIMIT + event, *data])
