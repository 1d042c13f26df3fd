"""Stateful tests: hypothesis makes random calls and checks the contract's invariants after each.

class TokenMachine(ContractMachine):
    contract = Token

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Deployed: ...

    def setup(self) -> None:
        self.token.balance[ALICE] = 100

    @invariant()
    def nothing_is_made(self) -> None:
        assert sum(int(balance) for balance in self.token.balance.values()) == 100

TestToken = TokenMachine.TestCase
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from saya_py.core.errors import CallFailed
from saya_py.lang import CompiledContract, Contract, FunctionSchema, User
from saya_py.testing.deployed import Deployed, Function
from saya_py.testing.deployment import compiled_world
from saya_py.testing.describe import handle_name
from saya_py.testing.simulation import Simulation
from saya_py.testing.strategies import CROWD, callers, of

__all__ = ["ContractMachine"]

LONG = 10**7
"""Most seconds that pass at once: four months."""
_MADE = "_saya_made"
"""Marks rules that were made from functions; subclasses make them again."""


class ContractMachine(RuleBasedStateMachine):
    """Base of state machines that call the functions of deployed contracts.

    Each function becomes a rule with random callers and arguments, unless the subclass has a method of its name. A
    failing call is an ordinary step; what it must never do is to break an invariant, or to be one that `may_fail`
    does not expect. When a function looks at the time, there is a rule `pass_time` too.

    The handles are attributes named after the classes: `self.token`, `self.gem_shop`.
    """

    contract: ClassVar[type[Contract] | Sequence[type[Contract]]]
    """The contract, or several that are deployed as one set."""
    callers: ClassVar[int] = CROWD
    """How many users make calls."""
    given: ClassVar[Mapping[str, Mapping[str, st.SearchStrategy[Any]]]] = {}
    """Strategies for arguments, by function and parameter, in place of any value of the type."""
    may_fail: ClassVar[Sequence[str] | None] = None
    """Regular expressions for the messages that calls may fail with; None allows any."""

    def __init__(self) -> None:
        super().__init__()
        self.world = Simulation()
        for contract, deployed in zip(self._contracts(), self.world.deploy_set(self._contracts()), strict=True):
            setattr(self, handle_name(contract.__name__), deployed)
        self.setup()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Deployed: ...

    def setup(self) -> None:
        """Fills the state before the first call; subclasses override it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "contract"):
            return  # a base of other machines
        for compiled in compiled_world(cls._contracts()).contracts:
            handle = handle_name(compiled.schema.name)
            for function in compiled.schema.functions:
                name = function.name if len(cls._contracts()) == 1 else f"{handle}_{function.name}"
                if hasattr(ContractMachine, name):
                    name = f"call_{name}"
                if getattr(getattr(cls, name, None), _MADE, not hasattr(cls, name)):
                    setattr(cls, name, cls._rule(name, handle, function))
            if _tells_time(compiled) and not hasattr(cls, "pass_time"):
                cls.pass_time = rule(seconds=st.integers(0, LONG))(_pass_time)

    @classmethod
    def _contracts(cls) -> tuple[type[Contract], ...]:
        return (cls.contract,) if isinstance(cls.contract, type) else tuple(cls.contract)

    @classmethod
    def _rule(cls, name: str, handle: str, function: FunctionSchema) -> Callable[..., None]:
        def call(self: ContractMachine, caller: User, **args: Any) -> None:
            self._called(getattr(getattr(self, handle), function.name), caller, args)

        call.__name__ = call.__qualname__ = name
        given = cls.given.get(name, {})
        unknown = given.keys() - {param.name for param in function.params}
        if unknown:
            raise TypeError(f"`given` names parameters that {name} does not have: {', '.join(sorted(unknown))}")
        strategies = {_key(param.name): given.get(param.name, of(param.type)) for param in function.params}
        made: Callable[..., None] = cast(Any, rule)(caller=callers(cls.callers), **strategies)(call)
        setattr(made, _MADE, True)
        return made

    def _called(self, function: Function, caller: User, args: Mapping[str, Any]) -> None:
        try:
            function(*(args[_key(param.name)] for param in function.schema.params), caller=caller)
        except CallFailed as failure:
            event(f"{function.schema.name}: {failure.message}")
            if self.may_fail is not None and not any(re.fullmatch(text, failure.message) for text in self.may_fail):
                raise
        else:
            event(f"{function.schema.name}: done")


def _pass_time(self: ContractMachine, seconds: int) -> None:
    self.world.warp(by=seconds)


_pass_time.__name__ = "pass_time"


def _tells_time(compiled: CompiledContract) -> bool:
    """Whether a function looks at the time window."""
    return any(op["op"] in ("t_min", "t_max") for function in compiled.ir["functions"] for op in function["body"])


def _key(param: str) -> str:
    """Name of a rule's argument for a parameter; `caller` is the user that makes the call."""
    return f"{param}_" if param == "caller" else param
