"""The wallet file: contents encrypted under a passphrase.

scrypt makes a key of the passphrase, ChaCha20-Poly1305 encrypts and authenticates the contents together with all that
stands beside them in the clear.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from saya_py.core.errors import WalletError, WrongPassphrase

_FORMAT = {"format": "saya-wallet", "version": 1}
_NONCE_BYTES = 12
_SALT_BYTES = 16
_ID_BYTES = 16
_MAX_MEMORY = 2**31


@dataclass(frozen=True)
class Cost:
    """Cost of one guess at the passphrase: scrypt takes `128·n·r` bytes, by default 128 MiB, and time in proportion."""

    n: int = 2**17
    """A power of two."""
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        numbers = (self.n, self.r, self.p)
        powers = all(type(x) is int and x > 0 for x in numbers) and self.n > 1 and self.n & (self.n - 1) == 0
        if not powers or 128 * self.n * self.r > _MAX_MEMORY or self.p > 16:
            raise WalletError(
                f"scrypt cannot work with {self}: n is a power of two, 128·n·r at most 2^31, p at most 16"
            )


@dataclass(frozen=True)
class Head:
    """What stands in the clear."""

    wallet: str
    """Names the wallet: 32 digits."""
    cost: Cost
    salt: str
    state: str
    """Names this state of the file: 32 random digits, others for each write."""
    nonce: str

    def bind(self) -> bytes:
        """The bytes that the encryption authenticates."""
        return json.dumps({**_FORMAT, **asdict(self)}, sort_keys=True, separators=(",", ":")).encode()


def new_id() -> str:
    """32 random digits."""
    return secrets.token_hex(_ID_BYTES)


class Sealer:
    """Encrypts and decrypts the states of one wallet. The derived key stays in memory, so scrypt runs once."""

    def __init__(self, wallet: str, cost: Cost, salt: str, passphrase: str) -> None:
        """Derive the key; raises `WalletError` for an empty passphrase."""
        if not passphrase:
            raise WalletError("the passphrase is empty, so anybody with the file could sign; choose one")
        self.wallet = wallet
        self._cost, self._salt = cost, salt
        kdf = Scrypt(salt=bytes.fromhex(salt), length=32, n=cost.n, r=cost.r, p=cost.p)
        text = unicodedata.normalize("NFC", passphrase)
        self._cipher = ChaCha20Poly1305(kdf.derive(text.encode()))

    @classmethod
    def fresh(cls, passphrase: str, cost: Cost) -> Sealer:
        """For a wallet that does not exist yet."""
        return cls(new_id(), cost, secrets.token_hex(_SALT_BYTES), passphrase)

    @classmethod
    def of(cls, file: bytes, passphrase: str) -> Sealer:
        """For the wallet in a file."""
        head, _ = parse(file)
        return cls(head.wallet, head.cost, head.salt, passphrase)

    def renamed(self) -> None:
        """Make this another wallet: what is sealed from now on has a new name."""
        self.wallet = new_id()

    def resealing(self, passphrase: str, cost: Cost) -> Sealer:
        """For the same wallet under another passphrase."""
        return Sealer(self.wallet, cost, secrets.token_hex(_SALT_BYTES), passphrase)

    def seal(self, state: str, contents: bytes) -> bytes:
        """The file of this state."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = Head(self.wallet, self._cost, self._salt, state, nonce.hex())
        sealed = self._cipher.encrypt(nonce, contents, head.bind())
        return json.dumps({**_FORMAT, **asdict(head), "sealed": sealed.hex()}, indent=1).encode() + b"\n"

    def unseal(self, file: bytes) -> tuple[str, bytes]:
        """Name of the state in a file, and its contents.

        Raises:
            WrongPassphrase: it was sealed with another passphrase, or changed since.
            WalletError: it is another wallet, or no wallet.
        """
        head, sealed = parse(file)
        if head.wallet != self.wallet:
            raise WalletError("the file is another wallet than when it was opened; open it again")
        if head.salt != self._salt:
            raise WrongPassphrase(
                "the passphrase was changed since the wallet was opened; open it again with the new one"
            )
        try:
            return head.state, self._cipher.decrypt(bytes.fromhex(head.nonce), sealed, head.bind())
        except InvalidTag:
            raise WrongPassphrase(
                "the passphrase is wrong, or the wallet file was damaged or changed; "
                "try again, and if the passphrase is right see docs/wallet.md on lost wallets"
            ) from None


def parse(file: bytes) -> tuple[Head, bytes]:
    """What stands in the clear, and what is sealed; raises `WalletError` for a file that is no wallet."""
    try:
        fields: dict[str, Any] = json.loads(file)
        kind = {name: fields.pop(name) for name in _FORMAT}
        sealed = bytes.fromhex(fields.pop("sealed"))
        head = Head(**{**fields, "cost": Cost(**fields["cost"])})
        complete = set(fields["cost"]) == {"n", "r", "p"}
        sizes = {"wallet": _ID_BYTES, "state": _ID_BYTES, "salt": _SALT_BYTES, "nonce": _NONCE_BYTES}
        well_formed = (
            complete
            and kind == _FORMAT
            and all(
                bytes.fromhex(getattr(head, name)).hex() == getattr(head, name) and len(getattr(head, name)) == 2 * size
                for name, size in sizes.items()
            )
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WalletError(f"the file is no wallet ({error!r}); check the path") from None
    if not well_formed:
        raise WalletError(f"the file is no wallet of version {_FORMAT['version']}; use the program that wrote it")
    return head, sealed
