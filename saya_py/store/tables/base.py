"""What all tables share: names of constraints, and column types that both databases keep exactly."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, Dialect, Enum, Integer, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

ENTRY_BYTES = 64
"""A key and a value, 32 bytes each."""


class BigUint(TypeDecorator[int]):
    """An unsigned integer below 2^256 as decimal text: SQLite's integers have 64 bits, and fees are exact."""

    impl = String(78)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Text of the number."""
        if value is None:
            return None
        if not 0 <= value < 1 << 256:
            raise ValueError(f"{value} is not in 0 … 2^256 - 1")
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        """Number of the text."""
        return None if value is None else int(value)


class Entries(TypeDecorator[dict[bytes, bytes]]):
    """Values by key as their bytes in order of the keys: 64 an entry."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: dict[bytes, bytes] | None, dialect: Dialect) -> bytes | None:
        """Bytes of the entries."""
        if value is None:
            return None
        if any(len(key) != 32 or len(found) != 32 for key, found in value.items()):
            raise ValueError("keys and values of entries have 32 bytes")
        return b"".join(key + found for key, found in sorted(value.items()))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[bytes, bytes] | None:
        """Entries of the bytes."""
        if value is None:
            return None
        raw = bytes(value)
        return {raw[at : at + 32]: raw[at + 32 : at + 64] for at in range(0, len(raw), ENTRY_BYTES)}


def choice(kind: type[StrEnum], name: str) -> Enum:
    """Column type of an enumeration: text, which the database checks."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


# SQLite numbers rows by itself only in a column of exactly this type.
RowId = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)]
Big = Annotated[int, mapped_column(BigInteger())]
Hash = Annotated[bytes, mapped_column(LargeBinary(32))]


class Base(DeclarativeBase):
    """Base of all tables. Constraints have names, because migrations have to name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
