"""Client of `GemShop`, the dApp's own L2 contract."""

from __future__ import annotations

from eth_typing import ChecksumAddress

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.transactions import Mined, Sender


class GemShopClient:
    """The contract at one address, seen from its owner."""

    def __init__(self, owner: Sender, address: ChecksumAddress) -> None:
        """Talk to the contract at `address` as `owner`."""
        self.owner = owner
        self.address = address
        self._contract = owner.w3.eth.contract(address=address, abi=load_artifact("GemShop").abi)

    @classmethod
    def deploy(cls, owner: Sender, threads: ChecksumAddress, world: int) -> GemShopClient:
        """Deploy it for a world of the settlement contract at `threads`; it still has to be made a writer."""
        return cls(owner, owner.deploy(load_artifact("GemShop"), owner.address, threads, world))

    def grant(self, user: int, diamonds: int, rubies: int) -> Mined:
        """Add gems to a player's balances."""
        data = self._contract.encode_abi("grant", [user, diamonds, rubies])
        return self.owner.send(self.address, bytes.fromhex(data.removeprefix("0x")))

    def diamonds(self, user: int) -> int:
        """A player's diamonds, as the contract reads them from the canonical values."""
        return self._number("diamondsOf", user)

    def rubies(self, user: int) -> int:
        """A player's rubies, as the contract reads them from the canonical values."""
        return self._number("rubiesOf", user)

    def _number(self, function: str, user: int) -> int:
        data = self._contract.encode_abi(function, [user])
        return int.from_bytes(self.owner.call(self.address, bytes.fromhex(data.removeprefix("0x"))))
