"""Entries, values, calls and events in the contracts' words; what nobody knows is told as it is."""

from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.execution import Emitted
from saya_py.audit.naming import Names
from saya_py.core.accounts import Account, account_key, operator_key
from saya_py.core.calls import Call
from saya_py.core.limbs import to_bytes
from saya_py.core.system_calls import open_call, rotate_call
from tests.unit.audit.support import held

WORD = bytes(31) + b"\x07"


def test_what_the_abi_knows(contracts: AuditedSet) -> None:
    names = Names(contracts.abi)
    key = to_bytes(held(7))
    assert (names.key(key), names.value(key, to_bytes((5, 0, 0, 0)))) == ("Purse.held[7]", "5")
    assert names.call(Call(1, 1, (2, 3), 7, 9)) == "Purse.pay(to=2, n=3) by user 7"
    assert names.event(Emitted(1, 1, (7, 8, 9))) == "Purse.Paid(by=7, to=8, amount=9)"


def test_what_belongs_to_the_system(contracts: AuditedSet) -> None:
    names = Names(contracts.abi)
    account = to_bytes(account_key(7, 3))
    assert names.key(account) == "account of user 7, lane 3"
    assert names.value(account, to_bytes(Account(4, (1, 2, 3)).encode())) == f"nonce 4, key 0x{1:016x}{2:016x}{3:016x}"
    assert names.value(account, bytes(32)) == "no key"
    assert names.value(account, b"\x00" * 3 + b"\x01" + bytes(28)) == "0x00000001" + "00" * 28
    for contract, name in ((1, "Purse"), (2, "contract 2"), (2**31, f"contract {2**31}")):
        operator = to_bytes(operator_key(contract))
        assert (names.key(operator), names.value(operator, to_bytes((5, 0, 0, 0)))) == (f"operator of {name}", "user 5")
    opened = names.call(open_call(7, 3, (1, 2, 3), valid_until=9))
    assert opened == "open(0x0000000000000003, 0x0000000000000001, 0x0000000000000002, 0x0000000000000003) by user 7"
    assert names.call(rotate_call(7, 3, (1, 2, 3), valid_until=9)).startswith("rotate(0x0000000000000001, ")


def test_what_nobody_knows_is_told_as_it_is(contracts: AuditedSet) -> None:
    names = Names(contracts.abi)
    assert names.key(b"\xff" * 32) == "0x" + "ff" * 32
    assert names.key(WORD) == "0x" + WORD.hex()
    assert names.value(WORD, b"\xff" * 32) == "0x" + "ff" * 32
    assert names.value(WORD, WORD) == "0x" + WORD.hex()
    assert names.value(to_bytes(held(1)), WORD) == "0x" + WORD.hex()
    assert names.call(Call(1, 9, (5,), 7, 9)) == "function 9 of contract 1(0x0000000000000005) by user 7"
    assert names.call(Call(0, 9, (), 7, 9)) == "function 9 of contract 0() by user 7"
    assert names.event(Emitted(9, 1, (5,))) == "event 1 of contract 9(0x0000000000000005)"
    no_user = to_bytes((2**32 + 1, 2**32, 0, 0))
    assert names.key(no_user) == "0x" + no_user.hex()
