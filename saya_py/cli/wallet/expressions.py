"""Calls as people write them: `Shop.buy(3)`, or `7:Shop.award(3)` for a call of user 7, or a JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.codec import decode_call, encode_call, find_function
from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import Call
from saya_py.core.errors import EncodingError, UserError
from saya_py.core.wire import call_of, load_json

_EXPRESSION = re.compile(r"(?:(\d{1,10}):)?([A-Za-z_]\w*)\.([A-Za-z_]\w*)\((.*)\)", re.DOTALL)


def read_call(text: str, abi: Abi | None, user: int, valid_until: int) -> Call:
    """The call that a text stands for. One that does not say so itself is of `user`, valid until `valid_until`.

    Raises:
        UserError: it is neither an expression nor JSON, or the contracts have no such function.
        EncodingError: the arguments are not those of the function, or the JSON is no call.
    """
    if text.lstrip().startswith("{"):
        call = call_of(load_json(text))
        if abi is not None and call.contract != SYSTEM_CONTRACT:
            decode_call(abi, call)
        return call
    found = _EXPRESSION.fullmatch(text.strip())
    if found is None:
        raise UserError(f"{text[:80]!r} is no call; write Contract.function(1, 2), or a JSON object")
    if abi is None:
        raise UserError(
            f"{text[:80]!r} can be read with the contracts' ABI only: pass --abi, or write the call as JSON"
        )
    of, contract, function, arguments = found.groups()
    _check_name("the set", "contract", contract, [each.name for each in abi.contracts])
    _check_name(contract, "function", function, [each.name for each in abi.contract(contract).functions])
    by = user if of is None else int(of)
    return encode_call(abi, contract, function, _arguments(text, arguments), user=by, valid_until=valid_until)


def auth_of(call: Call, abi: Abi | None) -> str | None:
    """Who may call the function: `user`, `operator`, or None when that is not known."""
    if call.contract == SYSTEM_CONTRACT:
        return "user"
    return None if abi is None else find_function(abi, call.fn_id())[1].auth


def _arguments(text: str, arguments: str) -> list[object]:
    try:
        values = json.loads(f"[{arguments}]")
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list):
        raise EncodingError(
            "JSON",
            f"the arguments of {text[:80]!r} are no JSON: write numbers, true or false, hashes as "
            '"0x…", structs as {"field": value}',
        )
    return values


def _check_name(where: str, kind: str, name: str, names: Iterable[str]) -> None:
    if name not in (known := list(names)):
        raise UserError(f"{where} has no {kind} {name}; it has {', '.join(known)}")
