"""A world on its chain, as those need it who sign for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from eth_account import Account as L2Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.core.accounts import Account, account_key
from saya_py.core.chain_hash import domain
from saya_py.core.errors import ChainError, Mismatch
from saya_py.core.limbs import Digest, from_bytes, to_bytes

# Whose errors can end a call of the settlement contract.
_ERRORS = ("ZkThreads", "DelayedChanges", "Limbs", "SystemEntries")


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
            Mismatch: the contract does not compute the domain of its chain and address: it is another contract.
        """
        w3 = connect(url)
        address = to_checksum_address("0x" + settlement.hex())
        if not w3.eth.get_code(address):
            raise ChainError(f"there is no contract at {address} on the chain of {url}: check --rpc and --settlement")
        decoder = RevertDecoder(load_artifact(name).abi for name in _ERRORS)
        # Any account will do to read.
        client = ZkThreadsClient(Sender(w3, account or L2Account.create(), decoder), address)
        expected = domain(w3.eth.chain_id, settlement, number)
        if from_bytes(client.domain(number)) != expected:
            raise Mismatch(f"{address} is no settlement contract of this version: its domain is computed otherwise")
        return cls(client, number, expected)

    def accounts(self, accounts: Sequence[AccountPlace]) -> list[Account]:
        """What the chain holds of accounts now; those that were never opened have nonce 0 and no key."""
        keys = [to_bytes(account_key(account.user, account.lane)) for account in accounts]
        return [Account.decode(from_bytes(value)) for value in self.client.values(self.number, keys)]

    def calldata(self, function: str, arguments: Sequence[object]) -> bytes:
        """The data of a transaction that calls `function` of the settlement contract."""
        contract = self.client.sender.w3.eth.contract(address=self.client.address, abi=load_artifact("ZkThreads").abi)
        return bytes.fromhex(contract.encode_abi(function, list(arguments)).removeprefix("0x"))
