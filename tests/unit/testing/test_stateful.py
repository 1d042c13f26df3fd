"""Machines made from contracts: they find what breaks an invariant and accept what does not."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from saya_py.core.errors import CallFailed
from saya_py.lang import U32, U64, Bool, Contract, Map, User, Var, function
from saya_py.testing import ALICE, BOB
from saya_py.testing.stateful import ContractMachine
from saya_py.testing.strategies import of


class Purse(Contract):
    coins: Map[User, U32]

    @function
    def give(self, to: User, amount: U32) -> None:
        assert self.coins[self.caller] >= amount, "not enough coins"
        self.coins[self.caller] -= amount
        self.coins[to] += amount

    @function
    def setup(self, caller: U32) -> None:
        self.coins[self.caller] = caller


class LeakyPurse(Contract):
    coins: Map[User, U32]

    @function
    def give(self, to: User, amount: U32) -> None:
        before = self.coins[to]
        assert self.coins[self.caller] >= amount, "not enough coins"
        self.coins[self.caller] -= amount
        self.coins[to] = before + amount


class Clerk(Contract):
    open_until: Var[U64]
    busy: Var[Bool]

    @function
    def work(self, busy: Bool, until: U64) -> None:
        self.busy = busy
        self.open_until = until


def run(machine, examples=60):
    phases = (Phase.generate, Phase.shrink)
    quick = settings(max_examples=examples, stateful_step_count=8, deadline=None, database=None, phases=phases)
    run_state_machine_as_test(machine, settings=quick)


def total(purse):
    return sum(int(coins) for coins in purse.coins.values())


class PurseMachine(ContractMachine):
    contract = Purse
    may_fail = ("not enough coins",)
    given = {"give": {"amount": of(U32, max_value=150)}}  # noqa: RUF012

    def setup(self):
        self.purse.coins[ALICE] = 100

    @rule()
    def call_setup(self):
        """In place of the function, which makes coins."""

    @invariant()
    def none_is_made_or_lost(self):
        assert total(self.purse) == 100


def test_a_contract_that_holds():
    run(PurseMachine)


def test_a_contract_that_leaks():
    class Machine(ContractMachine):
        contract = LeakyPurse

        def setup(self):
            self.leaky_purse.coins[ALICE] = 100

        @invariant()
        def none_is_made_or_lost(self):
            assert total(self.leaky_purse) == 100

    with pytest.raises(AssertionError) as failure:
        run(Machine)
    assert "state.give(amount=U32(1), caller=User(1), to=User(1))" in "\n".join(failure.value.__notes__)


def test_failures_that_are_not_expected():
    class Machine(PurseMachine):
        may_fail = ()

    with pytest.raises(CallFailed, match="not enough coins"):
        run(Machine)


def test_functions_named_like_parts_of_the_machine_and_several_contracts():
    seen = set()

    class Machine(ContractMachine):
        contract = (Purse, Clerk)

        @rule()
        def purse_give(self):
            seen.add("give")

        def teardown(self):
            seen.update(type(value) for value in (self.clerk.open_until, self.clerk.busy))
            seen.add(self.purse.coins[BOB] > 0)

    assert {"purse_setup", "clerk_work"} < {rule.function.__name__ for rule in Machine.setup_state().rules}
    run(Machine)
    assert {"give", U64, bool, True} <= seen


def test_strategies_for_parameters_that_do_not_exist():
    with pytest.raises(TypeError, match="does not have: amuont"):

        class Machine(ContractMachine):
            contract = Purse
            given = {"give": {"amuont": of(U32)}}  # noqa: RUF012
