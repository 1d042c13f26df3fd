"""Which chain this is: id, genesis block and the settlement contract tell chains apart."""

from __future__ import annotations

from saya_py.chain.evm.settling import SettlingChain
from saya_py.core.errors import WrongChain
from saya_py.store.records import Deployment


def deployment_of(chain: SettlingChain) -> Deployment:
    """What a store is bound to, as the node tells it.

    Raises:
        WrongChain: the settlement contract is not there.
        ChainUnavailable: the node does not answer.
    """
    found = _told_by(chain)
    if not chain.node.has_code(chain.settlement):
        raise WrongChain(
            f"there is no settlement contract at {chain.settlement} on chain {found.chain_id}: connect to the chain "
            "that has it; a chain that was reset is another chain"
        )
    return found


def check_chain(chain: SettlingChain, known: Deployment) -> None:
    """See that the node still talks about the chain that the store belongs to.

    Raises:
        WrongChain: it does not; nothing was changed.
        ChainUnavailable: the node does not answer.
    """
    found = _told_by(chain)
    if found != known:
        raise WrongChain(
            f"the node is on chain {found.chain_id} with genesis block 0x{found.genesis_hash.hex()}, but the thread "
            f"settles on chain {known.chain_id} with genesis block 0x{known.genesis_hash.hex()}: connect to that one; "
            "a chain that was reset is another chain; nothing was changed"
        )
    if not chain.node.has_code(chain.settlement):
        raise WrongChain(
            f"the settlement contract at {chain.settlement} is gone, so this is another chain: connect to the one that "
            "has it; nothing was changed"
        )


def _told_by(chain: SettlingChain) -> Deployment:
    settlement = bytes.fromhex(chain.settlement.removeprefix("0x"))
    return Deployment(chain.node.chain_id(), chain.node.genesis_hash(), settlement)
