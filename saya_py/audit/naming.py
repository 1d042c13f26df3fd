"""Entries, values, calls and events in the words of the contracts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from saya_py.artifacts.abi import Abi
from saya_py.artifacts.codec import decode_call, decode_event, decode_key, decode_value
from saya_py.audit.execution import Emitted
from saya_py.core.accounts import SYSTEM_CONTRACT, Account, account_key, operator_key, operator_of
from saya_py.core.calls import Call
from saya_py.core.errors import EncodingError
from saya_py.core.keys import U32_LIMIT
from saya_py.core.limbs import Digest, from_bytes, to_hex
from saya_py.core.system_calls import OPEN, ROTATE


@dataclass(frozen=True)
class Names:
    """Tells what things mean; what the ABI does not know is told as it is. Keys and values are 32 bytes."""

    abi: Abi

    def key(self, key: bytes) -> str:
        """An entry, such as `Purse.held[3]`."""
        limbs = _limbs(key)
        if limbs is None:
            return "0x" + key.hex()
        if system := self._system_key(limbs):
            return system
        try:
            found = decode_key(self.abi, limbs)
        except EncodingError:
            return "0x" + key.hex()
        keys = "".join(f"[{_plain(each)}]" for each in found.keys)
        return f"{found.contract}.{found.variable.name}{keys}"

    def value(self, key: bytes, value: bytes) -> str:
        """A value of an entry, as its type says."""
        limbs, stored = _limbs(key), _limbs(value)
        if limbs is None or stored is None:
            return "0x" + value.hex()
        try:
            if limbs == account_key(*_two(limbs)):
                account = Account.decode(stored)
                return f"nonce {account.nonce}, key {to_hex(account.key_root)}" if account.has_key else "no key"
            if limbs == operator_key(_two(limbs)[0]):
                return f"user {operator_of(stored)}"
            return _plain(decode_value(decode_key(self.abi, limbs).variable, stored))
        except EncodingError:
            return "0x" + value.hex()

    def call(self, call: Call) -> str:
        """A call, such as `Purse.pay(to=9, n=3) by user 7`."""
        by = f" by user {call.user}"
        if call.contract == SYSTEM_CONTRACT and call.function in (OPEN, ROTATE):
            name = "open" if call.function == OPEN else "rotate"
            return f"{name}({', '.join(to_hex([limb]) for limb in call.args)})" + by
        try:
            found = decode_call(self.abi, call)
        except EncodingError:
            args = ", ".join(to_hex([limb]) for limb in call.args)
            return f"function {call.function} of contract {call.contract}({args})" + by
        args = ", ".join(f"{name}={_plain(value)}" for name, value in found.args.items())
        return f"{found.contract}.{found.function}({args})" + by

    def event(self, emitted: Emitted) -> str:
        """An event, such as `Purse.Paid(by=7, to=9, amount=3)`."""
        try:
            found = decode_event(self.abi, emitted.contract, emitted.event, emitted.data)
        except EncodingError:
            fields = ", ".join(to_hex([limb]) for limb in emitted.data)
            return f"event {emitted.event} of contract {emitted.contract}({fields})"
        fields = ", ".join(f"{name}={_plain(value)}" for name, value in found.fields.items())
        return f"{found.contract}.{found.event}({fields})"

    def _system_key(self, limbs: Digest) -> str | None:
        first, second = _two(limbs)
        try:
            if limbs == account_key(first, second):
                return f"account of user {first}, lane {second}"
            if limbs == operator_key(first):
                known = first and first <= len(self.abi.contracts)
                return f"operator of {self.abi.contracts[first - 1].name if known else f'contract {first}'}"
        except EncodingError:
            return None
        return None


def _two(limbs: Digest) -> tuple[int, int]:
    """The two numbers of a system key; no system key has others than those below 2^32."""
    return limbs[1] % U32_LIMIT, limbs[2] % U32_LIMIT


def _limbs(data: bytes) -> Digest | None:
    try:
        return from_bytes(data)
    except EncodingError:
        return None


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
