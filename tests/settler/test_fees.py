"""What is offered for a unit of gas: first, when it takes too long, and when the cap is reached."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saya_py.chain.evm.signing import Fees
from saya_py.settler.events import Sent, Waiting
from saya_py.settler.fees import first_offer, higher_offer
from saya_py.settler.policy import GWEI, SettlerPolicy
from saya_py.store.states import Outcome, State
from tests.support.settling import Rig

WEI = st.integers(0, 10**15)


@given(base_fee=WEI, tip=WEI, cap=st.integers(1, 10**15))
def test_a_first_offer_can_be_mined_in_the_next_block_and_keeps_to_the_cap(base_fee: int, tip: int, cap: int) -> None:
    offer = first_offer(base_fee, tip, SettlerPolicy(max_fee=cap))
    if offer is None:
        assert base_fee + min(tip, 1) > cap
    else:
        assert base_fee <= offer.max_fee <= cap
        assert 0 <= offer.tip <= min(tip, offer.max_fee - base_fee)


@given(before=st.lists(st.builds(Fees, WEI, WEI), min_size=1), base_fee=WEI, tip=WEI, percent=st.integers(13, 100))
def test_a_higher_offer_replaces_all_before(before: list[Fees], base_fee: int, tip: int, percent: int) -> None:
    policy = SettlerPolicy(max_fee=10**15, bump_percent=percent)
    offer = higher_offer(before, base_fee, tip, policy)
    if offer is not None:
        assert offer.max_fee <= policy.max_fee
        for each in before:
            # An eighth is what the strictest nodes want, of both.
            assert offer.max_fee * 8 > each.max_fee * 9
            assert offer.tip * 8 > each.tip * 9


def test_a_transaction_that_waits_too_long_is_replaced_by_a_dearer_one(rig: Rig) -> None:
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps(2)
    rig.clock.ahead = 31
    rig.steps()
    assert len(rig.told(Sent)) == 1  # no block was made, so it is not the fee
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    rig.tune(max_fee=2_000 * GWEI)
    rig.chain.mine()
    rig.steps()
    rig.clock.ahead = 62
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    rig.chain.mine()
    rig.steps()
    first, second = rig.told(Sent)
    assert (second.nonce, second.bumps) == (first.nonce, 1)
    assert second.max_fee > 500 * GWEI
    rig.chain.mine()
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED
    assert [each.outcome for each in rig.thread.attempts(sub_block.id)] == [Outcome.REPLACED, Outcome.SUCCEEDED]


def test_above_the_cap_nothing_is_sent_until_fees_fall(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5)})
    rig.chain.hold()
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    rig.chain.mine()
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    rig.steps(3)
    assert rig.told(Sent) == []
    (waiting,) = rig.told(Waiting)
    assert "the cap is 100 gwei" in waiting.reason
    assert rig.thread.attempts(sub_block.id) == []
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", GWEI)
    rig.chain.mine()
    rig.steps()
    rig.chain.mine()
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED
    assert rig.settler.waiting is None


def test_a_pending_transaction_waits_when_the_cap_is_reached(rig: Rig) -> None:
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps(2)
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", 500 * GWEI)
    rig.chain.mine()
    rig.clock.ahead = 31
    rig.steps(2)
    assert len(rig.told(Sent)) == 1
    assert rig.settler.waiting is not None
    assert "to replace a transaction of sub-block 1" in rig.settler.waiting
    rig.chain.do("anvil_setNextBlockBaseFeePerGas", GWEI)
    rig.chain.mine()
    rig.steps()
    rig.chain.mine()
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED


def test_an_account_without_funds_waits_and_says_what_it_needs(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5)})
    account = rig.world.owner.prover(rig.world.world, rig.world.thread)
    rig.chain.do("anvil_setBalance", account, "0x1")
    rig.steps(2)
    assert rig.settler.waiting is not None
    assert f"{account} has 1 wei" in rig.settler.waiting
    assert rig.thread.attempts(sub_block.id) == []
    rig.chain.do("anvil_setBalance", account, hex(10**20))
    rig.steps(2)
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED


def test_reverted_settlements_are_counted_apart(rig: Rig) -> None:
    rig.chain.hold()
    rig.proven({1: (0, 5)})
    rig.steps()
    rig.world.overtake(1, 9)
    rig.chain.mine()
    rig.steps(2)
    costs = rig.thread.costs()
    assert costs.reverted.transactions == 1
    assert costs.settled.transactions == 0
    assert rig.world.value(1) == 9
    assert rig.thread.unfinished() == []
