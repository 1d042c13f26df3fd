"""Nodes that are slow, away, behind, overloaded or lying, and chains that are not the thread's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from saya_py.core.errors import SettledElsewhere, VersionRetired, WrongChain
from saya_py.settler.events import NodeTrouble, NonceLost, Resent, Sent, Withdrawn
from saya_py.store.states import Outcome, State
from tests.support.faulty_node import Answer, FaultyNode
from tests.support.settling import OS_VERSION, PROVER, Rig, key


@pytest.fixture
def node(rig: Rig) -> Iterator[FaultyNode]:
    """The settler's node."""
    with FaultyNode(rig.chain.url) as node:
        rig.url = node.url
        rig.restart()
        yield node


def settles(rig: Rig, old: int) -> None:
    """The thread goes on as if nothing had been."""
    sub_block = rig.proven({7: (old, old + 1)})
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})


def test_a_node_that_is_away_is_told_once_and_waited_for(rig: Rig, node: FaultyNode) -> None:
    settles(rig, 0)
    sub_block = rig.proven({1: (0, 5)})
    node.away = True
    rig.steps(3)
    assert not rig.settler.fresh(sub_block)
    assert rig.settler.trouble is not None
    assert "does not answer" in rig.settler.trouble
    assert len(rig.told(NodeTrouble)) == 1
    node.well()
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})
    assert [event.reason for event in rig.told(NodeTrouble)][-1] is None


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_a_node_that_drops_connections_settles_all_the_same(rig: Rig, node: FaultyNode, share: float) -> None:
    node.dropped = share
    for number in range(3):
        settles(rig, number)
    assert rig.thread.costs().settled.transactions == 3


@pytest.mark.parametrize(("status", "garbage"), [(503, None), (429, None), (None, b"<html>"), (None, b"[]")])
def test_answers_that_are_none_are_trouble(
    rig: Rig, node: FaultyNode, status: int | None, garbage: bytes | None
) -> None:
    node.status, node.garbage = status, garbage
    rig.steps()
    assert rig.settler.trouble is not None
    node.well()
    settles(rig, 0)
    assert rig.settler.trouble is None


def test_an_answer_that_gets_lost_does_not_send_twice(rig: Rig, node: FaultyNode) -> None:
    sub_block = rig.proven({1: (0, 5)})
    node.swallow = {"eth_sendRawTransaction"}
    rig.until(lambda: rig.settler.trouble is not None)
    (attempt,) = rig.thread.attempts(sub_block.id)
    assert attempt.broadcast_at is None
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})
    assert len(rig.thread.attempts(sub_block.id)) == 1
    assert rig.thread.costs().settled.transactions == 1


def lying(method: str, **fields: Any) -> Any:
    """A lie about fields of what a method tells."""

    def lie(asked: str, parameters: list[Any], found: Answer) -> Answer:
        if asked == method and isinstance(found.get("result"), dict):
            return {**found, "result": {**found["result"], **fields}}
        return found

    return lie


@pytest.mark.parametrize(
    "lie",
    [
        lying("eth_getBlockByNumber", hash="0x" + "11" * 32),
        lying("eth_getBlockByNumber", parentHash="0x" + "11" * 32),
        lying("eth_getBlockByNumber", number="0x99"),
        lying("eth_getBlockByNumber", hash="0x11"),
        lying("eth_getBlockByNumber", timestamp=None),
        lying("eth_getTransactionReceipt", transactionHash="0x" + "11" * 32),
        lying("eth_getTransactionReceipt", blockHash="0x" + "11" * 32),
        lambda method, _, found: {**found, "result": "0x"} if method == "eth_call" else found,
        lambda method, _, found: {**found, "result": "0xzz"} if method == "eth_call" else found,
        lambda method, _, found: {**found, "result": None} if method.startswith("eth_getBlock") else found,
        lambda method, _, found: {"id": 1, "jsonrpc": "2.0", "error": {"code": -32000, "message": "header not found"}},
    ],
    ids=["hash", "parent", "number", "short", "time", "receipt", "receipt's block", "empty", "text", "null", "error"],
)
def test_a_lie_changes_nothing_and_the_truth_goes_on(rig: Rig, node: FaultyNode, lie: Any) -> None:
    rig.tune(doubt_seconds=60.0)
    settles(rig, 0)
    sub_block = rig.proven({1: (0, 5)})
    node.lie = lie
    rig.steps(5)
    assert rig.states(sub_block.id) <= {State.PROVEN, State.SETTLING}
    node.well()
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})
    assert rig.told(Withdrawn) == []
    assert rig.thread.costs().settled.transactions == 2


def test_a_node_that_is_behind_is_not_believed(rig: Rig, node: FaultyNode) -> None:
    rig.tune(doubt_seconds=60.0)
    settles(rig, 0)
    old = rig.chain.do("eth_getBlockByNumber", "latest", False)
    settles(rig, 1)
    sub_block = rig.proven({1: (0, 5)})

    def behind(method: str, parameters: list[Any], found: Answer) -> Answer:
        return {**found, "result": old} if parameters[:1] == ["latest"] and "Block" in method else found

    node.lie = behind
    rig.steps(5)
    assert rig.settler.trouble is not None
    assert "behind" in rig.settler.trouble
    assert rig.states(sub_block.id) == {State.PROVEN}
    node.well()
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})


def another_chain(method: str, parameters: list[Any], found: Answer) -> Answer:
    return {**found, "result": "0x1"} if method == "eth_chainId" else found


def test_another_chain_is_refused_at_the_start(rig: Rig, node: FaultyNode) -> None:
    node.lie = another_chain
    rig.restart()
    with pytest.raises(WrongChain, match="the node is on chain 1 "):
        rig.steps()


def test_another_chain_is_doubted_for_a_while_then_refused(rig: Rig, node: FaultyNode) -> None:
    rig.tune(doubt_seconds=10.0)
    settles(rig, 0)
    sub_block = rig.proven({1: (0, 5)})
    node.lie = another_chain
    rig.chain.mine()
    rig.steps(3)
    assert rig.settler.trouble is not None
    assert "chain 1 " in rig.settler.trouble
    rig.clock.ahead = 11
    with pytest.raises(WrongChain):
        rig.steps()
    assert rig.states(sub_block.id) == {State.PROVEN}


def test_a_chain_restarted_with_its_state_goes_on(rig: Rig) -> None:
    settles(rig, 0)
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps(2)
    rig.chain.stop()
    rig.steps()
    assert rig.settler.trouble is not None
    rig.chain.start()
    rig.clock.ahead = 16  # anvil forgets what waits; it is given again after a while
    rig.until(lambda: rig.states(sub_block.id) == {State.SETTLED})
    assert len(rig.told(Resent)) == 1
    assert rig.settler.trouble is None


def test_a_chain_that_was_reset_is_refused_and_nothing_is_lost(rig: Rig) -> None:
    settled = rig.settled({1: (0, 5)})
    proven = rig.proven({1: (5, 6)})
    rig.chain.reset()
    with pytest.raises(WrongChain, match="a chain that was reset is another chain; nothing was changed"):
        rig.steps()
    assert rig.states(settled.id) == {State.SETTLED}
    assert rig.states(proven.id) == {State.PROVEN}


def test_a_nonce_that_somebody_else_used_is_lost_and_another_is_taken(rig: Rig) -> None:
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps()
    rig.chain.do("anvil_dropAllTransactions")
    prover = rig.settler_account()
    rig.chain.do("anvil_impersonateAccount", prover)
    rig.chain.do("eth_sendTransaction", {"from": prover, "to": prover, "gas": "0x5208"})
    rig.chain.mine()
    rig.steps(2)
    rig.chain.mine()
    rig.steps()
    assert rig.states(sub_block.id) == {State.SETTLED}
    assert len(rig.told(NonceLost)) == 1
    assert [event.nonce for event in rig.told(Sent)] == [0, 1]
    assert [each.outcome for each in rig.thread.attempts(sub_block.id)] == [Outcome.REPLACED, Outcome.SUCCEEDED]


def test_a_settlement_by_somebody_else_stops_the_thread(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5)})
    rig.steps()
    (attempt,) = rig.thread.attempts(sub_block.id)
    second = rig.proven({1: (5, 6)})
    # As a store that is an old copy has it: the transaction is on the chain, but not in the store.
    rig.steps()
    stranger = rig.twin("stranger")
    try:
        with pytest.raises(SettledElsewhere, match="sub-block 1 of thread 1"):
            stranger.steps(3)
        assert stranger.states(1) == {State.PROVEN}
    finally:
        stranger.thread.close()
        stranger.store.close()
    assert attempt.transaction.nonce == 0
    assert rig.states(second.id) <= {State.PROVEN, State.SETTLING, State.SETTLED}


def test_an_account_that_may_not_settle_waits_until_it_may(rig: Rig) -> None:
    rig.account = PROVER + 1
    rig.restart()
    sealed = rig.seal({1: (0, 5)})
    assert not rig.settler.fresh(sealed)  # not even proven
    sub_block = rig.prove(sealed)
    rig.steps(2)
    assert rig.settler.waiting is not None
    assert "has to name it as a delegate" in rig.settler.waiting
    rig.name_delegate(PROVER + 1)
    rig.steps(2)
    assert rig.states(sub_block.id) == {State.SETTLED}
    assert rig.settler.waiting is None


def test_a_version_that_the_world_retired_withdraws_and_stops(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5)})
    rig.world.owner.retire(rig.world.world, OS_VERSION)
    with pytest.raises(VersionRetired, match="does not accept it any more"):
        rig.steps()
    assert rig.states(sub_block.id) == {State.STALE}
    assert rig.withdrawn == 1
    assert len(rig.thread.queue()) == 1


def test_sub_blocks_of_an_older_set_are_withdrawn_for_those_of_the_new_one(rig: Rig) -> None:
    old = rig.proven({1: (0, 5)})
    rig.world.owner.request_adoption(rig.world.world, OS_VERSION, other := bytes.fromhex("0000000000000002" * 4))
    rig.world.owner.apply_adoption(rig.world.world, OS_VERSION)
    rig.proves_with = (OS_VERSION, other)
    rig.restart()
    rig.steps(2)
    assert rig.states(old.id) == {State.STALE}
    assert rig.withdrawn == 1


def test_a_changed_contract_set_withdraws_and_stops(rig: Rig) -> None:
    rig.proven({1: (0, 5)})
    other = bytes.fromhex("0000000000000002" * 4)
    rig.world.owner.request_adoption(rig.world.world, OS_VERSION, other)
    rig.world.owner.apply_adoption(rig.world.world, OS_VERSION)
    with pytest.raises(VersionRetired, match=f"with the set 0x{other.hex()} only"):
        rig.steps()


def test_a_settlement_that_would_revert_for_no_known_reason_is_set_aside(rig: Rig) -> None:
    broken = rig.prove(rig.seal({1: (0, 5)}), mangle=True)
    rig.steps(2)
    assert rig.states(broken.id) == {State.FAILED}
    assert rig.told(Sent) == []
    reason = rig.thread.sub_block(broken.id).reason
    assert reason is not None
    assert "would revert" in reason


def test_a_list_longer_than_one_question_is_read_in_parts(rig: Rig) -> None:
    changes = {number: (0, number) for number in range(1, 1_101)}
    sealed = rig.seal(changes)
    assert rig.settler.fresh(sealed)
    rig.world.write(1_100, 7)
    assert not rig.settler.fresh(sealed)
    (withdrawn,) = rig.told(Withdrawn)
    assert key(1_100).hex() in withdrawn.reason
