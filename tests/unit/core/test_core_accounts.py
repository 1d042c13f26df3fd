"""Accounts."""

import pytest

from saya_py.core.accounts import Account, account_key
from saya_py.core.errors import EncodingError
from saya_py.core.field import P


def test_an_account_is_an_entry_of_the_system_contract() -> None:
    assert account_key(7, 3) == (1, 7, 3, 0)
    for numbers in ((2**32, 0), (0, 2**32)):
        with pytest.raises(EncodingError):
            account_key(*numbers)


def test_values_round_trip() -> None:
    for value in ((0, 0, 0, 0), (2**32 - 1, P - 1, 1, 2)):
        assert Account.decode(value).encode() == value
    with pytest.raises(EncodingError):
        Account.decode((2**32, 0, 0, 0))
    with pytest.raises(EncodingError):
        Account(2**32, (0, 0, 0)).encode()
    with pytest.raises(EncodingError):
        Account(0, (P, 0, 0)).encode()
