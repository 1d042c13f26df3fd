"""Bundles: calls authorised together by one signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.core.errors import EncodingError
from saya_py.core.field import below
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import ZERO, Digest


@dataclass(frozen=True)
class Bundle:
    """What the signer of a bundle signs beside its calls."""

    signer: int
    """User id: of the calls' user, or of the operator."""
    lane: int
    nonce: int
    """Below 2^32 - 1."""
    after: int = 0
    """0: any; else the account must store `after - 1`."""

    def digest(self, scope: Digest, first: Digest) -> Digest:
        """`H(BUNDLE; scope, signer, lane, nonce, after, A_1)`, which the signer signs; `first` is A_1.

        Raises `EncodingError` for numbers out of range.
        """
        below("nonce", self.nonce, U32_LIMIT - 1)
        for name in ("signer", "lane", "after"):
            below(name, getattr(self, name), U32_LIMIT)
        return hash_limbs(Tag.BUNDLE, [*scope, self.signer, self.lane, self.nonce, self.after, *first])

    def digest_of(self, scope: Digest, call_digests: Sequence[Digest]) -> Digest:
        """What the signer of these calls signs; raises `EncodingError` (BUNDLE_EMPTY) when there are none."""
        if not call_digests:
            raise EncodingError("BUNDLE_EMPTY", "a bundle without calls authorises nothing; put a call into it")
        return self.digest(scope, auth_chain(call_digests)[0])


def auth_chain(call_digests: Sequence[Digest]) -> list[Digest]:
    """`A_1, …, A_n, 0⁴` of n call digests in order: what is still authorised before each call, and after the last.

    `A_i = H(AUTH; call_i, A_{i+1})`.
    """
    chain = [ZERO]
    for digest in reversed(call_digests):
        chain.append(hash_limbs(Tag.AUTH, digest + chain[-1]))
    return chain[::-1]
