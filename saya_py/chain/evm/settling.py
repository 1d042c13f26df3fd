"""The settlement contract as a settler needs it: values and threads at a block, and settlements tried out on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress, HexStr
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import ContractLogicError
from web3.types import TxParams, Wei

from saya_py.chain.errors import WrongAnswer
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.contract import somebody
from saya_py.chain.evm.node import Block, Node
from saya_py.chain.evm.reverts import Revert, RevertDecoder
from saya_py.chain.evm.rpc import read
from saya_py.chain.evm.settlement import Settlement
from saya_py.chain.evm.signing import Fees, Payload, Signed, payload_of, sign

_ERRORS = (
    *("ZkThreads", "OsVersions", "Limbs", "Statement", "SystemRules", "SystemEntries"),
    *("WrapVerifierSecure", "WrapVerifierFast", "GateEvaluator"),
)
"""Contracts and libraries whose errors a settlement may end with."""
_KEYS_AT_ONCE = 1_000
"""Values that one question asks for: a call has a gas limit too, and each is a read of storage."""


@dataclass(frozen=True)
class ThreadOnChain:
    """A thread at a block: the number that it settles next, its prover, and whether the account may settle for it."""

    next_seq: int
    prover: ChecksumAddress | None
    may_settle: bool


class SettlingChain:
    """The contract at `settlement`, seen from the account that settles. Nothing here sends by itself.

    Methods raise `ChainUnavailable` when there is no answer, `WrongAnswer` when it cannot be true.
    """

    def __init__(self, w3: Web3, account: LocalAccount, settlement: ChecksumAddress) -> None:
        """Talk over `w3`; `account` signs."""
        self.node = Node(w3)
        self.account = account
        self.settlement = settlement
        self._contract = w3.eth.contract(address=settlement, abi=load_artifact("ZkThreads").abi)
        self._decoder = RevertDecoder(load_artifact(name).abi for name in _ERRORS)

    @property
    def address(self) -> ChecksumAddress:
        """The account's address."""
        address: ChecksumAddress = self.account.address
        return address

    def values(self, world: int, keys: Sequence[bytes], at: Block) -> list[bytes]:
        """Canonical values of `keys` (32 bytes each) at a block."""
        found: list[bytes] = []
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            asked = list(keys[start : start + _KEYS_AT_ONCE])
            values = [bytes(value) for value in self._read("valuesOf", [world, asked], at)]
            if len(values) != len(asked):
                raise WrongAnswer(f"the node was asked for {len(asked)} values and tells {len(values)}")
            found += values
        return found

    def thread(self, world: int, thread: int, at: Block) -> ThreadOnChain:
        """What the contract knows of a thread at a block."""
        address, seq = self._read("threadOf", [world, thread], at)
        prover = somebody(address)
        may = prover == self.address or bool(self._read("isDelegate", [world, thread, self.address], at))
        return ThreadOnChain(int(seq) + 1, prover, may)

    def set_root(self, world: int, os_version: int, at: Block) -> bytes | None:
        """The whitelist that sub-blocks of a version settle with at a block; None if the version is not adopted."""
        root = bytes(self._read("setRootOf", [world, os_version], at))
        return root if any(root) else None

    def trial(self, payload: Payload, at: Block | None) -> Revert | None:
        """Run a transaction of the account on the state after a block; why it reverts, None when it does not.

        Without a block it runs as if in the next one, with its time.
        """
        request = self._request(payload)
        request["gas"] = payload.gas
        try:
            read("a trial", lambda: self.node.w3.eth.call(request, "pending" if at is None else HexBytes(at.hash)))
        except ContractLogicError as error:
            return self._revert(error)
        return None

    def gas_of(self, to: ChecksumAddress, data: bytes) -> int | Revert:
        """Gas that a transaction of the account would use in the next block, or why it reverts."""
        request = self._request(Payload(to, data, 0))
        try:
            return read("gas", lambda: int(self.node.w3.eth.estimate_gas(request, "pending")))
        except ContractLogicError as error:
            return self._revert(error)

    def why(self, raw: bytes, at: Block) -> Revert:
        """Why a transaction of the account that was mined in a block reverted, as far as the node can still tell.

        It runs again on the state after its block: it changed nothing itself, and what made it revert is part of that
        state even when it came earlier in the same block.
        """
        payload = payload_of(raw)
        try:
            return self.trial(payload, at) or Revert("unknown", {"data": b""})
        except WrongAnswer as error:
            # Nodes forget old states.
            return Revert("unknown", {"node": str(error)})

    def sign(self, chain_id: int, nonce: int, payload: Payload, fees: Fees) -> Signed:
        """A transaction of the account, signed."""
        return sign(self.account, chain_id, nonce, payload, fees)

    def settle_data(self, settlement: Settlement) -> bytes:
        """Calldata of a settlement."""
        lists = [settlement.inputs, settlement.outputs, settlement.proof]
        return self._data("settle", [astuple(settlement.header), *lists])

    def _request(self, payload: Payload) -> TxParams:
        return {"from": self.address, "to": payload.to, "data": HexStr("0x" + payload.data.hex()), "value": Wei(0)}

    def _data(self, function: str, arguments: list[Any]) -> bytes:
        return bytes.fromhex(self._contract.encode_abi(function, arguments).removeprefix("0x"))

    def _read(self, function: str, arguments: list[Any], at: Block) -> Any:
        types = [part["type"] for part in self._contract.get_function_by_name(function).abi["outputs"]]
        request: TxParams = {"to": self.settlement, "data": HexStr("0x" + self._data(function, arguments).hex())}

        def ask() -> Any:
            return self.node.w3.codec.decode(types, self.node.w3.eth.call(request, HexBytes(at.hash)))

        try:
            values = read(function, ask)
        except ContractLogicError as error:
            raise WrongAnswer(f"{function} of {self.settlement} reverts: {self._revert(error)}") from error
        return values[0] if len(values) == 1 else values

    def _revert(self, error: ContractLogicError) -> Revert:
        data = error.data
        return self._decoder.decode(bytes.fromhex(data.removeprefix("0x")) if isinstance(data, str) else b"")
