"""The wallet: keys of a user, and the record of the nonces they signed with.

A nonce that signs twice gives its one-time key away, so the wallet writes a nonce off on disk before it signs with it.
See docs/wallet.md.
"""

from saya_py.wallet.contents import AccountId, AccountKeys, Key
from saya_py.wallet.envelope import Cost
from saya_py.wallet.signed import SignedDigest
from saya_py.wallet.verification import verify_submission
from saya_py.wallet.wallet import KeyRoots, Wallet

__all__ = ["AccountId", "AccountKeys", "Cost", "Key", "KeyRoots", "SignedDigest", "Wallet", "verify_submission"]
