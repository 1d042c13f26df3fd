"""What a contract is written with: `Contract`, `Var`, `Map`, `function`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, TypeVarTuple, cast, overload

from saya_py.core.errors import CallFailed
from saya_py.lang import messages
from saya_py.lang.ledger import Frame
from saya_py.lang.records import AnyValue, coerce_value, make_value
from saya_py.lang.schema import BEACON, Auth, StateVar
from saya_py.lang.structs import Event
from saya_py.lang.values import U32, U64, Hash, User

K = TypeVar("K", bound=AnyValue)
K2 = TypeVar("K2", bound=AnyValue)
V = TypeVar("V", bound=AnyValue)
Types = TypeVarTuple("Types")
F = TypeVar("F", bound=Callable[..., None])

FUNCTION_MARK = "__saya_function__"
"""Attribute of methods that can be called; its value is what was given for `auth`."""


class Contract:
    """Base of all contracts.

    The class body declares state variables (`Var`, `Map`), links to other contracts of the set (`usdt: Token`), events,
    structs, constants, functions marked with `@function`, and helper methods.
    A contract has no instances of its own: a `World` runs its calls.
    """

    _saya_frame: Frame
    """The call that is running."""

    def __init__(self) -> None:
        raise TypeError(f"{type(self).__name__} is not instantiated: run its functions with World.call")

    @property
    def caller(self) -> User:
        """The user that makes the call; never user 0."""
        return User(self._saya_frame.caller)

    @property
    def t_min(self) -> U64:
        """First second (Unix time) of the window in which the call settles."""
        return U64(self._saya_frame.window.t_min)

    @property
    def t_max(self) -> U64:
        """Last second of the window in which the call settles."""
        return U64(self._saya_frame.window.t_max)

    def beacon(self, epoch: U32 | int) -> Hash:
        """The randomness published for an epoch; fails the call while it is not published."""
        (number,) = self._saya_frame.read(BEACON, coerce_value(BEACON.keys[0], epoch))
        if number == 0:
            raise CallFailed(messages.NO_BEACON)
        return Hash(number)

    def emit(self, event: Event) -> None:
        """Adds an event of this contract to the log."""
        self._saya_frame.emit(event)


def running(cls: type[Contract], frame: Frame) -> Contract:
    """A contract as one call sees it."""
    contract = cls.__new__(cls)
    contract._saya_frame = frame
    return contract


class Var(Generic[V]):
    """A state variable: `total: Var[U64]`, read and assigned as `self.total`."""

    def __init__(self, declared: StateVar) -> None:
        self._declared = declared

    @overload
    def __get__(self, contract: None, owner: type[Contract]) -> Self: ...
    @overload
    def __get__(self, contract: Contract, owner: type[Contract]) -> V: ...
    def __get__(self, contract: Contract | None, owner: type[Contract]) -> Self | V:
        if contract is None:
            return self
        numbers = contract._saya_frame.read(self._declared, ())
        return cast(V, make_value(self._declared.value, numbers))

    def __set__(self, contract: Contract, value: V | int) -> None:
        numbers = coerce_value(self._declared.value, value)
        contract._saya_frame.write(self._declared, (), numbers)


class Map(Generic[*Types]):
    """A state variable with one entry for each key, or for each pair of keys.

    `balance: Map[User, U64]` is used as `self.balance[user]`, `allowance: Map[User, User, U64]` as
    `self.allowance[owner, spender]`. An entry that was never written is 0 (or false).
    """

    def __init__(self, declared: StateVar, frame: Frame) -> None:
        self._declared = declared
        self._frame = frame

    @overload
    def __getitem__(self: "Map[K, V]", keys: K | int) -> V: ...
    @overload
    def __getitem__(self: "Map[K, K2, V]", keys: tuple[K | int, K2 | int]) -> V: ...
    def __getitem__(self, keys: Any) -> Any:
        numbers = self._frame.read(self._declared, self._numbers(keys))
        return make_value(self._declared.value, numbers)

    @overload
    def __setitem__(self: "Map[K, V]", keys: K | int, value: V | int) -> None: ...
    @overload
    def __setitem__(self: "Map[K, K2, V]", keys: tuple[K | int, K2 | int], value: V | int) -> None: ...
    def __setitem__(self, keys: Any, value: Any) -> None:
        at, numbers = self._numbers(keys), coerce_value(self._declared.value, value)
        self._frame.write(self._declared, at, numbers)

    def _numbers(self, keys: Any) -> tuple[int, ...]:
        """The fields of all keys."""
        return key_numbers(self._declared, keys if isinstance(keys, tuple) else (keys,))


def key_numbers(var: StateVar, keys: tuple[object, ...]) -> tuple[int, ...]:
    """The fields of the keys of an entry; TypeError for keys of other types, or too few or many."""
    if len(keys) != len(var.keys):
        raise TypeError(f"{var.name} takes {len(var.keys)} keys, not {len(keys)}")
    return tuple(number for record, key in zip(var.keys, keys, strict=True) for number in coerce_value(record, key))


@overload
def function(body: F) -> F: ...
@overload
def function(*, auth: Auth) -> Callable[[F], F]: ...
def function(body: F | None = None, *, auth: Auth = "user") -> F | Callable[[F], F]:
    """Marks a method that can be called: `@function` by users, `@function(auth="operator")` by the operator."""

    def mark(body: F) -> F:
        setattr(body, FUNCTION_MARK, auth)
        return body

    if isinstance(body, str):
        raise TypeError(f"write `@function(auth={body!r})`")
    return mark if body is None else mark(body)
