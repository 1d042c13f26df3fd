"""What a contract is written with: `Contract`, `Var`, `Map`, `function`."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, cast, overload

from saya_py.lang.ledger import Frame
from saya_py.lang.schema import StateVar
from saya_py.lang.types import coerce, make
from saya_py.lang.values import User, Value

K = TypeVar("K", bound=Value)
V = TypeVar("V", bound=Value)
F = TypeVar("F", bound=Callable[..., None])

FUNCTION_MARK = "__saya_function__"


class Contract:
    """Base of all contracts.

    The class body declares state variables (`Var`, `Map`), constants, and functions marked with `@function`.
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
        number = contract._saya_frame.read(self._declared, ())
        return cast(V, make(self._declared.value, number))

    def __set__(self, contract: Contract, value: V | int) -> None:
        number = coerce(self._declared.value, value)
        contract._saya_frame.write(self._declared, (), number)


class Map(Generic[K, V]):
    """A state variable with one entry for each key: `balance: Map[User, U64]`, used as `self.balance[user]`.

    An entry that was never written is 0 (or false).
    """

    def __init__(self, declared: StateVar, frame: Frame) -> None:
        self._declared = declared
        self._frame = frame

    def __getitem__(self, key: K | int) -> V:
        number = self._frame.read(self._declared, self._keys(key))
        return cast(V, make(self._declared.value, number))

    def __setitem__(self, key: K | int, value: V | int) -> None:
        keys, number = self._keys(key), coerce(self._declared.value, value)
        self._frame.write(self._declared, keys, number)

    def _keys(self, key: K | int) -> tuple[int, ...]:
        return (coerce(self._declared.keys[0], key),)


def function(body: F) -> F:
    """Marks a method that users can call."""
    setattr(body, FUNCTION_MARK, True)
    return body
