"""Trying a settlement out before anything is paid for it."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.chain.errors import WrongAnswer
from saya_py.chain.evm.node import Block
from saya_py.chain.evm.reverts import Revert
from saya_py.chain.evm.signing import Payload
from saya_py.core.errors import InternalError, StoreDamaged
from saya_py.settler.context import Context
from saya_py.settler.freshness import StaleEntry
from saya_py.settler.settlement import settlement_of
from saya_py.store.races import lost_race
from saya_py.store.records import SubBlock


@dataclass(frozen=True)
class Ready:
    """It would settle now."""

    payload: Payload


@dataclass(frozen=True)
class Later:
    """It cannot settle now, but may when something else changes."""

    reason: str


@dataclass(frozen=True)
class Never:
    """It cannot settle as it is: its calls have to be executed anew."""

    reason: str


@dataclass(frozen=True)
class Broken:
    """It would revert for a reason that this program does not expect: somebody has to look at it."""

    reason: str


Verdict = Ready | Later | Never | Broken


def try_out(context: Context, sub_block: SubBlock, head: Block) -> Verdict:
    """Run the settlement of a proven sub-block on the state at `head`, and find the gas that it needs.

    Raises:
        ChainUnavailable: the node does not answer, or contradicts itself.
    """
    chain = context.chain
    try:
        settlement = settlement_of(context, sub_block)
    except StoreDamaged as damage:
        return Later(f"the proof of sub-block {sub_block.seq} is damaged and has to be made again: {damage}")
    data = chain.settle_data(settlement)
    revert = chain.trial(Payload(chain.settlement, data, context.policy.gas), head)
    if revert is not None and revert.name == "TooEarly":
        # Its window begins with a block that a reorganisation replaced by an earlier one.
        revert = chain.trial(Payload(chain.settlement, data, context.policy.gas), None)
    gas: int | Revert = 0
    if revert is None:
        gas = chain.gas_of(chain.settlement, data)
        revert = gas if isinstance(gas, Revert) else None
    if revert is not None:
        return verdict(sub_block, revert)
    if not isinstance(gas, int):
        raise InternalError("a trial that did not revert has no gas")
    # A quarter more: values that are zero when it is mined, and were not when it was tried, cost more to write.
    return Ready(Payload(chain.settlement, data, min(gas * 5 // 4, context.policy.gas)))


def verdict(sub_block: SubBlock, revert: Revert) -> Verdict:
    """What a revert of a sub-block's settlement means for it."""
    found = revert.arguments
    match revert.name:
        case "StaleInput":
            entry = StaleEntry(found["key"], found["expected"], found["actual"])
            return Never(lost_race(sub_block.seq, str(entry)))
        case "TooLate":
            return Never(f"the window of sub-block {sub_block.seq} ended at {found['tMax']}, before it was mined")
        case "TooEarly":
            return Later(f"the window of sub-block {sub_block.seq} begins at {found['tMin']}: waiting for the chain")
        case "NotProver":
            return Later(
                f"{found['caller']} may not settle for the thread: its prover {found['prover']} has to name it as a "
                "delegate"
            )
        case "WrongSequence" | "ThreadNotOpen" | "OsVersionNotAdopted":
            # The review of this very block saw something else.
            raise WrongAnswer(f"the node contradicts itself: a settlement reverts with {revert}")
        case _:
            return Broken(f"the settlement of sub-block {sub_block.seq} would revert: {revert}")
