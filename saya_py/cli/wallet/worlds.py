"""Which world a command is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saya_py.core.chain_hash import domain as domain_of
from saya_py.core.errors import Mismatch, UserError
from saya_py.core.limbs import Digest, from_hex, parse_hex, to_hex

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from saya_py.chain.evm.world_on_chain import WorldOnChain


@dataclass(frozen=True)
class WorldOptions:
    """What was said of the world."""

    domain: str | None = None
    rpc: str | None = None
    settlement: str | None = None
    world: int | None = None
    chain_id: int | None = None

    def find(self) -> Digest | None:
        """The world's domain, without asking a node where possible; None when nothing was said of it.

        Raises:
            UserError: too little was said.
        """
        if self.domain is not None:
            return from_hex(self.domain)
        if self.settlement is None and self.world is None:
            return None
        if self.rpc is not None and self.chain_id is None:
            return self.on_chain().domain
        self._require({"--settlement": self.settlement, "--world": self.world, "--rpc or --chain-id": self.chain_id})
        assert self.settlement is not None and self.world is not None and self.chain_id is not None
        return domain_of(self.chain_id, parse_hex(self.settlement, 20), self.world)

    def require(self) -> Digest:
        """The world's domain; raises `UserError` when nothing was said of it."""
        found = self.find()
        if found is None:
            raise UserError("which world? Give --domain, or --settlement and --world with --rpc or --chain-id")
        return found

    def on_chain(self, account: LocalAccount | None = None) -> WorldOnChain:
        """The world on its chain, seen from an L2 account; without one it can only be read.

        Raises:
            UserError: too little was said.
            ChainUnavailable: the node does not answer.
            Mismatch: the domain is given and is not the one on the chain.
        """
        # Imported here, because the chain client costs half a second that other commands need not wait for.
        from saya_py.chain.evm.world_on_chain import WorldOnChain

        self._require({"--rpc": self.rpc, "--settlement": self.settlement, "--world": self.world})
        assert self.rpc is not None and self.settlement is not None and self.world is not None
        found = WorldOnChain.connect(self.rpc, parse_hex(self.settlement, 20), self.world, account)
        if self.domain is not None and from_hex(self.domain) != found.domain:
            raise Mismatch(
                f"world {self.world} of {self.settlement} has domain {to_hex(found.domain)}, not {self.domain}: check "
                "which node, contract and world are meant"
            )
        return found

    @staticmethod
    def _require(options: Mapping[str, object]) -> None:
        if missing := [name for name, value in options.items() if value is None]:
            raise UserError(f"give {' and '.join(missing)}, too: they say which world is meant")
