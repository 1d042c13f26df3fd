"""What the code that is being written can use, and what it declares as it goes."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from saya_py.core.keys import ValueType
from tests.property.lang.generator.choices import Choices
from tests.property.lang.generator.declarations import Contract, Fields, Function, Module, Variable
from tests.property.lang.generator.kinds import ALL, KEY_LIMBS, VALUE_LIMBS, Kind, plain

MAX_STRUCTS = 3
MAX_HELPERS = 4
MAX_PARAMS = 6
FIELD_NAMES = "abcd"


@dataclass(frozen=True)
class Local:
    """A local variable; plain Python may hold an `int` in one that is not `typed`."""

    name: str
    kind: Kind
    typed: bool = True
    is_index: bool = False
    """A constant from 0 to 3 in each round of a loop."""


@dataclass
class Scope:
    """One function that is being written."""

    choices: Choices
    module: Module
    contract: Contract | None
    """None in a function of the module, which has no state."""
    function: Function
    level: int
    """How many calls this function is away from the one that users call."""
    new_helper: Callable[["Scope", Kind | None], Function | None]
    locals: dict[str, Local] = field(default_factory=dict)
    loops: int = 0
    """How many loops the next statement stands in."""
    rounds: int = field(init=False)
    """How often it may be unrolled, because of loops here and in callers."""

    def __post_init__(self) -> None:
        self.rounds = 2**self.level

    def kind(self, *, structs: bool = True) -> Kind:
        """A kind of value, now and then a struct."""
        options = len(ALL) + (2 if structs else 0)
        index = self.choices.below(options)
        return ALL[index] if index < len(ALL) else self.struct()

    def struct(self) -> Kind:
        """A struct of at most four limbs, perhaps a new one."""
        structs = self.module.structs
        index = self.choices.below(MAX_STRUCTS)
        if index < len(structs):
            return structs[index].kind
        new = Fields(self._fields(self.module.fresh("S"), VALUE_LIMBS), "Struct")
        structs.append(new)
        return new.kind

    def event(self) -> Kind:
        """An event of the contract."""
        assert self.contract is not None
        events = self.contract.events
        index = self.choices.below(MAX_STRUCTS)
        if index < len(events):
            return events[index].kind
        new = Fields(self._fields(self.module.fresh("E"), 8), "Event")
        events.append(new)
        return new.kind

    def variable(self, value: Kind | None = None, *, is_map: bool) -> Variable:
        """A state variable, perhaps of a given kind, perhaps a new one."""
        assert self.contract is not None
        fitting = [
            variable
            for variable in self.contract.state
            if (value is None or variable.value == value) and bool(variable.keys) == is_map
        ]
        if fitting and not self.choices.chance(25):
            return self.choices.pick(fitting)
        keys = self._keys() if is_map else ()
        slot, name = len(self.contract.state) + 1, self.module.fresh("map" if is_map else "var")
        made = Variable(name, self.contract.number, slot, keys, value or self.kind())
        self.contract.state.append(made)
        return made

    def constant(self, source: str) -> str:
        """A name for a constant, of the class or of the module."""
        name = self.module.fresh("C")
        if self.contract is not None and self.choices.chance(50):
            self.contract.constants.append(f"{name} = {source}")
            return f"self.{name}"
        self.module.constants.append(f"{name} = {source}")
        return name

    def param(self, kind: Kind) -> Local | None:
        """A new parameter; None when there are enough."""
        if len(self.function.params) >= MAX_PARAMS:
            return None
        name = f"p{len(self.function.params) + 1}"
        self.function.params[name] = kind
        return Local(name, kind)

    def visible(self, kind: Kind, *, typed: bool) -> list[Local]:
        """The local variables and parameters of a kind."""
        return [local for local in self.names().values() if local.kind == kind and (local.typed or not typed)]

    def names(self) -> dict[str, Local]:
        """All parameters and local variables, by name."""
        return self.params() | self.locals

    def params(self) -> dict[str, Local]:
        """The parameters so far, as they are at first."""
        return {name: Local(name, kind) for name, kind in self.function.params.items()}

    def assign(self, local: Local) -> None:
        """A local variable gets a value."""
        self.locals[local.name] = local

    @contextmanager
    def block(self):
        """A block whose local variables end with it, and are yielded."""
        before = dict(self.locals)
        yield
        self.locals = before

    def _fields(self, name: str, limbs: int) -> Kind:
        fields: list[tuple[str, ValueType]] = []
        while True:
            kind = self.choices.pick([kind for kind in ALL if kind.width <= limbs])
            fields.append((FIELD_NAMES[len(fields)], kind.type))
            limbs -= kind.width
            if not limbs or len(fields) == len(FIELD_NAMES) or not self.choices.chance(60):
                return Kind(name, tuple(fields))

    def _keys(self) -> tuple[Kind, ...]:
        options = [kind for kind in (*ALL, *(s.kind for s in self.module.structs)) if kind.width <= KEY_LIMBS]
        first = self.choices.pick(options)
        rest = [kind for kind in options if first.width + kind.width <= KEY_LIMBS]
        return (first, self.choices.pick(rest)) if rest and self.choices.chance(40) else (first,)


def field_kinds(kind: Kind) -> list[tuple[str, Kind]]:
    """The fields of a struct or event, each with its kind."""
    return [(name, plain(ty)) for name, ty in kind.fields]
