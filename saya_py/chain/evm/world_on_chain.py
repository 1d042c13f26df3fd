"""A world on its chain, as those need it who sign for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from eth_account.signers.local import LocalAccount

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.connected import connect_settlement
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.core.accounts import Account, account_key
from saya_py.core.errors import ChainError
from saya_py.core.limbs import Digest, from_bytes, to_bytes


class AccountPlace(Protocol):
    """Whose account it is, and in which lane."""

    @property
    def user(self) -> int:
        """User id."""

    @property
    def lane(self) -> int:
        """Lane."""


@dataclass(frozen=True)
class WorldOnChain:
    """World `number` of the settlement contract that `client` speaks to."""

    client: ZkThreadsClient
    number: int
    domain: Digest

    @classmethod
    def connect(cls, url: str, settlement: bytes, number: int, account: LocalAccount | None = None) -> WorldOnChain:
        """The world in the contract at `settlement` (20 bytes) on the chain of the node at `url`, seen from `account`.

        Raises:
            ChainUnavailable: no node answers there.
            ChainError: there is no such contract, or it has no such world.
            Mismatch: the contract is another one.
        """
        client = connect_settlement(url, settlement, account)
        if client.world(number) is None:
            raise ChainError(f"{client.address} has no world {number}: check --world and --settlement")
        return cls(client, number, from_bytes(client.domain(number)))

    def accounts(self, accounts: Sequence[AccountPlace]) -> list[Account]:
        """What the chain holds of accounts now; those that were never opened have nonce 0 and no key."""
        keys = [to_bytes(account_key(account.user, account.lane)) for account in accounts]
        return [Account.decode(from_bytes(value)) for value in self.client.values(self.number, keys)]

    def calldata(self, function: str, arguments: Sequence[object]) -> bytes:
        """The data of a transaction that calls `function` of the settlement contract."""
        contract = self.client.sender.w3.eth.contract(address=self.client.address, abi=load_artifact("ZkThreads").abi)
        return bytes.fromhex(contract.encode_abi(function, list(arguments)).removeprefix("0x"))
