"""A sub-block call by call, in the contract's words, also when something is wrong with it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from saya_py.audit.contract_set import AuditedSet
from saya_py.audit.evidence import Unknown
from saya_py.audit.replay import Replay, replay
from saya_py.cli.audit.replay import show_replay
from saya_py.core.errors import Mismatch, MissingData
from tests.unit.audit.support import DEPLOYMENT, SubBlock, look, pay

UNKNOWN = Unknown("nobody knows")


def replayed(contracts: AuditedSet, sub_block: SubBlock, file: bytes | None = None) -> Replay:
    sets = {contracts.root: contracts}
    return replay(DEPLOYMENT, sets, sub_block.evidence, sub_block.file if file is None else file)


def shown(found: Replay, *answers: str) -> str:
    """What is shown to somebody who answers so; nobody is asked when there are no answers."""
    console, left = Console(file=io.StringIO(), width=100), list(answers)
    show_replay(console, found, (lambda _: left.pop(0)) if answers else None)
    assert not left, "somebody was asked less often"
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_all_steps_are_told(contracts: AuditedSet, sub_block: SubBlock) -> None:
    assert shown(replayed(contracts, sub_block)) == (
        "Sub-block 3: 3 calls, window 1000 to 4600\n"
        "1 Purse.pay(to=2, n=3) by user 1\n"
        "    reads Purse.held[1] = 10\n"
        "    reads Purse.held[1] = 10\n"
        "    writes Purse.held[1] = 10 -> 7\n"
        "    reads Purse.held[2] = 4\n"
        "    writes Purse.held[2] = 4 -> 7\n"
        "    emits Purse.Paid(by=1, to=2, amount=3)\n"
        "2 Purse.pay(to=1, n=5) by user 2\n"
        "    reads Purse.held[2] = 7\n"
        "    reads Purse.held[2] = 7\n"
        "    writes Purse.held[2] = 7 -> 2\n"
        "    reads Purse.held[1] = 7\n"
        "    writes Purse.held[1] = 7 -> 12\n"
        "    emits Purse.Paid(by=2, to=1, amount=5)\n"
        "3 Purse.look() by user 3\n"
        "    reads Purse.held[3] = 1\n"
    )


def test_somebody_at_a_terminal_goes_on_step_by_step(contracts: AuditedSet, sub_block: SubBlock) -> None:
    found = replayed(contracts, sub_block)
    assert shown(found, "", "") == shown(found)
    assert shown(found, "a") == shown(found)
    quit_after_one = shown(found, "q")
    assert "1 Purse.pay" in quit_after_one
    assert "2 Purse.pay" not in quit_after_one


def test_the_end_of_input_is_an_answer_too(contracts: AuditedSet, sub_block: SubBlock) -> None:
    def end(_: str) -> str:
        raise EOFError

    console = Console(file=io.StringIO(), width=100)
    show_replay(console, replayed(contracts, sub_block), end)
    assert "2 Purse.pay" not in console.file.getvalue()  # type: ignore[attr-defined]


def test_calls_that_were_not_settled_are_replayed_until_one_fails(contracts: AuditedSet, sub_block: SubBlock) -> None:
    other = replace(sub_block, calls=(pay(1, 2, 3), pay(2, 1, 8), look(3)))
    found = replayed(contracts, sub_block, other.file)
    assert (found.report.verdict, len(found.execution.steps)) == ("mismatch", 1)
    assert shown(found).endswith("submission 2 FAILS: the purse is empty\n")
    told = found.to_json()
    assert told["stop"] == {"submission": 2, "call": None, "reason": "the purse is empty", "key": None}
    assert told["first"]["check"] == "calls"


def test_an_entry_that_is_not_in_the_list_stops_the_replay_by_its_name(
    contracts: AuditedSet, sub_block: SubBlock
) -> None:
    other = replace(sub_block, calls=(pay(1, 4, 3),))
    assert shown(replayed(contracts, sub_block, other.file)).endswith(
        "submission 1 FAILS: it needs an entry that is not in the list: Purse.held[4]\n"
    )


def test_without_evidence_calls_or_contracts_there_is_nothing_to_replay(
    contracts: AuditedSet, sub_block: SubBlock
) -> None:
    sets = {contracts.root: contracts}
    evidence, file = sub_block.evidence, sub_block.file
    for given in (
        (UNKNOWN, file),
        (replace(evidence, calldata=UNKNOWN), file),
        (evidence, UNKNOWN),
        (evidence, b"no call data"),
    ):
        with pytest.raises(MissingData):
            replay(DEPLOYMENT, sets, *given)
    with pytest.raises(Mismatch, match="no manifest of it was given"):
        replay(DEPLOYMENT, {}, evidence, file)
    with pytest.raises(Mismatch, match="there is no input list"):
        replay(DEPLOYMENT, sets, replace(evidence, calldata=b""), file)
