"""What a thread paid: exact sums over its transactions, reverted ones apart."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saya_py.store.races import lost_it_itself
from saya_py.store.records import Costs, Spent
from saya_py.store.states import AttemptKind, Outcome, State
from saya_py.store.tables import AttemptRow, SubBlockRow


def costs(session: Session, thread_id: int) -> Costs:
    """Costs of the thread in row `thread_id`. Wei are added here, because no database integer is wide enough."""
    query = (
        select(AttemptRow.kind, AttemptRow.outcome, AttemptRow.gas_used, AttemptRow.fee)
        .join(SubBlockRow, SubBlockRow.id == AttemptRow.sub_block_id)
        .where(SubBlockRow.thread_id == thread_id, AttemptRow.block.is_not(None))
    )
    mined = session.execute(query).all()
    stale = (SubBlockRow.thread_id == thread_id, SubBlockRow.state == State.STALE, SubBlockRow.proof.is_not(None))
    generations, proving_ms = session.execute(
        select(func.count(), func.coalesce(func.sum(SubBlockRow.proving_ms), 0)).where(*stale)
    ).one()
    races = session.execute(
        select(func.count()).where(
            SubBlockRow.thread_id == thread_id, SubBlockRow.state == State.STALE, lost_it_itself()
        )
    ).scalar_one()
    return Costs(
        settled=_sum(
            (gas, fee)
            for kind, outcome, gas, fee in mined
            if kind is AttemptKind.SETTLE and outcome is Outcome.SUCCEEDED
        ),
        reverted=_sum((gas, fee) for _, outcome, gas, fee in mined if outcome is Outcome.REVERTED),
        cancelled=_sum(
            (gas, fee)
            for kind, outcome, gas, fee in mined
            if kind is AttemptKind.CANCEL and outcome is Outcome.SUCCEEDED
        ),
        stale_generations=generations or 0,
        stale_proving_ms=int(proving_ms or 0),
        lost_races=races,
    )


def _sum(fees: Iterable[tuple[int | None, int | None]]) -> Spent:
    transactions = gas = wei = 0
    for gas_used, fee in fees:
        transactions += 1
        gas += gas_used or 0
        wei += fee or 0
    return Spent(transactions, gas, wei)
