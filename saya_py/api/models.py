"""What the HTTP interface answers, as JSON. Bytes are `0x` text; numbers that may exceed 63 bits are too."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel

from saya_py.core.variants import Authorisation
from saya_py.service.running import MinedIn, Place, Signing, SubmissionState
from saya_py.store.records import SoftReceipt
from saya_py.store.states import State, Status


def shown(data: bytes) -> str:
    """Bytes as text."""
    return "0x" + data.hex()


class ReceiptModel(BaseModel):
    """What an execution read and wrote: 32-byte values by 32-byte key."""

    reads: dict[str, str]
    writes: dict[str, str]

    @classmethod
    def of(cls, receipt: SoftReceipt) -> ReceiptModel:
        """The JSON form of a receipt."""
        reads, writes = (
            {shown(key): shown(value) for key, value in sorted(side.items())}
            for side in (receipt.reads, receipt.writes)
        )
        return cls(reads=reads, writes=writes)


class AcceptedModel(BaseModel):
    """Executed and kept: it ends settled, or dropped with a reason."""

    line: int
    answer: Literal["accepted"] = "accepted"
    digest: str
    ordinal: int
    receipt: ReceiptModel


class RepeatedModel(BaseModel):
    """The thread accepted the same content before, and this is where it stands."""

    line: int
    answer: Literal["repeated"] = "repeated"
    digest: str
    status: Status
    reason: str | None


class RefusedModel(BaseModel):
    """It failed with this reason and was not kept."""

    line: int
    answer: Literal["refused"] = "refused"
    digest: str
    reason: str


class UnreadableModel(BaseModel):
    """The line is no submission."""

    line: int
    answer: Literal["unreadable"] = "unreadable"
    reason: str


AnswerModel: TypeAlias = AcceptedModel | RepeatedModel | RefusedModel | UnreadableModel


class AnswersModel(BaseModel):
    """One answer for each line that is not blank, in order."""

    answers: list[AnswerModel]


class SubBlockModel(BaseModel):
    """The sub-block that a submission is in."""

    seq: int
    generation: int
    state: State

    @classmethod
    def of(cls, place: Place) -> SubBlockModel:
        """The JSON form of a place."""
        return cls(seq=place.seq, generation=place.generation, state=place.state)


class SettlementModel(BaseModel):
    """The transaction that settled it."""

    transaction: str
    block: int
    final: bool

    @classmethod
    def of(cls, mined: MinedIn, final: bool) -> SettlementModel:
        """The JSON form."""
        return cls(transaction=shown(mined.transaction), block=mined.block, final=final)


class SubmissionModel(BaseModel):
    """What became of a submission so far."""

    digest: str
    status: Status
    ordinal: int
    receipt: ReceiptModel
    sub_block: SubBlockModel | None
    settlement: SettlementModel | None
    reason: str | None

    @classmethod
    def of(cls, state: SubmissionState) -> SubmissionModel:
        """The JSON form of a state."""
        return cls(
            digest=shown(state.digest),
            status=state.status,
            ordinal=state.ordinal,
            receipt=ReceiptModel.of(state.receipt),
            sub_block=None if state.place is None else SubBlockModel.of(state.place),
            settlement=None if state.mined is None else SettlementModel.of(state.mined, state.is_final),
            reason=state.reason,
        )


class ValueModel(BaseModel):
    """A value after all that was accepted (soft), and on the chain."""

    key: str
    soft: str
    canonical: str


class SetModel(BaseModel):
    """What signatures for this thread are bound to."""

    chain_id: int
    genesis_hash: str
    settlement: str
    world: int
    thread: int
    domain: str
    os_version: str
    set_root: str
    authorisation: Authorisation
    manifest_sha256: str

    @classmethod
    def of(cls, signing: Signing) -> SetModel:
        """The JSON form."""
        return cls(
            chain_id=signing.chain_id,
            genesis_hash=shown(signing.genesis_hash),
            settlement=shown(signing.settlement),
            world=signing.world,
            thread=signing.thread,
            domain=shown(signing.domain),
            os_version=f"0x{signing.os_version:064x}",
            set_root=shown(signing.set_root),
            authorisation=signing.authorisation,
            manifest_sha256=shown(signing.manifest),
        )


class ErrorModel(BaseModel):
    """What went wrong: `code` is the name of the error's class in docs/errors.md, `message` is for people."""

    code: str
    message: str


class FailureModel(BaseModel):
    """The body of every answer that is no success."""

    error: ErrorModel
