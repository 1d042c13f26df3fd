"""Submissions: what a batcher receives. A call on its own, a signed call, or a signed bundle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from saya_py.core.bundles import Bundle
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import EncodingError
from saya_py.core.limbs import Digest

PUBLIC_KEY_BYTES = 104
SIGNATURE_BYTES = 2320


@dataclass(frozen=True)
class PlainCall:
    """A call that nobody signed: development versions only."""

    call: Call

    def __post_init__(self) -> None:
        _check_mode(self.call, AuthMode.NONE, "a call without a signature")


@dataclass(frozen=True)
class SignedCall:
    """A call of authorisation mode inline, signed."""

    call: Call
    public_key: bytes = field(repr=False)
    """104 bytes."""
    signature: bytes = field(repr=False)
    """2,320 bytes."""

    def __post_init__(self) -> None:
        _check_mode(self.call, AuthMode.INLINE, "a signed call")
        _check_lengths(self)

    @property
    def signer(self) -> int:
        """User id."""
        return self.call.user

    @property
    def lane(self) -> int:
        """Lane of the signer's account."""
        return self.call.lane

    @property
    def nonce(self) -> int:
        """The nonce that it uses up."""
        return self.call.nonce

    @property
    def after(self) -> int:
        """0, or one more than what the account must store."""
        return self.call.after

    def digest(self, scope: Digest) -> Digest:
        """What was signed."""
        return self.call.digest(scope)


@dataclass(frozen=True)
class SignedBundle:
    """Calls of authorisation mode pop, signed together: all of them settle, one after the other, or none."""

    bundle: Bundle
    calls: tuple[Call, ...]
    public_key: bytes = field(repr=False)
    """104 bytes."""
    signature: bytes = field(repr=False)
    """2,320 bytes."""

    def __post_init__(self) -> None:
        if not self.calls:
            raise EncodingError("BUNDLE_EMPTY", "a bundle without calls authorises nothing; put a call into it")
        for call in self.calls:
            _check_mode(call, AuthMode.POP, "a call of a bundle")
        _check_lengths(self)

    @property
    def signer(self) -> int:
        """User id."""
        return self.bundle.signer

    @property
    def lane(self) -> int:
        """Lane of the signer's account."""
        return self.bundle.lane

    @property
    def nonce(self) -> int:
        """The nonce that it uses up."""
        return self.bundle.nonce

    @property
    def after(self) -> int:
        """0, or one more than what the account must store."""
        return self.bundle.after

    def digest(self, scope: Digest) -> Digest:
        """What was signed."""
        return self.bundle.digest_of(scope, [call.digest(scope) for call in self.calls])


Signed: TypeAlias = SignedCall | SignedBundle
Submission: TypeAlias = PlainCall | Signed


def _check_mode(call: Call, mode: AuthMode, what: str) -> None:
    if call.auth_mode is not mode:
        raise EncodingError(
            "CALL_AUTH",
            f"{what} has authorisation mode {mode.label}, but this one says {call.auth_mode.label}",
        )


def _check_lengths(signed: Signed) -> None:
    for name, length in (("public_key", PUBLIC_KEY_BYTES), ("signature", SIGNATURE_BYTES)):
        if len(getattr(signed, name)) != length:
            raise EncodingError(
                "LENGTH", f"{name} has {len(getattr(signed, name))} bytes, but must have {length}; take a wallet's"
            )
