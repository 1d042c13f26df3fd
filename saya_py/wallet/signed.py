"""What a wallet hands out for a digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from saya_py.core.limbs import Digest


@dataclass(frozen=True)
class SignedDigest:
    """A digest, signed as the one message of a nonce."""

    nonce: int
    digest: Digest
    public_key: bytes = field(repr=False)
    """104 bytes."""
    signature: bytes = field(repr=False)
    """2,320 bytes."""
