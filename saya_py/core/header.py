"""The public inputs of every inner proof: 48 limbs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from saya_py.core.errors import EncodingError
from saya_py.core.field import below, limb
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import ZERO, Digest, digest

LENGTH = 48
"""Limbs of a header."""
RESERVED = 43
"""First of the limbs that are 0."""


@dataclass(frozen=True)
class Auth:
    """The authorisation register: who signed, and the chain of calls still authorised. Zero when idle."""

    signer: int = 0
    """User id."""
    chain: Digest = ZERO
    """A of the next call; 0⁴ after the last."""


@dataclass(frozen=True)
class Header:
    """A proof header. Fields in the order of their limbs."""

    vd: Digest = ZERO
    """Verifier data of the aggregator; unconstrained in a leaf."""
    env: Digest = ZERO
    state_in: Digest = ZERO
    state_out: Digest = ZERO
    calls_in: Digest = ZERO
    calls_out: Digest = ZERO
    auth_in: Auth = Auth()
    auth_out: Auth = Auth()
    log_in: Digest = ZERO
    log_out: Digest = ZERO
    count: int = 0
    """Calls."""

    def to_limbs(self) -> list[int]:
        """The 48 limbs."""
        limbs: list[int] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Auth):
                limbs += [below("signer", value.signer, U32_LIMIT), *digest(value.chain)]
            elif isinstance(value, int):
                limbs.append(below("count", value, U32_LIMIT))
            else:
                limbs += digest(value)
        return limbs + [0] * (LENGTH - RESERVED)

    @classmethod
    def from_limbs(cls, limbs: Sequence[int]) -> "Header":
        """The header of 48 limbs.

        Raises `EncodingError` for other lengths, limbs of p or more, reserved limbs that are not 0, and a signer or
        count of 2^32 or more.
        """
        if len(limbs) != LENGTH:
            raise EncodingError(
                "HEADER_LENGTH",
                f"a proof header has 48 limbs, but {len(limbs)} were given; "
                "pass the public inputs of an inner proof, no more and no less",
            )
        for index in range(RESERVED, LENGTH):
            if limb(limbs[index]):
                raise EncodingError(
                    "HEADER_RESERVED",
                    f"limb {index} of the proof header is not 0; limbs 43 to 47 are reserved, "
                    "so this is no header of this version",
                )

        def auth(at: int) -> Auth:
            return Auth(below("signer", limbs[at], U32_LIMIT), digest(limbs[at + 1 : at + 5]))

        vd, env, state_in, state_out, calls_in, calls_out = (digest(limbs[at : at + 4]) for at in range(0, 24, 4))
        log_in, log_out = digest(limbs[34:38]), digest(limbs[38:42])
        count = below("count", limbs[42], U32_LIMIT)
        return cls(vd, env, state_in, state_out, calls_in, calls_out, auth(24), auth(29), log_in, log_out, count)
