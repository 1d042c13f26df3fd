"""The wallet: keys of a user, and the record of the nonces they signed with.

A nonce that signs twice gives its one-time key away, so the wallet writes a nonce off on disk before it signs with it.
See docs/wallet.md.
"""

from saya_py.wallet.contents import AccountId, AccountKeys, Key
from saya_py.wallet.envelope import Cost
from saya_py.wallet.signed import SignedCall, SignedDigest
from saya_py.wallet.wallet import Wallet

__all__ = ["AccountId", "AccountKeys", "Cost", "Key", "SignedCall", "SignedDigest", "Wallet"]
