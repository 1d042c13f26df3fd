"""The demo's people: each has an L2 account, a user in the world and a wallet in a folder."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.core.limbs import from_bytes
from saya_py.service.demo.story import OPERATOR, PLAYERS
from saya_py.wallet import AccountId, Cost, Wallet

# Passphrases are random and forgotten with the folder, so there is nothing to guess.
_COST = Cost(n=2**12)
# Accounts 0 and 1 own the contracts and prove.
_FIRST_ACCOUNT = 2


def make_wallets(folder: Path, threads: ZkThreadsClient, world: int) -> Mapping[int, Wallet]:
    """Create the players and the operator on the chain, each by an L2 account, and register their first keys.

    Returns their wallets by user.
    """
    domain = from_bytes(threads.domain(world))
    wallets: dict[int, Wallet] = {}
    for number, expected in enumerate((*(player.user for player in PLAYERS), OPERATOR)):
        owner = anvil_account(_FIRST_ACCOUNT + number)
        client = ZkThreadsClient(Sender(threads.sender.w3, owner, threads.sender.decoder), threads.address)
        user = client.create_user(world)
        assert user == expected, "users are numbered from 1 in order of creation"
        wallet = Wallet.create(
            folder / f"user-{user}.wallet", secrets.token_urlsafe(), state=folder / "state", cost=_COST
        )
        client.open_lane(world, user, 0, wallet.new_key(AccountId(domain, user)))
        wallets[user] = wallet
    return wallets
