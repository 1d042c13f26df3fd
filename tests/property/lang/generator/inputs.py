"""Calls of generated programs, and the states and windows that they run in."""

from dataclasses import dataclass

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.keys import ValueType, make_key
from saya_py.core.limbs import Digest
from saya_py.core.window import Window
from tests.property.lang.generator.choices import Choices
from tests.property.lang.generator.declarations import Variable
from tests.property.lang.generator.kinds import HASH, Kind
from tests.property.lang.generator.numbers import ANY, EDGES, SMALL, limb, number
from tests.property.lang.generator.programs import Program

BEACON_SLOT = 3
MAX_ENTRIES = 3
USERS = (1, 2, 3, 2**32 - 1)
TIMES = (0, 1, 5, 1_800_000_000, 2**32 - 1, 2**32, TIME_LIMIT - 1)


@dataclass(frozen=True)
class Run:
    """One call, with the entries that are written on the chain just before it."""

    call: Call
    window: Window
    entries: dict[Digest, Digest]


def run_of(choices: Choices, program: Program) -> Run:
    """A call of `run`: small numbers often, extremes often, and now and then entries that are no values."""
    mood = choices.pick([SMALL, SMALL, EDGES, ANY])
    kinds = list(program.run.params.values())
    args = [_value(choices, kind, mood) for kind in kinds]
    user = choices.pick(USERS)
    window = _window(choices)
    valid_until = choices.pick([TIME_LIMIT - 1] * 12 + [window.t_max] * 3 + [max(window.t_max - 1, 0)])
    call = Call(1, 1, tuple(limb for value in args for limb in value), user, valid_until)
    keys = [[user], *args]
    entries: dict[Digest, Digest] = {}
    for contract in program.contracts:
        for variable in contract.state:
            entries |= _entries(choices, variable, keys, mood)
    for epoch in range(choices.below(4)):
        entries[make_key(0, BEACON_SLOT, [(ValueType.U32, epoch)])] = _padded(_value(choices, HASH, mood))
    return Run(call, window, entries)


def _window(choices: Choices) -> Window:
    t_min = choices.pick(TIMES)
    return Window(t_min, min(t_min + choices.pick([0, 1, 3600]), TIME_LIMIT - 1))


def _entries(choices: Choices, variable: Variable, known: list[list[int]], mood: int) -> dict[Digest, Digest]:
    found: dict[Digest, Digest] = {}
    for _ in range(choices.below(MAX_ENTRIES + 1) if variable.keys else choices.below(2)):
        keys = [_key(choices, kind, known, mood) for kind in variable.keys]
        limbs = [limb for key in keys for limb in key]
        a, b, c = (*limbs, *[0] * (3 - len(limbs)))
        found[variable.contract * 2**32 + variable.slot, a, b, c] = _stored(choices, variable.value, mood)
    return found


def _key(choices: Choices, kind: Kind, known: list[list[int]], mood: int) -> list[int]:
    """A key that the call may well use: one of its arguments, or a small number."""
    if choices.chance(50):
        value = choices.pick(known)
        if len(value) == kind.width and _encodes(kind, value):
            return value
    return _value(choices, kind, mood)


def _stored(choices: Choices, kind: Kind, mood: int) -> Digest:
    """A stored value, now and then one that is no value of its type."""
    limbs = _value(choices, kind, mood)
    if choices.chance(5):
        limbs = [limb(choices) for _ in range(4)]
    return _padded(limbs)


def _padded(limbs: list[int]) -> Digest:
    a, b, c, d = (*limbs, *[0] * (4 - len(limbs)))
    return a, b, c, d


def _value(choices: Choices, kind: Kind, mood: int) -> list[int]:
    return [limb for _, ty in kind.fields for limb in ty.limbs(number(choices, ty, mood))]


def _encodes(kind: Kind, limbs: list[int]) -> bool:
    """Whether limbs encode a value; a key that does not is never looked at."""
    for _, ty in kind.fields:
        taken, limbs = limbs[: ty.width], limbs[ty.width :]
        if any(part >= min(ty.limit, 2**32) for part in taken):
            return False
    return True
