"""Signing, sending and following transactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress, HexStr
from web3 import Web3
from web3.exceptions import ContractLogicError
from web3.types import TxParams, Wei

from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.artifacts import Artifact
from saya_py.chain.evm.limits import MAX_TRANSACTION_GAS
from saya_py.chain.evm.reverts import Revert, RevertDecoder
from saya_py.chain.evm.rpc import answered, connect, read

__all__ = ["MAX_TRANSACTION_GAS", "Mined", "Sender", "connect"]

_RECEIPT_SECONDS = 300.0


@dataclass(frozen=True)
class Mined:
    """A mined transaction. `revert` is None when it succeeded; `fee_wei` is paid either way."""

    transaction: str
    block: int
    gas_used: int
    fee_wei: int
    revert: Revert | None
    created: ChecksumAddress | None = None


class Sender:
    """One account that signs and sends; it keeps nothing between calls, so the chain's nonce is the truth."""

    def __init__(self, w3: Web3, account: LocalAccount, decoder: RevertDecoder) -> None:
        """Send from `account` over `w3`, reading reverts with `decoder`."""
        self.w3 = w3
        self.account = account
        self.decoder = decoder

    @property
    def address(self) -> ChecksumAddress:
        """The account's address."""
        address: ChecksumAddress = self.account.address
        return address

    def deploy(self, artifact: Artifact, *arguments: Any) -> ChecksumAddress:
        """Create a contract and return its address.

        Raises:
            ChainReverted: the creation reverts.
        """
        factory = self.w3.eth.contract(abi=artifact.abi, bytecode=HexStr(artifact.bytecode))
        data = factory.constructor(*arguments).data_in_transaction
        mined = self.send(None, bytes.fromhex(data.removeprefix("0x")))
        assert mined.created is not None
        return mined.created

    def send(self, to: ChecksumAddress | None, data: bytes, gas: int | None = None) -> Mined:
        """Sign, send and wait until mined.

        Without `gas` the node estimates it and a transaction that would revert is not sent. With `gas` it is sent
        as it is, and a revert is reported in the result.

        Raises:
            ChainReverted: no `gas` was given and the call reverts.
            ChainUnavailable: the node does not answer.
            ChainError: the node does not take the transaction (for example, too much gas or too few funds).
        """
        request: TxParams = {"from": self.address, "data": HexStr("0x" + data.hex()), "value": Wei(0)}
        if to is not None:
            request["to"] = to
        if gas is None:
            gas = answered(lambda: self._estimate(request))
        return answered(lambda: self._send(request, gas))

    def call(self, to: ChecksumAddress, data: bytes, block: int | None = None) -> bytes:
        """Run a call at `block` (the latest by default) without sending it and return its output.

        Raises:
            ChainReverted: it reverts.
            ChainUnavailable: the node does not answer, or what it says is no answer.
        """
        request: TxParams = {"from": self.address, "to": to, "data": HexStr("0x" + data.hex())}
        revert = None
        try:
            return read("a call", lambda: bytes(self.w3.eth.call(request, "latest" if block is None else block)))
        except ContractLogicError as error:
            revert = self._revert(error)
        raise ChainReverted(revert.explained(), revert)

    def _estimate(self, request: TxParams) -> int:
        try:
            return min(self.w3.eth.estimate_gas(request) * 5 // 4, MAX_TRANSACTION_GAS)
        except ContractLogicError as error:
            revert = self._revert(error)
            raise ChainReverted(revert.explained(), revert) from None

    def _send(self, request: TxParams, gas: int) -> Mined:
        eth = self.w3.eth
        tip = eth.max_priority_fee
        base = eth.get_block("latest")["baseFeePerGas"]
        full: TxParams = {
            **request,
            "gas": gas,
            "nonce": eth.get_transaction_count(self.address, "pending"),
            "chainId": eth.chain_id,
            "maxPriorityFeePerGas": tip,
            "maxFeePerGas": Wei(2 * base + tip),
        }
        signed = self.account.sign_transaction(cast(dict[str, Any], full))
        sent = eth.send_raw_transaction(signed.raw_transaction)
        receipt = eth.wait_for_transaction_receipt(sent, timeout=_RECEIPT_SECONDS)
        failed = receipt["status"] == 0
        return Mined(
            transaction="0x" + bytes(receipt["transactionHash"]).hex(),
            block=receipt["blockNumber"],
            gas_used=receipt["gasUsed"],
            fee_wei=receipt["gasUsed"] * receipt["effectiveGasPrice"],
            revert=self._replay({**request, "gas": gas}, receipt["blockNumber"]) if failed else None,
            created=receipt["contractAddress"],
        )

    def _replay(self, request: TxParams, block: int) -> Revert:
        """Why a mined transaction reverted.

        Receipts do not carry revert data, so the call runs again on the state after its block: it changed nothing
        itself, and what made it revert is part of that state even when it came earlier in the same block.
        """
        try:
            self.w3.eth.call(request, block)
        except ContractLogicError as error:
            return self._revert(error)
        return Revert("unknown", {"data": b""})

    def _revert(self, error: ContractLogicError) -> Revert:
        data = error.data
        return self.decoder.decode(bytes.fromhex(data.removeprefix("0x")) if isinstance(data, str) else b"")
