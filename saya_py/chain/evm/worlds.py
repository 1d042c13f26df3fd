"""Worlds and the OS versions that they adopt."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address

from saya_py.chain.evm.contract import ContractClient, Pending, somebody
from saya_py.chain.evm.transactions import Mined

MIN_DELAY = 2 * 60 * 60
"""Seconds: the shortest delay of changes in a world that is not for development."""
MAX_DELAY = 30 * 24 * 60 * 60
"""Seconds: the longest delay of changes in any world."""


@dataclass(frozen=True)
class World:
    """A world: its owner's address, whether it is for development, and the seconds that its changes wait."""

    owner: ChecksumAddress
    development: bool
    delay: int


class WorldsClient(ContractClient):
    """Worlds. Everything but `apply_adoption` and reading is for the world's owner."""

    def create_world(self, os_version: int, set_root: bytes, development: bool, delay: int) -> int:
        """Create a world owned by the sender and return its number.

        `os_version` and its whitelist `set_root` (32 bytes) are adopted at once. Changes of versions, keys and
        operators wait `delay` seconds, for ever: `MIN_DELAY` to `MAX_DELAY`, in a development world 0 to `MAX_DELAY`.
        """
        mined = self._send("createWorld", os_version, set_root, development, delay)
        return self._event_number(mined, "WorldCreated", "world")

    def registry(self) -> ChecksumAddress:
        """The registry of OS versions that all worlds of this contract use."""
        return to_checksum_address(self._read("REGISTRY"))

    def world(self, world: int) -> World | None:
        """What is known of a world; None if there is none of that number."""
        address, development, delay = self._read("worldOf", world)
        owner = somebody(address)
        return None if owner is None else World(owner, development, delay)

    def set_root(self, world: int, os_version: int) -> bytes | None:
        """The whitelist that sub-blocks of a version settle with; None if the world has not adopted the version."""
        root = bytes(self._read("setRootOf", world, os_version))
        return root if any(root) else None

    def request_adoption(self, world: int, os_version: int, set_root: bytes) -> Mined:
        """Request to adopt a version with a whitelist (32 bytes), or to change the whitelist of an adopted one."""
        return self._send("requestAdoption", world, os_version, set_root)

    def apply_adoption(self, world: int, os_version: int) -> Mined:
        """Apply a request whose delay is over; anybody may."""
        return self._send("applyAdoption", world, os_version)

    def cancel_adoption(self, world: int, os_version: int) -> Mined:
        """Take a request back."""
        return self._send("cancelAdoption", world, os_version)

    def pending_adoption(self, world: int, os_version: int) -> Pending[bytes] | None:
        """The whitelist that is requested for a version, if any."""
        root, ready_at = self._read("pendingAdoptionOf", world, os_version)
        return Pending(bytes(root), ready_at) if ready_at else None

    def retire(self, world: int, os_version: int) -> Mined:
        """Stop accepting sub-blocks of a version at once, and drop a request for it."""
        return self._send("retire", world, os_version)
