"""Signing transactions without sending them, and reading signed ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from hexbytes import HexBytes


@dataclass(frozen=True)
class Fees:
    """What a transaction offers for a unit of gas, in wei: base fee and tip together, and the tip."""

    max_fee: int
    tip: int


@dataclass(frozen=True)
class Payload:
    """What a transaction does: a call of `to` with `data`, with at most `gas`."""

    to: ChecksumAddress
    data: bytes
    gas: int


@dataclass(frozen=True)
class Signed:
    """A signed transaction: its bytes as they are sent, and its hash."""

    raw: bytes
    hash: bytes
    nonce: int
    gas: int
    fees: Fees


def sign(account: LocalAccount, chain_id: int, nonce: int, payload: Payload, fees: Fees) -> Signed:
    """Sign a transaction (EIP-1559) of `account`."""
    fields: dict[str, Any] = {
        "type": 2,
        "chainId": chain_id,
        "nonce": nonce,
        "to": payload.to,
        "value": 0,
        "data": payload.data,
        "gas": payload.gas,
        "maxFeePerGas": fees.max_fee,
        "maxPriorityFeePerGas": fees.tip,
    }
    signed = account.sign_transaction(fields)
    return Signed(bytes(signed.raw_transaction), bytes(signed.hash), nonce, payload.gas, fees)


def payload_of(raw: bytes) -> Payload:
    """What a transaction that `sign` made does."""
    fields = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
    return Payload(to_checksum_address(bytes(fields["to"])), bytes(fields["data"]), int(fields["gas"]))
