"""Sentences for the events of provers and settlers."""

from __future__ import annotations

import re

from saya_py.proving import progress as proving
from saya_py.service.telling import Happening, Level, data_of
from saya_py.settler import events as settling
from saya_py.store.states import AttemptKind

GWEI = 10**9
ETHER = 10**18


def proving_happening(event: proving.ProvingEvent) -> Happening:
    """An event of the prover."""
    level: Level = "detail"
    match event:
        case proving.ProvingStarted(seq, _, nodes, done):
            level = "info"
            text = f"sub-block {seq}: proving, {nodes} proofs" + (f", {done} of them made before" if done else "")
        case proving.NodeStarted(seq, place):
            text = f"sub-block {seq}: {place} begun"
        case proving.NodeFinished(seq, place, seconds):
            text = f"sub-block {seq}: {place} proven in {seconds:.1f} s"
        case proving.NodeFailed(seq, place, reason, again):
            level = "warning"
            text = f"sub-block {seq}: {place} was not proven: {reason}" + ("; it is tried again" if again else "")
        case proving.NodeDamaged(seq, place, reason):
            level = "warning"
            text = f"sub-block {seq}: the proof of {place} is made again: {reason}"
        case proving.SubBlockProven(seq, _, seconds):
            level = "info"
            text = f"sub-block {seq}: proven in {seconds:.1f} s"
        case proving.ProofDamaged(seq, _, reason):
            level = "warning"
            text = f"sub-block {seq}: its proof is made again: {reason}"
        case proving.GaveUp(seq, _, reason):
            level = "error"
            text = f"sub-block {seq}: set aside: {reason}"
        case proving.StoreAway(reason):
            level = "warning"
            text = f"a worker waits for the store: {reason}"
    return Happening(_name(event), level, text, data_of(event))


def settling_happening(event: settling.SettlerEvent) -> Happening:
    """An event of the settler."""
    level: Level = "info"
    match event:
        case settling.Sent(seq, _, kind, transaction, nonce, max_fee, bumps):
            what = "cancellation" if kind is AttemptKind.CANCEL else "settlement"
            again = f" (replaces {bumps} with less)" if bumps else ""
            text = f"sub-block {seq}: {what} sent{again}: 0x{transaction.hex()}, nonce {nonce}, {max_fee / GWEI:g} gwei"
        case settling.Resent(seq, transaction):
            text = f"sub-block {seq}: the node had lost 0x{transaction.hex()}; sent again"
        case settling.Mined(_, seq, _, block, _, gas_used, fee):
            text = f"sub-block {seq}: settled in block {block}, {gas_used:,} gas, {fee / ETHER:.9f} ether"
        case settling.Reverted(seq, _, block, _, reason, fee):
            level = "warning"
            text = f"sub-block {seq}: reverted in block {block}: {reason}; {fee / ETHER:.9f} ether lost"
        case settling.Cancelled(seq, _, block, _):
            text = f"sub-block {seq}: its settlement was cancelled in block {block}"
        case settling.NonceLost(seq, nonce):
            level = "warning"
            text = f"sub-block {seq}: somebody else used nonce {nonce} of the account; it will be sent with another"
        case settling.Withdrawn(seqs, reason):
            level = "warning"
            text = f"sub-blocks {', '.join(map(str, seqs))} withdrawn, their calls are executed again: {reason}"
        case settling.GaveUp(seq, reason):
            level = "error"
            text = f"sub-block {seq}: set aside: {reason}"
        case settling.Reorganised(block, unsettled):
            level = "warning"
            text = f"the chain was reorganised after block {block}: {unsettled} sub-blocks are not settled any more"
        case settling.Final(count, block):
            text = f"{count} sub-blocks up to block {block} are final"
        case settling.Waiting(reason):
            level = "info" if reason is None else "warning"
            text = "settling goes on" if reason is None else f"settling waits: {reason}"
        case settling.NodeTrouble(reason):
            level = "info" if reason is None else "warning"
            text = "the node is well again" if reason is None else f"trouble with the node: {reason}"
    return Happening(_name(event), level, text, data_of(event))


def _name(event: object) -> str:
    """`SubBlockProven` as `sub_block_proven`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
