"""The settlement contract behind an RPC address, known to be one before anything is asked of it or sent to it."""

from __future__ import annotations

from eth_abi.exceptions import DecodingError
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect
from saya_py.core.chain_hash import domain
from saya_py.core.errors import ChainError, EncodingError, Mismatch
from saya_py.core.limbs import from_bytes

# Whose errors can end a call of the settlement contract or of the registry.
_ERRORS = ("ZkThreads", "OsVersions", "DelayedChanges", "Limbs", "Statement", "SystemRules", "SystemEntries")
_SOME_WORLD = 1


def sender_of(url: str, account: LocalAccount | None) -> Sender:
    """Sends as `account` over the node at `url`, and names the errors of the contracts.

    Without an account it can only read.

    Raises:
        ChainUnavailable: no node answers there.
    """
    decoder = RevertDecoder(load_artifact(name).abi for name in _ERRORS)
    # Any account will do to read.
    return Sender(connect(url), account or Account.create(), decoder)


def connect_settlement(url: str, settlement: bytes, account: LocalAccount | None = None) -> ZkThreadsClient:
    """The contract at `settlement` (20 bytes) on the chain of the node at `url`, seen from `account`.

    Raises:
        ChainUnavailable: no node answers there.
        ChainError: there is no contract at the address.
        Mismatch: it does not compute the domains of its chain and address, so it is another contract.
    """
    client = ZkThreadsClient(sender_of(url, account), to_checksum_address(settlement))
    w3 = client.sender.w3
    if not w3.eth.get_code(client.address):
        raise ChainError(
            f"there is no contract at {client.address} on the chain with id {w3.eth.chain_id}: check --rpc and "
            "--settlement"
        )
    if not _is_settlement(client, settlement):
        raise Mismatch(
            f"{client.address} is no settlement contract of this version: it does not compute the domains of worlds as "
            "one does; check --rpc and --settlement"
        )
    return client


def _is_settlement(client: ZkThreadsClient, address: bytes) -> bool:
    expected = domain(client.sender.w3.eth.chain_id, address, _SOME_WORLD)
    try:
        return from_bytes(client.domain(_SOME_WORLD)) == expected
    except (ChainReverted, DecodingError, EncodingError):
        return False
