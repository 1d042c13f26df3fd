"""Operators of contracts."""

from __future__ import annotations

from saya_py.chain.evm.contract import ContractClient, Pending
from saya_py.chain.evm.transactions import Mined
from saya_py.core.accounts import operator_key, operator_of
from saya_py.core.limbs import from_bytes, to_bytes


class OperatorsClient(ContractClient):
    """Operators. Everything but `apply_operator` and reading is for the world's owner."""

    def operator(self, world: int, contract: int) -> int | None:
        """The user that signs the `operator` functions of a contract; None if it has no operator.

        Read from the canonical values, as a circuit reads it.
        """
        return operator_of(from_bytes(self._read("valueOf", world, to_bytes(operator_key(contract))))) or None

    def set_operator(self, world: int, contract: int, user: int) -> Mined:
        """Name the first operator of a contract."""
        return self._send("setOperator", world, contract, user)

    def request_operator(self, world: int, contract: int, user: int) -> Mined:
        """Request another operator, in the place of an earlier request."""
        return self._send("requestOperator", world, contract, user)

    def apply_operator(self, world: int, contract: int) -> Mined:
        """Apply a requested operator whose delay is over; anybody may."""
        return self._send("applyOperator", world, contract)

    def cancel_operator(self, world: int, contract: int) -> Mined:
        """Take the request of an operator back."""
        return self._send("cancelOperator", world, contract)

    def pending_operator(self, world: int, contract: int) -> Pending[int] | None:
        """The operator that is requested for a contract, if any."""
        user, ready_at = self._read("pendingOperatorOf", world, contract)
        return Pending(user, ready_at) if ready_at else None
