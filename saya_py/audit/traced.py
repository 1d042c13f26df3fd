"""The calldata of a settlement: that of its transaction, or of a call that another contract made."""

from __future__ import annotations

from typing import Any

from saya_py.audit.evidence import Unknown
from saya_py.audit.logs import Log
from saya_py.audit.node import Node, data, field
from saya_py.audit.settle_call import SELECTOR, decode_settle
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import ChainError, EncodingError


def settle_calldata(node: Node, settlement: bytes, log: Log) -> bytes | Unknown:
    """The calldata of the call of `settle` that emitted `log`.

    A transaction that goes to another contract has it inside: only nodes that trace transactions know it.

    Raises:
        ChainError: the node refuses, or does not answer.
    """
    hash_text = "0x" + log.transaction.hex()
    transaction = node.ask("eth_getTransactionByHash", hash_text)
    if transaction is None:
        return Unknown(f"the node does not have the transaction {hash_text}; ask one with the whole history")
    target = field(transaction, "to", "a transaction")
    sent = data(field(transaction, "input", "a transaction"), "the input of a transaction")
    if target is not None and data(target, "the target of a transaction", 20) == settlement:
        return sent
    try:
        trace = node.ask("debug_traceTransaction", hash_text, {"tracer": "callTracer"})
    except ChainUnavailable:
        raise
    except ChainError as error:
        return Unknown(
            f"the transaction {hash_text} reached the contract through another one, so the calldata of the settlement "
            f"is not in it, and {error}; ask a node with debug_traceTransaction"
        )
    found = [call for call in _calls(trace, settlement) if _settles(call, log)]
    if len(found) != 1:
        return Unknown(f"the trace of the transaction {hash_text} has {len(found)} such settlements, not one")
    return found[0]


def _calls(trace: Any, settlement: bytes) -> list[bytes]:
    """Inputs of the calls of `settle` in a trace that were not taken back."""
    found, frames = [], [trace]
    while frames:
        frame = frames.pop()
        if not isinstance(frame, dict) or "error" in frame:
            continue
        inner = frame.get("calls", [])
        frames += inner if isinstance(inner, list) else []
        if frame.get("type") != "CALL" or frame.get("to") is None:
            continue
        sent = data(field(frame, "input", "a call"), "the input of a call")
        if data(frame["to"], "the target of a call", 20) == settlement and sent[:4] == SELECTOR:
            found.append(sent)
    return found


def _settles(calldata: bytes, log: Log) -> bool:
    try:
        header = decode_settle(calldata).header
    except EncodingError:
        return False
    return all(getattr(header, name) == log.fields[name] for name in ("world", "thread", "seq"))
