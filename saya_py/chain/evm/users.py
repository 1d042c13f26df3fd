"""Users, their lanes and their keys."""

from __future__ import annotations

from eth_typing import ChecksumAddress

from saya_py.chain.evm.contract import ContractClient, Pending, somebody
from saya_py.chain.evm.transactions import Mined
from saya_py.core.accounts import Account, KeyRoot, account_key
from saya_py.core.limbs import from_bytes, to_bytes


class UsersClient(ContractClient):
    """Users of a world. Most is for the user's owner; `create_user`, `apply_key` and reading are for all."""

    def create_user(self, world: int) -> int:
        """Create a user that belongs to the sender and return its number, from 1."""
        return self._event_number(self._send("createUser", world), "UserCreated", "user")

    def owner_of_user(self, world: int, user: int) -> ChecksumAddress | None:
        """The address that a user belongs to; None if there is no such user."""
        owner, _ = self._read("userOf", world, user)
        return somebody(owner)

    def offer_user(self, world: int, user: int, new_owner: str) -> Mined:
        """Offer a user to another address, which has to accept it; the zero address takes an offer back."""
        return self._send("offerUser", world, user, new_owner)

    def accept_user(self, world: int, user: int) -> Mined:
        """Accept a user that is offered to the sender. Its keys are still the former owner's: change them."""
        return self._send("acceptUser", world, user)

    def open_lane(self, world: int, user: int, lane: int, key_root: KeyRoot) -> Mined:
        """Register the first key of a lane; it may sign at once."""
        return self._send("openLane", world, user, lane, _encode(key_root))

    def request_key(self, world: int, user: int, lane: int, key_root: KeyRoot) -> Mined:
        """Request another key for an open lane, in the place of an earlier request."""
        return self._send("requestKey", world, user, lane, _encode(key_root))

    def apply_key(self, world: int, user: int, lane: int) -> Mined:
        """Apply a requested key whose delay is over; anybody may. The account keeps its nonce."""
        return self._send("applyKey", world, user, lane)

    def cancel_key(self, world: int, user: int, lane: int) -> Mined:
        """Take the request of a key back."""
        return self._send("cancelKey", world, user, lane)

    def pending_key(self, world: int, user: int, lane: int) -> Pending[KeyRoot] | None:
        """The key that is requested for a lane, if any."""
        root, ready_at = self._read("pendingKeyOf", world, user, lane)
        return Pending(_decode(root), ready_at) if ready_at else None

    def account(self, world: int, user: int, lane: int) -> Account:
        """The account of a lane, read from the canonical values; it has no key if the lane is not open.

        Raises:
            EncodingError: the value is no account, because a faulty circuit of the world's whitelist wrote it.
        """
        return Account.decode(from_bytes(self._read("valueOf", world, to_bytes(account_key(user, lane)))))


def _encode(key_root: KeyRoot) -> bytes:
    """Three big-endian limbs; the contract refuses limbs that are not canonical."""
    return to_bytes(key_root)


def _decode(data: bytes) -> KeyRoot:
    _, a, b, c = from_bytes(bytes(8) + data)
    return a, b, c
