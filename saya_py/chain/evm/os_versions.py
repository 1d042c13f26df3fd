"""Client of the registry of OS versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.transactions import Mined, Sender


@dataclass(frozen=True)
class Registered:
    """What the registry has of an OS version."""

    verifier: ChecksumAddress
    development: bool


class OsVersionsClient:
    """The registry of OS versions at one address. Registering is for its owner."""

    def __init__(self, sender: Sender, address: ChecksumAddress) -> None:
        """Talk to the registry at `address` as `sender`."""
        self.address = address
        self._sender = sender
        self._contract = sender.w3.eth.contract(address=address, abi=load_artifact("OsVersions").abi)

    def find(self, os_version: int) -> Registered | None:
        """What is registered of a version; None if nothing is."""
        data = self._sender.call(self.address, self._data("entry", os_version))
        ((verifier, development, _),) = self._sender.w3.codec.decode(["(address,bool,bytes32)"], data)
        return Registered(to_checksum_address(verifier), development) if int(verifier, 16) else None

    def register(self, os_version: int, verifier: ChecksumAddress, development: bool) -> Mined:
        """Bind a version to a verifier contract for ever.

        Raises:
            ChainReverted: it has one, or the sender is not the registry's owner.
        """
        code_hash = keccak(bytes(self._sender.w3.eth.get_code(verifier)))
        return self._sender.send(self.address, self._data("register", os_version, verifier, code_hash, development))

    def _data(self, function: str, *arguments: Any) -> bytes:
        return bytes.fromhex(self._contract.encode_abi(function, list(arguments)).removeprefix("0x"))
