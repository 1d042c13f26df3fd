"""Canonical values and who may write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from saya_py.chain.evm.contract import ContractClient
from saya_py.chain.evm.transactions import Mined


class ValuesClient(ContractClient):
    """Canonical values."""

    def set_writer(self, world: int, contract: int, writer: str, allowed: bool) -> Mined:
        """Allow or forbid the L2 contract `writer` to write values of `contract` in the sender's world."""
        return self._send("setWriter", world, contract, writer, allowed)

    def is_writer(self, world: int, contract: int, writer: str) -> bool:
        """Whether the L2 contract `writer` may write values of `contract`."""
        return bool(self._read("isWriter", world, contract, writer))

    def write(self, world: int, contract: int, values: Mapping[bytes, bytes]) -> Mined:
        """Write values by key, 32 bytes each, as a writer of `contract`."""
        return self._send("write", world, contract, list(values.keys()), list(values.values()))

    def values(self, world: int, keys: Sequence[bytes]) -> list[bytes]:
        """Canonical values of `keys`, 32 bytes each; zero bytes for a key that was never written."""
        return [bytes(value) for value in self._read("valuesOf", world, list(keys))]
