"""What a new ABI does to those who know the old one: entries on the chain, wallets, readers of events."""

from saya_py.artifacts.changes.compare import Change, compare_abis

__all__ = ["Change", "compare_abis"]
