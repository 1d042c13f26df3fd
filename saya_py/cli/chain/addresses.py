"""Addresses that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saya_py.core.errors import UserError
from saya_py.core.limbs import parse_hex

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress


def address_of(text: str) -> ChecksumAddress:
    """The address that a text stands for.

    Raises:
        EncodingError: it is none.
        UserError: its capital letters are a checksum that it does not have, so a digit is wrong.
    """
    from eth_utils.address import is_checksum_address, to_checksum_address

    digits = parse_hex(text, 20)
    if text[2:] not in (text[2:].lower(), text[2:].upper()) and not is_checksum_address(text):
        raise UserError(f"{text} is mistyped: its capital letters do not fit its digits")
    return to_checksum_address(digits)
