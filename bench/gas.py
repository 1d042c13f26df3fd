"""Where the gas of a settlement goes, from a trace of its transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from web3 import Web3

_BASE = 21_000
_ZERO_BYTE, _OTHER_BYTE = 4, 16


def gas_split(w3: Web3, transaction: str, names: Mapping[str, str]) -> dict[str, int]:
    """Gas of a mined transaction by part; the parts add up to what it used.

    The parts are the base fee of any transaction, its calldata, and each called contract without the contracts that
    it calls itself; `names` gives them by lower-case address, others are shown by address.
    """
    trace = w3.provider.make_request("debug_traceTransaction", [transaction, {"tracer": "callTracer"}])["result"]
    data = bytes.fromhex(trace["input"].removeprefix("0x"))
    calldata = _ZERO_BYTE * data.count(0) + _OTHER_BYTE * (len(data) - data.count(0))
    parts: Counter[str] = Counter({"base": _BASE, "calldata": calldata})
    _add_frames(trace, parts, names)
    parts[_name(trace, names)] -= _BASE + calldata
    if (own := parts[_name(trace, names)]) < 0:
        raise ValueError(f"the trace leaves {own} gas for the called contract: the split is not understood")
    return dict(parts)


def _add_frames(frame: Mapping[str, Any], parts: Counter[str], names: Mapping[str, str]) -> None:
    inner = frame.get("calls", [])
    parts[_name(frame, names)] += int(frame["gasUsed"], 16) - sum(int(each["gasUsed"], 16) for each in inner)
    for each in inner:
        _add_frames(each, parts, names)


def _name(frame: Mapping[str, Any], names: Mapping[str, str]) -> str:
    address: str = frame["to"].lower()
    return names.get(address, address)
