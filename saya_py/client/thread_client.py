"""The client of one thread and of the world that it works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.manifest import Manifest
from saya_py.chain.evm.world_on_chain import WorldOnChain
from saya_py.client.answers import SetAnswer, ValueAnswer
from saya_py.client.caller import Caller
from saya_py.client.interface import ContractRef, Interface
from saya_py.client.sending import send
from saya_py.client.service import Service
from saya_py.client.submitted import Submitted, Where
from saya_py.client.trust import Scope, trusted_scope
from saya_py.core.errors import CallFailed, EncodingError, ServiceError, UserError
from saya_py.core.limbs import Digest, parse_hex
from saya_py.core.submissions import Submission
from saya_py.lang import Contract
from saya_py.wallet import AccountId, Wallet

PATIENCE_SECONDS = 30.0


class ThreadClient:
    """Calls contracts through a thread's service, and reads their state from it and from the chain.

    The service is not trusted: what signatures are bound to is found out on the chain before anything is signed, and a
    settlement is looked up there. Threads of a process may share a client.
    """

    def __init__(self, service: Service, world: WorldOnChain, interface: Interface, manifest: Manifest | None) -> None:
        """Use `connect`."""
        self.interface = interface
        self.world = world
        self._service = service
        self._manifest = manifest
        self._scope = self._trusted_scope()

    @classmethod
    def connect(
        cls,
        url: str,
        contracts: Sequence[type[Contract]] | Abi,
        *,
        rpc: str,
        settlement: str,
        world: int,
        manifest: Manifest | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> Self:
        """Talk to the thread whose service is at `url`, in world `world` of the contract `settlement` (`0x` text).

        `contracts` are the classes of the set in its order, or its ABI; `rpc` is a node of your own choice. With the
        set's `manifest` it is also made sure that signatures are for these very contracts. While the service cannot be
        used, it is tried for `patience` seconds.

        Raises:
            Mismatch: the service speaks for another chain, world or set.
            ServiceUnavailable, ChainUnavailable: one of the two does not answer.
            ChainError: there is no such contract or world.
        """
        interface = Interface.of_abi(contracts) if isinstance(contracts, Abi) else Interface.of_classes(contracts)
        service = Service(url, patience)
        try:
            return cls(service, WorldOnChain.connect(rpc, parse_hex(settlement, 20), world), interface, manifest)
        except BaseException:
            service.close()
            raise

    def caller(self, user: int, wallet: Wallet | None = None, *, lane: int = 0) -> Caller:
        """A user that makes calls, with its wallet; without one where nobody signs.

        The wallet is compared with the account on the chain first, when that has a key.

        Raises:
            UserError: a wallet is missing, or there is one where nobody signs.
            KeyMismatch, WalletRestored: see `Wallet.sync`.
        """
        signed = self._scope.authorisation == "signed"
        if signed and wallet is None:
            raise UserError(f"calls of this set are signed: give the wallet of user {user}")
        if not signed and wallet is not None:
            raise UserError("in this set nobody signs, so there is nothing that a wallet could do: leave it out")
        account = AccountId(self._scope.domain, user, lane)
        if wallet is not None:
            (on_chain,) = self.world.accounts([account])
            if on_chain.has_key:
                wallet.sync(account, on_chain)
        return Caller(self, account, wallet)

    def submit(self, submission: Submission) -> Submitted:
        """Send what was signed. Sending the same again is harmless, and gives the same submission.

        Raises:
            CallFailed: it was refused, with the contract's message.
            ServiceUnavailable: the service does not answer; it may have been accepted all the same. The error has the
                submission, to be sent again.
            ServiceError: the service answers what it should not.
        """
        (outcome,) = self.submit_all([submission])
        if isinstance(outcome, CallFailed):
            raise outcome
        return outcome

    def submit_all(self, submissions: Iterable[Submission]) -> list[Submitted | CallFailed]:
        """Send many, which are executed in this order: for each what `submit` returns, or the error that it raises.

        Hundreds go in one request, so this is much faster than one after the other.

        Raises:
            ServiceUnavailable: the service does not answer; those of earlier requests are accepted, and those of this
                one may be. Sending all again is harmless.
            ServiceError: the service answers what it should not.
        """
        return send(Where(self._service, self.world, self._scope.thread, self.interface), submissions)

    def soft(self, contract: ContractRef, variable: str, *keys: object) -> Any:
        """A state entry after all that the thread accepted: `client.soft(Shop, "diamonds", 1)`. The service's word.

        Raises:
            UserError: the contract has no such variable, or it takes other keys.
            ServiceError: the service does not answer with a value of its type.
        """
        declared = self.interface.variable(contract, variable)
        key = self.interface.key(declared, keys)
        found = self._service.get(ValueAnswer, f"/v1/values/0x{key.hex()}")
        if found.key != key:
            raise ServiceError("the service answers with the value of another key")
        try:
            return self.interface.value(declared, found.soft)
        except EncodingError as error:
            raise ServiceError(f"what the service says of {variable} is no value of it: {error}") from None

    def canonical(self, contract: ContractRef, variable: str, *keys: object) -> Any:
        """A state entry on the chain, in the latest block, read from the client's own node.

        Raises:
            UserError: the contract has no such variable, or it takes other keys.
            ChainUnavailable: the node does not answer.
        """
        declared = self.interface.variable(contract, variable)
        (value,) = self.world.client.values(self.world.number, [self.interface.key(declared, keys)])
        return self.interface.value(declared, value)

    def check(self) -> None:
        """Find out again what signatures are bound to, as after a change of the world's contract set.

        Raises:
            Mismatch: the service speaks for another chain, world or set; the client keeps what it knew.
        """
        self._scope = self._trusted_scope()

    def set_root(self) -> Digest:
        """The contract set that signatures are for."""
        return self._scope.set_root

    def now(self) -> int:
        """Time of the chain's latest block, Unix seconds."""
        return self.world.client.now()

    def close(self) -> None:
        """Close the connections to the service."""
        self._service.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _trusted_scope(self) -> Scope:
        claimed = self._service.get(SetAnswer, "/v1/set")
        return trusted_scope(self.world, claimed, self.interface, self._manifest)
