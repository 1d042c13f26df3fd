"""What a thread's service answers, as this client understands it. Fields that it does not know are left alone."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, Discriminator

from saya_py.core.errors import EncodingError
from saya_py.core.limbs import parse_hex


def _sized(length: int) -> BeforeValidator:
    def parse(value: object) -> bytes:
        if not isinstance(value, str):
            raise ValueError("no text")
        try:
            return parse_hex(value, length)
        except EncodingError as error:
            raise ValueError(str(error)) from None

    return BeforeValidator(parse)


Bytes32: TypeAlias = Annotated[bytes, _sized(32)]
Address: TypeAlias = Annotated[bytes, _sized(20)]
Status: TypeAlias = Literal["accepted", "included", "settled", "dropped"]


class ReceiptAnswer(BaseModel):
    """What an execution read and wrote."""

    reads: dict[Bytes32, Bytes32]
    writes: dict[Bytes32, Bytes32]


class Accepted(BaseModel):
    """Executed and kept."""

    answer: Literal["accepted"]
    digest: Bytes32
    ordinal: int
    receipt: ReceiptAnswer


class Repeated(BaseModel):
    """The thread had it before."""

    answer: Literal["repeated"]
    digest: Bytes32
    status: Status
    reason: str | None


class Refused(BaseModel):
    """It failed."""

    answer: Literal["refused"]
    digest: Bytes32
    reason: str


class Unreadable(BaseModel):
    """The service takes it for no submission."""

    answer: Literal["unreadable"]
    reason: str


Answer: TypeAlias = Annotated[Accepted | Repeated | Refused | Unreadable, Discriminator("answer")]


class Answers(BaseModel):
    """Of one request."""

    answers: list[Answer]


class SubBlockAnswer(BaseModel):
    """The sub-block that a submission is in."""

    seq: int
    generation: int
    state: str


class SettlementAnswer(BaseModel):
    """The transaction that settled it."""

    transaction: Bytes32
    block: int
    final: bool


class SubmissionAnswer(BaseModel):
    """What became of a submission."""

    digest: Bytes32
    status: Status
    ordinal: int
    receipt: ReceiptAnswer
    sub_block: SubBlockAnswer | None
    settlement: SettlementAnswer | None
    reason: str | None


class ValueAnswer(BaseModel):
    """A value after all that was accepted, and on the chain."""

    key: Bytes32
    soft: Bytes32
    canonical: Bytes32


class SetAnswer(BaseModel):
    """What signatures for the thread are bound to, as the service claims."""

    chain_id: int
    genesis_hash: Bytes32
    settlement: Address
    world: int
    thread: int
    domain: Bytes32
    os_version: Bytes32
    set_root: Bytes32
    authorisation: Literal["signed", "none"]


class ErrorAnswer(BaseModel):
    """An error."""

    code: str
    message: str


class FailureAnswer(BaseModel):
    """The body of an answer that is no success."""

    error: ErrorAnswer
