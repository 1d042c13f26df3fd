"""What one transaction of a chain may hold, and what a settlement takes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saya_py.core.errors import UserError
from saya_py.core.state_list import CAPACITY

MAX_TRANSACTION_GAS = 1 << 24
"""Gas limit of one transaction (EIP-7825)."""
CHANGED_ENTRY = 7_290
"""Gas of an entry of the input list with a new value: `(settle.256.changed - settle.8.changed) / 248`."""
READ_ENTRY = 3_820
"""Gas of an entry that is only read: `(settle.256.read - settle.8.read) / 248`."""
FIRST_WRITE = 17_100
"""Gas more for a changed entry that had no value before: the same from `settle.*.new`, minus `CHANGED_ENTRY`."""
SETTLEMENT_GAS: Mapping[str, int] = {"secure": 5_080_000, "fast": 3_940_000}
"""Gas of a settlement without its entries, by profile: `Settlement-*.transaction` minus 8 changed entries."""
PROOF_BYTES: Mapping[str, int] = {"secure": 99_948, "fast": 71_224}
"""Bytes of a proof, by profile: always the same."""
INPUT_BYTES, OUTPUT_BYTES = 64, 36
"""Bytes of an entry in the input list, and of a changed one in the output list."""

_HEAD_BYTES = 4 + 32 * (10 + 3 + 3)
"""Selector; ten words of the sub-block; offset and length of both lists and of the proof."""
_ENVELOPE_BYTES = 256
"""More than a signed transaction takes beside its calldata."""


@dataclass(frozen=True)
class ChainProfile:
    """Limits of one transaction on a chain: gas, and bytes of the signed transaction.

    The defaults are those of Ethereum: EIP-7825, and what nodes pass on. Some L2s take less.
    """

    gas: int = MAX_TRANSACTION_GAS
    bytes: int = 131_072


@dataclass(frozen=True)
class SettlementLoad:
    """What a settlement carries: entries, those of them with a new value, and those of these without a value before."""

    entries: int
    changed: int
    first_writes: int

    def __post_init__(self) -> None:
        if not 0 <= self.first_writes <= self.changed <= self.entries:
            raise UserError(
                f"{self.entries} entries cannot have {self.changed} changed ones and {self.first_writes} new ones: "
                "a new entry is a changed one"
            )

    @classmethod
    def heaviest(cls, entries: int) -> SettlementLoad:
        """Entries that all change and had no value before."""
        return cls(entries, entries, entries)

    def calldata_bytes(self, profile: str) -> int:
        """Exact length of the calldata with a proof of the profile: each list is padded to words."""
        parts = (self.entries * INPUT_BYTES, self.changed * OUTPUT_BYTES, PROOF_BYTES[profile])
        return _HEAD_BYTES + sum(-(-part // 32) * 32 for part in parts)

    def gas(self, profile: str) -> int:
        """Estimated gas of the transaction, from the snapshots of the contracts.

        They were measured with entries whose words have no zero bytes, so real lists cost a little less. What calldata
        costs at least (EIP-7623) stays below it: an entry costs more in storage than the floor asks for its bytes.
        """
        read = self.entries - self.changed
        entries = self.changed * CHANGED_ENTRY + read * READ_ENTRY + self.first_writes * FIRST_WRITE
        return SETTLEMENT_GAS[profile] + entries

    def fits(self, profile: str, chain: ChainProfile) -> bool:
        """Whether one transaction of the chain takes it."""
        small = self.calldata_bytes(profile) + _ENVELOPE_BYTES <= chain.bytes
        return small and self.gas(profile) <= chain.gas


def most_entries(profile: str, chain: ChainProfile | None = None) -> int:
    """Entries that a settlement on the chain may have, whatever they are; 0 when not even a proof fits.

    `profile` is `secure` or `fast`. A lighter list may be longer: ask `SettlementLoad.fits`.
    """
    limits = chain or ChainProfile()
    fitting, too_many = -1, CAPACITY + 1
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if SettlementLoad.heaviest(middle).fits(profile, limits):
            fitting = middle
        else:
            too_many = middle
    return max(fitting, 0)
