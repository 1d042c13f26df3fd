"""Structs and events: classes with named, typed fields."""

import sys
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

from saya_py.lang.hints import hints
from saya_py.lang.schema import Field
from saya_py.lang.types import coerce, make, type_of


class _Fields:
    """Named, typed values side by side. They are given by name or in order, and never change.

    An `int` given for a field counts as a value of its type.
    """

    _FIELDS: ClassVar[tuple[Field, ...] | None] = ()

    def __init_subclass__(cls) -> None:
        types = {name: type_of(hint) for name, hint in hints(cls, sys._getframe(1)).items()}
        known = [Field(name, ty) for name, ty in types.items() if ty is not None]
        cls._FIELDS = tuple(known) if len(known) == len(types) else None  # the compiler reports the others

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fields = fields_of(type(self))
        if fields is None:
            raise TypeError(f"{type(self).__name__} has a field that is of no value type")
        given = _by_name(type(self).__name__, [field.name for field in fields], args, kwargs)
        for field in fields:
            vars(self)[field.name] = make(field.type, coerce(field.type, given[field.name]))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change: use `.replace({name}=…)`")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is no condition: compare its fields")

    def replace(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return type(self)(**{**vars(self), **changes})


@dataclass_transform(frozen_default=True)
class Struct(_Fields):
    """Base of structs: several values that are stored, keyed and passed as one.

    `class Order(Struct): owner: User; price: U32` is made by `Order(owner, 3)` or `Order(owner=owner, price=3)`, read
    as `order.price`, and changed into another by `order.replace(price=4)`.
    """

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            raise TypeError(f"a {type(self).__name__} does not mix with {other!r}")
        return vars(self) == vars(other)

    __hash__ = _Fields.__hash__


@dataclass_transform(frozen_default=True)
class Event(_Fields):
    """Base of events, which are declared in a contract and go to the log by `self.emit(self.Bought(…))`."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(self) == vars(other)

    __hash__ = _Fields.__hash__


def fields_of(cls: type) -> tuple[Field, ...] | None:
    """The fields of a struct or an event in order of declaration; None when one is of no value type."""
    return cls._FIELDS if issubclass(cls, _Fields) else None


def numbers_of(value: _Fields) -> tuple[int, ...]:
    """The fields of a struct or an event as numbers."""
    return tuple(int(part) for part in vars(value).values())


def _by_name(what: str, names: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments by field; TypeError unless there is exactly one for each."""
    if len(args) > len(names):
        raise TypeError(f"{what} has {len(names)} fields, not {len(args)}")
    given = dict(zip(names, args, strict=False))
    for name, value in kwargs.items():
        if name not in names or name in given:
            raise TypeError(f"{what} has no field {name!r}" if name not in names else f"{what}.{name} is given twice")
        given[name] = value
    missing = [name for name in names if name not in given]
    if missing:
        raise TypeError(f"{what} lacks {', '.join(missing)}")
    return given
