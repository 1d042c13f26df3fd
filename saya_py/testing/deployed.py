"""A deployed contract as tests hold it: its attributes are its state variables and its functions."""

import inspect
from typing import Any

from saya_py.core.errors import CallFailed
from saya_py.core.keys import ValueType
from saya_py.lang import NO_DEADLINE, AnyValue, Contract, FunctionSchema, Receipt, Record, User
from saya_py.lang.records import coerce_value
from saya_py.testing.deployment import Deployment
from saya_py.testing.describe import function_text, unknown_member, variable_text
from saya_py.testing.entries import Entries
from saya_py.testing.tracebacks import without_machinery


class Deployed:
    """`token = deploy(Token)`.

    - `token.transfer(bob, 30, caller=alice)` makes a call and returns its receipt; CallFailed when it fails.
    - `token.total`, `token.balance[alice]` read the state; assigning to them writes it, as a contract on the L2 may.
    - `token.LIMIT`, `token.Order`: constants and nested classes of the contract.
    """

    __slots__ = ("_contract", "_deployment", "_schema")

    def __init__(self, deployment: Deployment, contract: type[Contract]) -> None:
        object.__setattr__(self, "_deployment", deployment)
        object.__setattr__(self, "_contract", contract)
        object.__setattr__(self, "_schema", deployment.world.compiled(contract).schema)

    def __getattr__(self, name: str) -> Any:
        for var in self._schema.state:
            if var.name == name and var.keys:
                return Entries(self._deployment, self._contract, var)
            if var.name == name:
                return self._deployment.world.read(self._contract, name)
        for function in self._schema.functions:
            if function.name == name:
                return Function(self._deployment, self._contract, function)
        constant = inspect.getattr_static(self._contract, name, None)
        if constant is None or name.startswith("__") or hasattr(constant, "__get__"):
            raise AttributeError(unknown_member(self._schema, name))
        return constant

    def __setattr__(self, name: str, value: Any) -> None:
        var = next((var for var in self._schema.state if var.name == name), None)
        if var is not None and var.keys:
            raise AttributeError(f"{variable_text(var)} is written entry by entry: {name}[key] = value")
        if var is None and any(function.name == name for function in self._schema.functions):
            raise AttributeError(f"{name} is a function of {self._schema.name}; only state can be written")
        if var is None:
            raise AttributeError(unknown_member(self._schema, name))
        self._deployment.world.write(self._contract, name, value=value)

    def __dir__(self) -> list[str]:
        return [part.name for part in (*self._schema.state, *self._schema.functions)]

    def __repr__(self) -> str:
        return f"<{self._schema.name}, contract {self._schema.id} of its world>"


class Function:
    """A function of a deployed contract; calling it makes a call."""

    def __init__(self, deployment: Deployment, contract: type[Contract], schema: FunctionSchema) -> None:
        self.schema = schema
        self._deployment = deployment
        self._contract = contract

    def __call__(
        self,
        *args: AnyValue | int,
        caller: User | int | None = None,
        valid_until: int = NO_DEADLINE,
        **named: AnyValue | int,
    ) -> Receipt:
        """Runs the function for `caller`; arguments are given by position or by name.

        Raises:
            CallFailed: it failed and changed nothing.
            TypeError: the arguments are not those that the function takes.
            ValueError: an argument is out of its type's range.
        """
        __tracebackhide__ = True
        if caller is None:
            raise TypeError(f"a call needs a user that makes it: {self.schema.name}(..., caller=alice)")
        user = User(*_checked("caller", Record.of(ValueType.USER), caller))
        arguments = self._arguments(args, named)
        try:
            return self._deployment.call(self._contract, self.schema.name, arguments, user, valid_until)
        except CallFailed as failure:
            raise failure.with_traceback(without_machinery(failure.__traceback__)) from None

    def __repr__(self) -> str:
        return f"<{self._contract.__name__}.{function_text(self.schema)}>"

    def _arguments(self, args: tuple[AnyValue | int, ...], named: dict[str, AnyValue | int]) -> list[AnyValue | int]:
        __tracebackhide__ = True
        names = [param.name for param in self.schema.params]
        left = names[len(args) :]
        if len(args) > len(names) or sorted(left) != sorted(named):
            shown = ", ".join([*map(repr, args), *(f"{name}={value!r}" for name, value in named.items())])
            raise TypeError(f"{function_text(self.schema)} cannot take the arguments ({shown})")
        for param, value in zip(self.schema.params, given := [*args, *(named[name] for name in left)], strict=True):
            _checked(f"{param.name} of {function_text(self.schema)}", param.type, value)
        return given


def _checked(what: str, record: Record, value: object) -> tuple[int, ...]:
    """The numbers of a value; an error that says what it was given for unless it is of this type."""
    __tracebackhide__ = True
    try:
        return coerce_value(record, value)
    except (TypeError, ValueError) as error:
        wrong = type(error)(f"{what}: {error}")
    raise wrong
